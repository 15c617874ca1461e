"""Refunds at Stripe: `pending -> succeeded | failed`."""

from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.stripe import disputes, intents
from zahra.simulator.stripe.calling import StripeRefusal, existing

KIND = "stripe_refund"


def create(desk: Desk, call: Call) -> Json:
    intent = existing(desk, intents.KIND, call.body.get("payment_intent", ""))
    if not intent.shown["latest_charge"]:
        raise StripeRefusal("This PaymentIntent does not have a successful charge to refund.")
    charge = existing(desk, intents.CHARGE, intent.shown["latest_charge"])
    if disputes.is_disputed(desk, intent):
        raise StripeRefusal("This charge has been disputed.", code="charge_disputed")
    left = charge.shown["amount"] - charge.shown["amount_refunded"]
    left -= disputes.taken_back(desk, intent)
    amount = int(call.body.get("amount", left))
    if left == 0:
        raise StripeRefusal("Charge has already been refunded.", code="charge_already_refunded")
    if not 0 < amount <= left:
        raise StripeRefusal("Refund amount is greater than charge amount.", param="amount")
    refund = desk.books.add(_new(desk, charge, intent, amount, call.body.get("metadata", {})))
    _count(desk, charge, amount)
    intents.announce(desk, "refund.created", refund, lane=intent.parent)
    intents.announce(desk, "charge.refunded", charge, lane=intent.parent)
    return refund.shown


def fetch(desk: Desk, call: Call) -> Json:
    return existing(desk, KIND, call.ids["id"]).shown


def fetch_all(desk: Desk, call: Call) -> Json:
    asked = call.query.get("payment_intent", "")
    found = [refund.shown for refund in desk.books.of(KIND, asked)]
    return {"object": "list", "url": "/v1/refunds", "has_more": False, "data": found}


def finish(desk: Desk, refund: Thing, status: str) -> Thing:
    """The bank has it (`succeeded`) or sent it back (`failed`)."""
    refund.shown["status"] = status
    refund.due_at = None
    desk.books.save(refund)
    charge = existing(desk, intents.CHARGE, refund.shown["charge"])
    if status == "failed":
        _count(desk, charge, -refund.shown["amount"])
    lane = existing(desk, intents.KIND, charge.parent).parent
    kind = "refund.failed" if status == "failed" else "refund.updated"
    intents.announce(desk, kind, refund, lane=lane)
    return refund


def _count(desk: Desk, charge: Thing, amount: int) -> None:
    charge.shown["amount_refunded"] += amount
    charge.shown["refunded"] = charge.shown["amount_refunded"] == charge.shown["amount"]
    desk.books.save(charge)


def _new(desk: Desk, charge: Thing, intent: Thing, amount: int, metadata: Json) -> Thing:
    id = f"re_{desk.new_id('')}"
    shown: Json = {
        "id": id,
        "object": "refund",
        "amount": amount,
        "charge": charge.id,
        "created": desk.clock.stamp(),
        "currency": "inr",
        "metadata": metadata,
        "payment_intent": intent.id,
        "reason": None,
        "status": "pending",
    }
    refund = Thing(id, KIND, intent.id, shown)
    refund.due_at = desk.clock.now() + desk.settings.refund_seconds
    return refund
