"""What gateways write is kept word for word for a while, with phone and e-mail address in it."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from tests.world.people import ASHA, BINA
from tests.world.till import Till, gateway_order
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.shop import orders, payments, privacy
from zahra.shop.orders import Placed
from zahra.shop.payments import EventFact, EventState

pytestmark = pytest.mark.anyio
EMAIL = "canary@example.com"


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def paid_order(
    till: Till, identifier: str = ASHA, *, kurta: UUID | None = None
) -> tuple[Actor, Placed, str]:
    """Whose it is, the order, and its payment's name at the gateway."""
    actor = await till.shopper(identifier)
    await till.fill_bag(actor, kurta or (await till.goods({"M": 5}))["M"])
    placed = await till.place(actor)
    payment = till.pay(placed)
    await till.settle(placed)
    await till.run_errands()
    return actor, placed, payment


async def filed(till: Till, event_id: str, *, order: str | None, payment: str | None) -> UUID:
    """A letter of the gateway's comes, with canaries in it."""
    entity = {"id": payment, "order_id": order, "email": EMAIL, "contact": ASHA}
    raw = json.dumps({"payload": {"payment": {"entity": entity}}}).encode()
    fact = EventFact(event_id, "payment.captured", order, payment, None)
    async with till.database.transaction() as tx:
        kept = await payments.keep_event(tx, "razorpay", raw, fact)
    assert kept
    return kept


async def settled(till: Till, event: UUID, state: EventState = EventState.PROCESSED) -> None:
    async with till.database.transaction() as tx:
        await payments.close_event(tx, event, state, note="told")


async def erase(till: Till, actor: Actor) -> None:
    async with till.database.transaction() as tx:
        await privacy.erase_me(tx, replace(actor, proven_at=tx.now))


async def with_canaries(till: Till) -> list[str]:
    """Which events still have them."""
    async with till.database.snapshot() as snapshot:
        return await snapshot.values(
            "SELECT event_id FROM provider_events"
            " WHERE position(%(email)s::bytea IN raw) > 0 ORDER BY event_id",
            email=EMAIL.encode(),
        )


async def facts(till: Till) -> str:
    """All that is kept of money, and of events but for their bodies."""
    return await till.value(
        """
        SELECT md5(jsonb_build_array(
            (SELECT jsonb_agg(to_jsonb(a) ORDER BY a.id) FROM payment_attempts a),
            (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM payments p),
            (SELECT jsonb_agg(to_jsonb(e) - 'raw' ORDER BY e.id) FROM provider_events e))::text)
        """
    )


async def test_a_body_is_blanked_ninety_days_after_its_event_was_settled(till: Till):
    _, placed, payment = await paid_order(till)
    for state in (EventState.PROCESSED, EventState.IGNORED, EventState.DEAD):
        event = await filed(till, state, order=gateway_order(placed), payment=payment)
        await settled(till, event, state)
    before = await facts(till)
    await till.later(days=90, minutes=-1)
    await payments.forget_old_bodies(till.database)
    assert await with_canaries(till) == ["dead", "ignored", "processed"]
    await till.later(minutes=1)
    await payments.forget_old_bodies(till.database)
    assert await with_canaries(till) == []
    assert await facts(till) == before


async def test_what_is_not_settled_keeps_its_body_however_old_it_is(till: Till):
    _, placed, payment = await paid_order(till)
    await filed(till, "received", order=gateway_order(placed), payment=payment)
    parked = await filed(till, "parked", order="order_elsewhere", payment=None)
    await settled(till, parked, EventState.PARKED)
    await till.later(days=400)
    await payments.forget_old_bodies(till.database)
    assert await with_canaries(till) == ["parked", "received"]


async def test_who_is_erased_is_blanked_at_once_and_what_was_paid_stays(till: Till):
    actor, placed, payment = await paid_order(till)
    await settled(till, await filed(till, "by order", order=gateway_order(placed), payment=None))
    await settled(till, await filed(till, "by payment", order=None, payment=payment))
    before = await facts(till)
    await erase(till, actor)
    assert await with_canaries(till) == []
    assert await facts(till) == before
    whole = await till.whole(placed)
    assert [(paid.status, paid.amount) for paid in whole.payments] == [
        ("captured", whole.order.total)
    ]


async def test_a_letter_that_comes_after_the_erasure_is_blanked_once_it_is_read(till: Till):
    actor, placed, payment = await paid_order(till)
    late = await filed(till, "late", order=gateway_order(placed), payment=payment)
    await erase(till, actor)
    assert await with_canaries(till) == ["late"]
    await orders.jobs.settle_event(till.database, till.gateways, late)
    await privacy.jobs.forget_leftovers(till.database)
    assert await with_canaries(till) == []
    again = EventFact("late", "payment.captured", gateway_order(placed), payment, None)
    async with till.database.transaction() as tx:
        assert await payments.keep_event(tx, "razorpay", b"again", again) is None


async def test_others_keep_theirs(till: Till):
    kurta = (await till.goods({"M": 5}))["M"]
    actor, _, _ = await paid_order(till, kurta=kurta)
    _, placed, payment = await paid_order(till, BINA, kurta=kurta)
    await settled(till, await filed(till, "bina", order=gateway_order(placed), payment=payment))
    await settled(till, await filed(till, "nobody", order=None, payment=None))
    await erase(till, actor)
    await privacy.jobs.forget_leftovers(till.database)
    assert await with_canaries(till) == ["bina", "nobody"]
