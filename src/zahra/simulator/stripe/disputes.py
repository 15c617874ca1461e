"""Disputes at Stripe: the money is taken at once, and given back where the dispute is won."""

from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.stripe import intents
from zahra.simulator.stripe.calling import StripeRefusal, existing

KIND = "stripe_dispute"
STATES = ("under_review", "won", "lost", "warning_closed")
_CLOSED = ("won", "lost", "warning_closed")
_ANSWER_WITHIN = 7 * 24 * 3600


def fetch(desk: Desk, call: Call) -> Json:
    return existing(desk, KIND, call.ids["id"]).shown


def open(desk: Desk, call: Call) -> Json:
    """A bank asks for its money: `{amount?, reason?}`."""
    intent = existing(desk, intents.KIND, call.ids["id"])
    if not intent.shown["latest_charge"]:
        raise StripeRefusal("This PaymentIntent has no charge to dispute.")
    id, now = f"du_{desk.new_id('')}", desk.clock.stamp()
    shown: Json = {
        "id": id,
        "object": "dispute",
        "amount": call.body.get("amount", intent.shown["amount"]),
        "charge": intent.shown["latest_charge"],
        "created": now,
        "currency": "inr",
        "evidence_details": {"due_by": now + _ANSWER_WITHIN, "has_evidence": False},
        "is_charge_refundable": False,
        "livemode": False,
        "payment_intent": intent.id,
        "reason": call.body.get("reason", "product_not_received"),
        "status": "needs_response",
    }
    dispute = desk.books.add(Thing(id, KIND, intent.id, shown))
    intents.announce(desk, "charge.dispute.created", dispute, lane=intent.parent)
    return dispute.shown


def move(desk: Desk, call: Call) -> Json:
    """What the bank says now: `{status}`."""
    dispute, said = existing(desk, KIND, call.ids["id"]), call.body.get("status")
    if said not in STATES:
        raise ValueError(f"states are {', '.join(STATES)}")
    if dispute.shown["status"] in _CLOSED:
        raise StripeRefusal("This dispute is already closed.")
    dispute.shown["status"] = said
    desk.books.save(dispute)
    intent = existing(desk, intents.KIND, dispute.parent)
    happened = "closed" if said in _CLOSED else "updated"
    intents.announce(desk, f"charge.dispute.{happened}", dispute, lane=intent.parent)
    return dispute.shown


def is_disputed(desk: Desk, intent: Thing) -> bool:
    """Whether a bank has not decided yet: it cannot be refunded."""
    found = desk.books.of(KIND, intent.id)
    return any(dispute.shown["status"] not in _CLOSED for dispute in found)


def taken_back(desk: Desk, intent: Thing) -> int:
    """What banks have taken back of a payment."""
    found = desk.books.of(KIND, intent.id)
    return sum(each.shown["amount"] for each in found if each.shown["status"] == "lost")
