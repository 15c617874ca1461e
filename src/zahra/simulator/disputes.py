"""Disputes: a payer's bank asks for its money. `open -> under_review -> won | lost`, or closed.

Nobody but the control plane begins one or decides it: a merchant answers on the dashboard.
"""

from zahra.simulator import checks, listing, settlements
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.events import announce
from zahra.simulator.refusals import Refusal

KIND = "dispute"
STATES = ("under_review", "action_required", "won", "lost", "closed")
_DECIDED = ("won", "lost", "closed")
_ANSWER_WITHIN = 7 * 24 * 3600


def fetch(desk: Desk, call: Call) -> Json:
    return checks.existing(desk.books, KIND, call.ids["id"]).shown


def fetch_all(desk: Desk, call: Call) -> Json:
    page = desk.books.page(KIND, listing.window(call.query))
    return listing.collection(dispute.shown for dispute in page)


def open(desk: Desk, call: Call) -> Json:
    """A bank asks for its money: `{amount?, reason?, phase?}`."""
    payment = checks.existing(desk.books, "payment", call.ids["id"])
    if not payment.shown["captured"]:
        raise Refusal("Only a captured payment can be disputed")
    now = desk.clock.stamp()
    shown: Json = {
        "id": desk.new_id("disp"),
        "entity": "dispute",
        "payment_id": payment.id,
        "amount": call.body.get("amount", payment.shown["amount"]),
        "currency": payment.shown["currency"],
        "amount_deducted": 0,
        "reason_code": call.body.get("reason", "goods_or_services_not_received"),
        "respond_by": now + _ANSWER_WITHIN,
        "status": "open",
        "phase": call.body.get("phase", "chargeback"),
        "created_at": now,
        "evidence": {"amount": None, "summary": None, "submitted_at": None},
    }
    dispute = desk.books.add(Thing(shown["id"], KIND, payment.id, shown))
    announce(desk, "payment.dispute.created", payment=payment, dispute=dispute)
    return dispute.shown


def move(desk: Desk, call: Call) -> Json:
    """What the bank says now: `{status}`. One that asks for more papers leaves it open."""
    dispute, said = checks.existing(desk.books, KIND, call.ids["id"]), call.body.get("status")
    if said not in STATES:
        raise ValueError(f"states are {', '.join(STATES)}")
    if dispute.shown["status"] in _DECIDED:
        raise Refusal(f"The dispute is {dispute.shown['status']} already")
    dispute.shown["status"] = "open" if said == "action_required" else said
    if said == "lost":
        dispute.shown["amount_deducted"] = dispute.shown["amount"]
        settlements.take_back(desk, dispute)
    desk.books.save(dispute)
    payment = checks.existing(desk.books, "payment", dispute.parent)
    announce(desk, f"payment.dispute.{said}", payment=payment, dispute=dispute)
    return dispute.shown


def is_disputed(desk: Desk, payment: Thing) -> bool:
    """Whether a bank may still take this payment back: it cannot be refunded."""
    found = desk.books.of(KIND, payment.id)
    return any(dispute.shown["status"] not in _DECIDED for dispute in found)


def taken_back(desk: Desk, payment: Thing) -> int:
    """What banks have taken back of a payment."""
    return sum(dispute.shown["amount_deducted"] for dispute in desk.books.of(KIND, payment.id))
