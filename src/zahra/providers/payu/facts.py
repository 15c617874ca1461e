"""PayU's JSON into the port's facts. Pure; what cannot be read is `GatewayDown`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar, cast

from zahra.providers.payu.naming import lengthened, paise
from zahra.shop.payments.provider import (
    UNREADABLE,
    GatewayDown,
    GatewayOrder,
    PaymentFact,
    RefundFact,
    Truth,
    bank_reference,
)

Json = Mapping[str, Any]
Fact = TypeVar("Fact")

CURRENCY = "INR"  # PayU India knows no other
_IST = timezone(timedelta(hours=5, minutes=30))
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_KEPT = (
    "mihpayid",
    "request_id",
    "bank_ref_num",
    "amt",
    "transaction_amount",
    "additional_charges",
    "bankcode",
    "error_code",
    "error_Message",
    "addedon",
    "mode",
    "PG_TYPE",
    "net_amount_debit",
    "disc",
    "status",
    "unmappedstatus",
)
# What stands in `unmappedstatus` says more than `status`. Words we do not know are undecided.
_STATES = {
    "captured": "captured",
    "autorefund": "refunded",
    "bounced": "failed",
    "dropped": "failed",
    "failed": "failed",
    "usercancelled": "failed",
}
_REASONS = {"usercancelled": "payment_cancelled", "dropped": "payment_timed_out"}
_METHODS = {"cc": "card", "dc": "card", "nb": "netbanking", "upi": "upi", "cash": "wallet"}
_REFUND_STATES = {"success": "settled", "failure": "failed"}
_NOT_FOUND = "not found"


def read(reader: Callable[[Json], Fact], body: Json) -> Fact:
    """Apply a reader below. Raises GatewayDown when the answer has not the documented shape."""
    try:
        return reader(body)
    except (KeyError, TypeError, ValueError, OverflowError) as trouble:
        raise GatewayDown(why=UNREADABLE) from trouble


def truth(body: Json, asked: str) -> Truth:
    """What verify_payment says of the id it was asked about: the transaction's payment, or that
    there is none yet."""
    found = _object(_object(body["transaction_details"])[asked])
    if str(found.get("mihpayid", "")).lower() == _NOT_FOUND:
        return Truth(GatewayOrder(asked, 0, CURRENCY, "unknown"), ())
    paid = _payment(found)
    order = GatewayOrder(_text(found["txnid"]), paid.amount, CURRENCY, str(found["status"]))
    return Truth(order, (paid,))


def refunds(body: Json) -> tuple[RefundFact, ...]:
    """What check_action_status says: the refunds among the actions, newest first."""
    (under,) = _object(body["transaction_details"]).values()
    if isinstance(under, str):  # "No action status found"
        return ()
    actions = [_object(action) for action in _object(under).values()]
    return tuple(_refund(action) for action in reversed(actions) if _is_refund(action))


def transactions(body: Json) -> tuple[str, ...]:
    """What get_transaction_info says: the ids of the transactions."""
    found = body["Transaction_details"]
    if not isinstance(found, list):
        raise TypeError("Transaction_details is not a list")
    return tuple(_text(_object(each)["txnid"]) for each in cast(list[Any], found))


def refunded(facts: Iterable[RefundFact]) -> int:
    """How much of a payment is back, or on its way."""
    return sum(fact.amount for fact in facts if fact.state != "failed")


def _payment(found: Json) -> PaymentFact:
    word = str(found.get("unmappedstatus") or found["status"]).lower()
    state = _state(word, str(found["status"]).lower())
    has_failed = state == "failed"
    return PaymentFact(
        id=_text(found["mihpayid"]),
        order_id=_text(found["txnid"]),
        amount=paise(str(found.get("transaction_amount") or found["amt"])),
        amount_refunded=0,
        currency=CURRENCY,
        state=state,
        method=_METHODS.get(str(found.get("mode", "")).lower()),
        created_at=_moment(found.get("addedon")),
        error_code=_code(found) if has_failed else None,
        error_reason=_REASONS.get(word, "payment_failed") if has_failed else None,
        raw={name: found[name] for name in _KEPT if name in found},
    )


def _state(word: str, status: str) -> str:
    """Only `success` with `captured` is money: either alone is a bank still thinking."""
    state = _STATES.get(word, "created")
    if state == "captured" and status != "success":
        return "created"
    return "failed" if state == "created" and status == "failure" else state


def _code(found: Json) -> str | None:
    code = found.get("error_code")
    return code if isinstance(code, str) and code and code.isprintable() else None


def _is_refund(action: Json) -> bool:
    return str(action.get("action", "")).lower() in ("refund", "cancel")


def _refund(action: Json) -> RefundFact:
    return RefundFact(
        id=_text(action["request_id"]),
        payment_id=_text(action["mihpayid"]),
        amount=paise(str(action["amt"])),
        state=_REFUND_STATES.get(str(action["status"]).lower(), "pending"),
        receipt=lengthened(str(action.get("token") or "")),
        reference=bank_reference(action.get("bank_arn"), action.get("bank_ref_num")),
    )


def _moment(told: Any) -> datetime:
    """`2026-11-22 11:59:00`, Indian time. It only orders a list: where PayU writes none, or zeros,
    that is no reason to leave the payment unread."""
    try:
        when = datetime.strptime(str(told), "%Y-%m-%d %H:%M:%S").replace(tzinfo=_IST)
    except ValueError:
        return _LONG_AGO
    return when.astimezone(UTC)


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return cast(Json, value)


def _text(value: Any) -> str:
    """Ids come as text or as numbers."""
    if type(value) is int:
        return str(value)
    if not isinstance(value, str) or not value or not value.isprintable():
        raise TypeError("not a text")
    return value
