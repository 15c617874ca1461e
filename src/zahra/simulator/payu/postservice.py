"""The postservice: one address, many commands, and 200 to all of them."""

from collections.abc import Callable, Mapping

from starlette.requests import Request

from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.gate import Manners
from zahra.simulator.payu import actions, hashes
from zahra.simulator.payu.transactions import merchant_of

_MISSING = {"mihpayid": "Not Found", "status": "Not Found"}


def answer(desk: Desk, call: Call) -> Json:
    form, merchant = call.body, merchant_of(desk)
    if form.get("key") != merchant.key:
        return {"status": 0, "msg": "Invalid key."}
    if form.get("hash") != hashes.of_command(form, merchant.salt):
        return {"status": 0, "msg": "Invalid Hash."}
    command = _COMMANDS.get(form.get("command", ""))
    return command(desk, form) if command else {"status": 0, "msg": "Invalid command."}


def _verify_payment(desk: Desk, form: Mapping[str, str]) -> Json:
    """By our transaction ids, several joined by `|`; of each the latest transaction."""
    asked = form.get("var1", "").split("|")
    return _found({txnid: next(iter(desk.books.of("payu", txnid)), None) for txnid in asked})


def _check_payment(desk: Desk, form: Mapping[str, str]) -> Json:
    mihpayid = form.get("var1", "")
    return _found({mihpayid: desk.books.find("payu", mihpayid)})


def _refund(desk: Desk, form: Mapping[str, str]) -> Json:
    return actions.refund(desk, form.get("var1", ""), form.get("var2", ""), form.get("var3", ""))


def _check_action_status(desk: Desk, form: Mapping[str, str]) -> Json:
    """By a request's id, or by PayU's id of a payment with var2 `payuid`."""
    asked = form.get("var1", "")
    if form.get("var2") == "payuid":
        found = list(reversed(desk.books.of("payu_action", asked)))
    else:
        found = [one for one in [desk.books.find("payu_action", asked)] if one]
    if not found:
        return _counted(0, {asked: "No action status found"})
    return _counted(1, {asked: {action.id: action.shown for action in found}})


def _get_transaction_info(desk: Desk, form: Mapping[str, str]) -> Json:
    since, until = form.get("var1", ""), form.get("var2", "")
    found = [
        one.shown for one in desk.books.all_of("payu") if since <= one.shown["addedon"] <= until
    ]
    return {"status": 1, "msg": "Transaction Fetched Successfully", "Transaction_details": found}


def _found(by_id: Mapping[str, Thing | None]) -> Json:
    details = {id: one.shown if one else _MISSING for id, one in by_id.items()}
    number = sum(one is not None for one in by_id.values())
    return _counted(number, details, of=len(by_id))


def _counted(number: int, details: Json, *, of: int = 1) -> Json:
    msg = f"{number} out of {of} Transactions Fetched Successfully"
    return {"status": 1 if number else 0, "msg": msg, "transaction_details": details}


_COMMANDS: Mapping[str, Callable[[Desk, Mapping[str, str]], Json]] = {
    "verify_payment": _verify_payment,
    "check_payment": _check_payment,
    "cancel_refund_transaction": _refund,
    "check_action_status": _check_action_status,
    "get_transaction_info": _get_transaction_info,
}


async def _read(request: Request) -> Call:
    form = await request.form()
    body = {name: value for name, value in form.items() if isinstance(value, str)}
    return Call(request.path_params, request.query_params, dict(body), request.headers)


def _known_by_its_hash(desk: Desk, request: Request) -> None:
    """The hash in the form is all the proof there is."""


MANNERS: Manners = (_known_by_its_hash, _read)
