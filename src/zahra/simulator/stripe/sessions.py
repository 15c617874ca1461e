"""Checkout Sessions: `open -> complete | expired`, and the payer's answers on their page."""

from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.stripe import intents
from zahra.simulator.stripe.calling import StripeRefusal, existing

KIND = "checkout.session"
_DAY = 24 * 3600


def create(desk: Desk, call: Call) -> Json:
    body = call.body
    if body.get("mode") != "payment" or not body.get("success_url"):
        raise StripeRefusal("A session needs mode=payment and a success_url.", param="mode")
    total = sum(_price(item) for item in body.get("line_items", {}).values())
    if total < 50:
        raise StripeRefusal("The amount is too small.", code="amount_too_small")
    id = f"cs_test_{desk.new_id('')}"
    shown: Json = {
        "id": id,
        "object": KIND,
        "amount_subtotal": total,
        "amount_total": total,
        "currency": "inr",
        "client_reference_id": body.get("client_reference_id"),
        "created": desk.clock.stamp(),
        "expires_at": desk.clock.stamp() + _DAY,
        "livemode": False,
        "metadata": body.get("metadata", {}),
        "mode": "payment",
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": "open",
        "success_url": body["success_url"],
        "cancel_url": body.get("cancel_url"),
        "url": f"http://{call.headers['host']}/stripe/pay/{id}",
    }
    session = Thing(id, KIND, "", shown, body.get("payment_intent_data", {}))
    session.due_at = float(shown["expires_at"])
    return desk.books.add(session).shown


def fetch(desk: Desk, call: Call) -> Json:
    session = existing(desk, KIND, call.ids["id"])
    wanted = call.body.get("expand", {}).values()
    return _unfolded(desk, session) if "payment_intent.latest_charge" in wanted else session.shown


def fetch_all(desk: Desk, call: Call) -> Json:
    """A page of them, the newest first: `created[gte]`, `created[lte]`, `limit`,
    `starting_after`."""
    span, limit = call.body.get("created", {}), int(call.body.get("limit", 10))
    first, last = int(span.get("gte", 0)), int(span.get("lte", 2**40))
    found = [one for one in desk.books.all_of(KIND) if first <= one.shown["created"] <= last]
    if after := call.body.get("starting_after"):
        found = found[[one.id for one in found].index(existing(desk, KIND, after).id) + 1 :]
    page = [_unfolded(desk, one) for one in found[:limit]]
    has_more = len(found) > limit
    return {"object": "list", "url": "/v1/checkout/sessions", "has_more": has_more, "data": page}


def expire(desk: Desk, call: Call) -> Json:
    session = existing(desk, KIND, call.ids["id"])
    if session.shown["status"] != "open":
        raise StripeRefusal("Only Checkout Sessions with a status of open can be expired.")
    return run_out(desk, session).shown


def run_out(desk: Desk, session: Thing) -> Thing:
    session.shown.update(status="expired", url=None)
    session.due_at = None
    desk.books.save(session)
    intents.announce(desk, "checkout.session.expired", session, lane=session.id)
    return session


def answer(desk: Desk, session: Thing, said: str) -> Thing:
    """The payer's answer: `pay`, `decline` (they may try again) or `wait` for their bank."""
    if session.shown["status"] != "open":
        return session
    intent = _intent(desk, session)
    if said == "decline":
        intents.decline(desk, intent)
    elif said == "wait":
        intents.wait(desk, intent)
        _complete(desk, session, paid=False)
    elif said == "pay":
        intents.succeed(desk, intent)
        _complete(desk, session, paid=True)
    return session


def decide(desk: Desk, intent: Thing, said: str) -> Thing:
    """The bank's late answer to a payment that was processing."""
    (intents.succeed if said == "pay" else intents.decline)(desk, intent)
    session = existing(desk, KIND, intent.parent)
    if said == "pay":
        session.shown["payment_status"] = "paid"
    desk.books.save(session)
    kind = "succeeded" if said == "pay" else "failed"
    intents.announce(desk, f"checkout.session.async_payment_{kind}", session, lane=session.id)
    return intent


def _complete(desk: Desk, session: Thing, *, paid: bool) -> None:
    session.shown.update(status="complete", url=None)
    session.shown["payment_status"] = "paid" if paid else "unpaid"
    session.due_at = None
    desk.books.save(session)
    intents.announce(desk, "checkout.session.completed", session, lane=session.id)


def _intent(desk: Desk, session: Thing) -> Thing:
    if known := session.shown["payment_intent"]:
        return existing(desk, intents.KIND, known)
    intent = intents.new(desk, session)
    session.shown["payment_intent"] = intent.id
    desk.books.save(session)
    return intent


def _unfolded(desk: Desk, session: Thing) -> Json:
    if not session.shown["payment_intent"]:
        return session.shown
    intent = existing(desk, intents.KIND, session.shown["payment_intent"])
    charge = intent.shown["latest_charge"]
    unfolded = existing(desk, intents.CHARGE, charge).shown if charge else None
    return {**session.shown, "payment_intent": {**intent.shown, "latest_charge": unfolded}}


def _price(item: Json) -> int:
    price = item["price_data"]
    if price.get("currency") != "inr":
        raise StripeRefusal("This account takes inr.", param="currency")
    return int(price["unit_amount"]) * int(item.get("quantity", 1))
