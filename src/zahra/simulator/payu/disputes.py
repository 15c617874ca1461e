"""Disputes at PayU: told as JSON, its sum in a header. No API of payments tells of them."""

import json
from datetime import datetime, timedelta, timezone

from zahra.simulator import endpoints, events
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.letters import Hand
from zahra.simulator.payu import hashes, transactions
from zahra.simulator.refusals import Refusal

KIND = "payu_dispute"
STATES = {
    "under_review": "Submitted to Bank",
    "action_required": "Insufficient Document",
    "won": "Closed in Merchant Favour",
    "lost": "Closed Customer Favour",
    "closed": "Closed under Fraud Liability",
}
_IST = timezone(timedelta(hours=5, minutes=30))
_ANSWER_WITHIN = timedelta(days=7)


def open(desk: Desk, call: Call) -> Json:
    """A bank asks for its money: `{amount?, reason?}`, the amount in rupees."""
    paid = transactions.transaction(desk, call.ids["id"])
    now = datetime.fromtimestamp(desk.clock.now(), _IST)
    number = 1_000_000 + int(desk.chance() * 10**6)
    shown: Json = {
        "type": "payments",
        "event": "dispute",
        "reason_code": call.body.get("reason", "Non Receipt of Goods or Services"),
        "created_at": now.isoformat(timespec="milliseconds"),
        "updated_at": now.isoformat(timespec="milliseconds"),
        "mid": "8235901",
        "cb_id": number,
        "txn_id": paid.id,
        "cb_type": "Chargeback",
        "due_date": (now + _ANSWER_WITHIN).date().isoformat(),
        "cb_amount": call.body.get("amount", paid.shown["amt"]),
        "cb_status": "Pending Response",
    }
    dispute = desk.books.add(Thing(str(number), KIND, paid.id, shown))
    _tell(desk, dispute, lane=paid.parent)
    return dispute.shown


def move(desk: Desk, call: Call) -> Json:
    """What came of it: `{status}`, in our words."""
    dispute = desk.books.find(KIND, call.ids["id"])
    if dispute is None:
        raise Refusal("There is no such chargeback.", status=404)
    dispute.shown["cb_status"] = STATES[call.body["status"]]
    desk.books.save(dispute)
    paid = transactions.transaction(desk, dispute.parent)
    _tell(desk, dispute, lane=paid.parent)
    return dispute.shown


def _tell(desk: Desk, dispute: Thing, *, lane: str) -> None:
    key = transactions.merchant_of(desk).key
    hand = Hand(
        lambda fields, salt: json.dumps(fields).encode(),
        lambda body, salt: hashes.of_dispute(json.loads(body), key, salt),
        b'"cb_amount": "',
    )
    name = (desk.new_id("payu"), "payu.dispute")
    events.post(desk, endpoints.PAYU, name, dispute.shown, hand=hand, lane=lane)
