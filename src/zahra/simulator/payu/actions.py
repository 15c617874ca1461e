"""Refunds at PayU: queued under the merchant's token, done some time later, told unsigned."""

from decimal import Decimal
from urllib.parse import urlencode

from zahra.simulator import endpoints, events
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.letters import Hand

_AGAIN_AFTER = 300.0  # the same sum of the same payment, seconds
_NO = {
    105: "Invalid amount",
    106: "Token already used or request pending. Please wait",
    111: "Refund not allowed: invalid transaction status",
    116: "Transaction not found",
    214: "Same amount was refunded within the last 5 minutes",
}


def refund(desk: Desk, mihpayid: str, token: str, amount: str) -> Json:
    """`cancel_refund_transaction`: queue a refund, or say by its number why not."""
    paid = desk.books.find("payu", mihpayid)
    code = 116 if paid is None else _objection(desk, paid, token, amount)
    if code is not None:
        return {"status": 0, "msg": _NO[code], "error_code": code, "mihpayid": mihpayid}
    made = desk.books.add(_new(desk, mihpayid, token, amount))
    return {
        "status": 1,
        "msg": "Refund Request Queued",
        "request_id": made.id,
        "bank_ref_num": None,
        "mihpayid": mihpayid,
        "error_code": 102,
    }


def finish(desk: Desk, action: Thing, status: str) -> Thing:
    """The queue has come to it: `success` or `failure`."""
    action.shown["status"] = status
    if status == "success":
        action.shown["bank_arn"] = f"743{action.id}"
    action.due_at = None
    desk.books.save(action)
    paid = desk.books.find("payu", action.parent)
    told = {
        "mihpayid": action.parent,
        "request_id": action.id,
        "token": action.shown["token"],
        "status": status,
        "amt": action.shown["amt"],
        "bank_arn": action.shown["bank_arn"] or "",
        "bank_ref_num": action.shown["bank_ref_num"] or "",
        "refund_mode": "1",
        "merchantTxnId": paid.parent if paid else "",
        "action": "refund",
        "key": paid.kept["key"] if paid else "",
    }
    name = (desk.new_id("payu"), "payu.refund")
    lane = told["merchantTxnId"]
    events.post(desk, endpoints.PAYU, name, told, hand=_UNSIGNED, lane=lane)
    return action


def _objection(desk: Desk, paid: Thing, token: str, amount: str) -> int | None:
    actions = desk.books.of("payu_action", paid.id)
    if any(one.shown["token"] == token for one in desk.books.all_of("payu_action")):
        return 106
    if paid.shown["unmappedstatus"] != "captured":
        return 111
    alive = [one for one in actions if one.shown["status"] != "failure"]
    left = Decimal(paid.shown["amt"]) - sum(Decimal(one.shown["amt"]) for one in alive)
    if not 0 < Decimal(amount or "0") <= left:
        return 105
    since = desk.clock.now() - _AGAIN_AFTER
    if any(one.shown["amt"] == amount and one.kept["at"] > since for one in alive):
        return 214
    return None


def _new(desk: Desk, mihpayid: str, token: str, amount: str) -> Thing:
    request_id = f"{131000000 + int(desk.chance() * 10**8)}"
    shown: Json = {
        "mihpayid": mihpayid,
        "bank_ref_num": None,
        "request_id": request_id,
        "amt": amount,
        "mode": "UPI",
        "action": "refund",
        "token": token,
        "status": "queued",
        "bank_arn": None,
        "settlement_id": None,
        "amount_settled": None,
        "UTR_no": None,
        "value_date": None,
        "refund_mode": "Back to Source",
    }
    made = Thing(request_id, "payu_action", mihpayid, shown, {"at": desk.clock.now()})
    made.due_at = desk.clock.now() + desk.settings.refund_seconds
    return made


_UNSIGNED = Hand(lambda fields, salt: urlencode(fields).encode(), lambda body, salt: "", b"amt=")
