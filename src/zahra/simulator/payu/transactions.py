"""A payer at PayU's page: the form that brought them, and the transaction that comes of it.

A transaction id takes one payment. Its outcome goes back through the browser, and to the webhook.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from urllib.parse import urlencode

from zahra.simulator import endpoints, events
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.letters import Hand
from zahra.simulator.payu import hashes
from zahra.simulator.refusals import Refusal
from zahra.simulator.settings import Merchant

_IST = timezone(timedelta(hours=5, minutes=30))
_REQUIRED = ("key", "txnid", "amount", "productinfo", "firstname", "email", "phone", "surl", "furl")
_UDF = [f"udf{number}" for number in range(1, 6)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a payment, in PayU's words, and where the browser is sent."""

    status: str
    unmapped: str
    error: tuple[str, str] = ("E000", "No Error")
    back: str = "furl"


OUTCOMES = {
    "approve": Outcome("success", "captured", back="surl"),
    "decline": Outcome("failure", "failed", ("E308", "Bank was unable to authenticate.")),
    "pending": Outcome("pending", "pending"),
    "cancel": Outcome("failure", "userCancelled", ("E1605", "Cancelled by user"), "curl"),
    "bounced": Outcome("failure", "bounced", ("E312", "Bank did not answer")),
}


def merchant_of(desk: Desk) -> Merchant:
    if desk.settings.payu is None:
        raise Refusal("This simulator has no PayU merchant.", status=404)
    return desk.settings.payu


def enter(desk: Desk, form: Mapping[str, str]) -> Thing:
    """A visit, from the merchant's form. Raises Refusal for one that PayU would not show."""
    merchant = merchant_of(desk)
    if missing := [name for name in _REQUIRED if not form.get(name)]:
        raise Refusal(f"Error. Mandatory parameter missing: {', '.join(missing)}")
    if form["key"] != merchant.key or form.get("hash") != hashes.of_request(form, merchant.salt):
        raise Refusal("Transaction failed due to incorrectly calculated hash parameter.")
    if len(form["txnid"]) > 25:
        raise Refusal("The transaction id may have 25 characters.")
    if any(one.shown["status"] != "failure" for one in desk.books.of("payu", form["txnid"])):
        raise Refusal("Duplicate transaction id.")
    if not all(form[name].startswith(("http://", "https://")) for name in ("surl", "furl")):
        raise Refusal("surl and furl must be addresses.")
    id = desk.new_id("visit")
    return desk.books.add(Thing(id, "payu_visit", form["txnid"], {"id": id}, dict(form)))


def visit(desk: Desk, id: str) -> Thing:
    if (found := desk.books.find("payu_visit", id)) is None:
        raise Refusal("There is no such payment page.", status=404)
    return found


def answer(desk: Desk, visit: Thing, said: str) -> Thing:
    """The payer's answer: a transaction, made once for each visit."""
    if earlier := visit.kept.get("mihpayid"):
        return transaction(desk, earlier)
    outcome = OUTCOMES[said]
    made = desk.books.add(_new(desk, visit, outcome))
    if outcome.status == "pending":
        made.due_at = desk.clock.now() + desk.settings.answer_minutes * 60
        desk.books.save(made)
    visit.kept["mihpayid"] = made.id
    desk.books.save(visit)
    _tell(desk, made)
    return made


def decide(desk: Desk, transaction: Thing, said: str) -> Thing:
    """The bank's late answer to a pending payment."""
    if transaction.shown["status"] != "pending":
        raise Refusal("The transaction is decided already.")
    transaction.shown.update(_told(OUTCOMES[said]))
    transaction.due_at = None
    desk.books.save(transaction)
    _tell(desk, transaction)
    return transaction


def transaction(desk: Desk, mihpayid: str) -> Thing:
    if (found := desk.books.find("payu", mihpayid)) is None:
        raise Refusal("There is no such transaction.", status=404)
    return found


def way_back(desk: Desk, transaction: Thing) -> tuple[str, dict[str, str]]:
    """Where the browser goes, and the signed fields it carries."""
    posted = transaction.kept
    back = posted.get(transaction.kept["_back"]) or posted["furl"]
    return back, _signed(_fields(transaction), merchant_of(desk).salt)


def _tell(desk: Desk, transaction: Thing) -> None:
    name = (desk.new_id("payu"), f"payu.{transaction.shown['status']}")
    events.post(
        desk, endpoints.PAYU, name, _fields(transaction), hand=_HAND, lane=transaction.parent
    )


def _signed(fields: Mapping[str, str], salt: str) -> dict[str, str]:
    return {**fields, "hash": hashes.of_answer(fields, salt)}


_HAND = Hand(
    lambda fields, salt: urlencode(_signed(fields, salt)).encode(),
    lambda body, salt: "",
    b"amount=",
)


def _new(desk: Desk, visit: Thing, outcome: Outcome) -> Thing:
    form, mihpayid = visit.kept, f"403993715{int(desk.chance() * 10**9):09d}"
    shown: Json = {
        "mihpayid": mihpayid,
        "request_id": "",
        "bank_ref_num": f"{int(desk.chance() * 10**12):012d}",
        "amt": form["amount"],
        "transaction_amount": form["amount"],
        "txnid": form["txnid"],
        "additional_charges": "0.00",
        "productinfo": form["productinfo"],
        "firstname": form["firstname"],
        "bankcode": "UPI",
        **{name: form.get(name) or None for name in _UDF},
        "field9": outcome.error[1],
        "addedon": datetime.fromtimestamp(desk.clock.now(), _IST).strftime("%Y-%m-%d %H:%M:%S"),
        "payment_source": "payu",
        "card_type": None,
        "net_amount_debit": form["amount"],
        "disc": "0.00",
        "mode": "UPI",
        "PG_TYPE": "UPI-PG",
        "card_no": "",
        **_told(outcome),
    }
    kept: Json = {**form, "_back": outcome.back}
    return Thing(mihpayid, "payu", form["txnid"], shown, kept)


def _told(outcome: Outcome) -> Json:
    code, message = outcome.error
    words = {"status": outcome.status, "unmappedstatus": outcome.unmapped}
    return {**words, "error_code": code, "error_Message": message}


def _fields(transaction: Thing) -> dict[str, str]:
    """What surl, furl and the webhook are posted, but for the hash."""
    shown, posted = transaction.shown, transaction.kept
    given = ("key", "txnid", "amount", "productinfo", "firstname", "email", "phone", *_UDF)
    return {
        **{name: posted.get(name, "") for name in given},
        "mihpayid": transaction.id,
        "mode": shown["mode"],
        "status": shown["status"],
        "unmappedstatus": shown["unmappedstatus"],
        "discount": "0.00",
        "net_amount_debit": shown["net_amount_debit"],
        "addedon": shown["addedon"],
        "error": shown["error_code"],
        "error_Message": shown["error_Message"],
        "bank_ref_num": shown["bank_ref_num"],
        "bankcode": shown["bankcode"],
        "PG_TYPE": shown["PG_TYPE"],
        "payment_source": "payu",
    }
