"""PaymentIntents and their charges, and the events about either."""

import json

from zahra.simulator import endpoints, events
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.letters import Hand
from zahra.simulator.stripe.calling import StripeRefusal, existing

KIND, CHARGE = "payment_intent", "charge"
_VERSION = "2026-10-28.endive"
_DECLINED = {"type": "card_error", "code": "card_declined", "decline_code": "generic_decline"}


def new(desk: Desk, session: Thing) -> Thing:
    id = f"pi_{desk.new_id('')}"
    shown: Json = {
        "id": id,
        "object": KIND,
        "amount": session.shown["amount_total"],
        "amount_received": 0,
        "capture_method": "automatic",
        "created": desk.clock.stamp(),
        "currency": "inr",
        "description": session.kept.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": session.kept.get("metadata", {}),
        "status": "requires_payment_method",
    }
    return desk.books.add(Thing(id, KIND, session.id, shown))


def fetch(desk: Desk, call: Call) -> Json:
    return existing(desk, KIND, call.ids["id"]).shown


def capture(desk: Desk, call: Call) -> Json:
    intent = existing(desk, KIND, call.ids["id"])
    if intent.shown["status"] != "requires_capture":
        raise StripeRefusal(
            f"This PaymentIntent's status is {intent.shown['status']}.",
            code="payment_intent_unexpected_state",
        )
    return succeed(desk, intent).shown


def succeed(desk: Desk, intent: Thing) -> Thing:
    charge = desk.books.add(_charge(desk, intent))
    intent.shown.update(
        status="succeeded",
        amount_received=intent.shown["amount"],
        latest_charge=charge.id,
        last_payment_error=None,
    )
    desk.books.save(intent)
    announce(desk, "charge.succeeded", charge, lane=intent.parent)
    announce(desk, "payment_intent.succeeded", intent, lane=intent.parent)
    return intent


def decline(desk: Desk, intent: Thing) -> Thing:
    intent.shown.update(status="requires_payment_method", last_payment_error=_DECLINED)
    desk.books.save(intent)
    announce(desk, "payment_intent.payment_failed", intent, lane=intent.parent)
    return intent


def wait(desk: Desk, intent: Thing) -> Thing:
    intent.shown.update(status="processing", last_payment_error=None)
    desk.books.save(intent)
    announce(desk, "payment_intent.processing", intent, lane=intent.parent)
    return intent


def announce(desk: Desk, type: str, thing: Thing, *, lane: str) -> None:
    event: Json = {
        "id": f"evt_{desk.new_id('')}",
        "object": "event",
        "api_version": _VERSION,
        "created": desk.clock.stamp(),
        "data": {"object": thing.shown},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": type,
    }
    events.post(desk, endpoints.STRIPE, (event["id"], type), event, hand=_HAND, lane=lane)


# The courier stamps and signs at every try: a letter carries the secret to do it with.
_HAND = Hand(
    lambda event, secret: json.dumps(event, indent=2).encode(),
    lambda body, secret: secret,
    b'"amount": ',
)


def _charge(desk: Desk, intent: Thing) -> Thing:
    id = f"ch_{desk.new_id('')}"
    shown: Json = {
        "id": id,
        "object": CHARGE,
        "amount": intent.shown["amount"],
        "amount_refunded": 0,
        "created": desk.clock.stamp(),
        "currency": "inr",
        "livemode": False,
        "paid": True,
        "payment_intent": intent.id,
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
        "refunded": False,
        "status": "succeeded",
    }
    return Thing(id, CHARGE, intent.id, shown)
