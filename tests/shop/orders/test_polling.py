"""Asking about what nobody told: a gateway that is silent keeps nobody from asking another."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.world import people
from tests.world.bags import TERMS
from tests.world.fake_gateway import FakeGateway
from tests.world.till import Till, gateway_order
from zahra.base.db import Database
from zahra.shop import orders, payments
from zahra.shop.orders import Placed
from zahra.shop.orders.paying import expiring, polling
from zahra.shop.orders.paying.polling import MOST_SILENCES
from zahra.shop.payments import Gateways

pytestmark = pytest.mark.anyio
PHONES = [f"+9198765432{number:02}" for number in range(10, 16)]


@pytest.fixture
async def till(database: Database) -> Till:
    till = Till(database)
    await till.goods({"M": 20})
    return till


@pytest.fixture
def other() -> FakeGateway:
    return FakeGateway("payu")


@pytest.fixture
def both(till: Till, other: FakeGateway) -> Gateways:
    return Gateways([till.gateway, other])


async def waiting(till: Till, both: Gateways, provider: str, phones: Sequence[str]) -> list[Placed]:
    """Orders that wait for their money at a gateway, the earliest first."""
    kurta = await till.value("SELECT variant_id FROM stock_levels")
    placed = list[Placed]()
    for phone in phones:
        actor = await till.shopper(phone)
        await till.fill_bag(actor, kurta)
        made = await till.placing(actor, key=phone)
        first = await orders.place_order(till.database, both, actor, made, terms=till.terms)
        if provider == first.order.payment_method:
            placed.append(first)
            continue
        opened = orders.open_payment(
            till.database, both, actor, first.order.id, provider, key=f"{phone}-2"
        )
        placed.append(await opened)
    return placed


async def test_one_gateways_silence_keeps_no_order_of_another_from_being_asked_about(
    till: Till, both: Gateways, other: FakeGateway
):
    await waiting(till, both, "razorpay", PHONES[:5])
    [placed] = await waiting(till, both, "payu", PHONES[5:])
    assert placed.attempt
    assert placed.attempt.provider_order_id
    other.pay(placed.attempt.provider_order_id)
    till.gateway.silent.add("truth_of")
    await till.later(minutes=2)
    await orders.jobs.poll_attempts(till.database, both)
    assert (await till.whole(placed)).order.is_placed
    assert till.gateway.calls["truth_of"] == MOST_SILENCES, "and it is left alone for this round"


async def test_one_attempt_its_gateway_cannot_answer_about_holds_up_no_other(
    till: Till, both: Gateways, monkeypatch: pytest.MonkeyPatch
):
    first, second = await waiting(till, both, "razorpay", PHONES[:2])
    till.pay(second)
    answering = till.gateway.truth_of

    async def unreadable_of_the_first(order_id: str) -> payments.Truth:
        assert first.attempt
        if order_id == first.attempt.provider_order_id:
            raise payments.GatewayDown(why="unreadable answer")
        return await answering(order_id)

    monkeypatch.setattr(till.gateway, "truth_of", unreadable_of_the_first)
    for minutes in (2, 4):
        await till.later(minutes=minutes)
        await orders.jobs.poll_attempts(till.database, both)
    assert (await till.whole(second)).order.is_placed
    assert (await till.whole(first)).order.is_pending


async def test_an_event_of_a_silent_gateway_holds_up_no_event_of_another(
    till: Till, both: Gateways, other: FakeGateway
):
    [stuck] = await waiting(till, both, "razorpay", PHONES[:1])
    [placed] = await waiting(till, both, "payu", PHONES[1:2])
    assert stuck.attempt
    assert placed.attempt
    assert placed.attempt.provider_order_id
    paid = other.pay(placed.attempt.provider_order_id).id
    for gateway, attempt in ((till.gateway, stuck.attempt), (other, placed.attempt)):
        raw = f"evt_1 payment.captured {attempt.provider_order_id} {paid}".encode()
        fact = gateway.read_event(raw, {"x-signature": "genuine"})
        async with till.database.transaction() as tx:
            await orders.receive_event(tx, gateway.name, raw, fact)
    till.errands.waiting.clear()  # their own jobs died
    till.gateway.silent.add("truth_of")
    await till.later(minutes=3)
    await orders.jobs.poll_attempts(till.database, both)
    assert (await till.whole(placed)).order.is_placed
    states = "SELECT array_agg(state ORDER BY provider DESC) FROM provider_events"
    assert await till.value(states) == ["received", "processed"]


async def test_a_gateway_that_was_withdrawn_finishes_what_it_began_and_opens_nothing(
    till: Till, both: Gateways, other: FakeGateway
):
    paying, leaving, paid = await waiting(till, both, "payu", PHONES[:3])
    for placed in (paying, paid):
        assert placed.attempt
        assert placed.attempt.provider_order_id
        other.pay(placed.attempt.provider_order_id)
    assert paid.attempt
    await orders.settle(till.database, both, paid.attempt.id)
    async with till.database.transaction() as tx:
        (payment,) = await payments.payments_of_order(tx, paid.order.id)
        refund = await payments.grant_refund(
            tx, payment, payment.amount, reason="test", key="k", asked_by="test"
        )
    later = Gateways([till.gateway], [other])
    await till.later(minutes=2)
    await orders.jobs.poll_attempts(till.database, later)
    assert (await till.whole(paying)).order.is_placed
    await orders.jobs.execute_refund(till.database, later, refund_id=refund.id)
    assert len(other.refunds) == 1
    await till.later(minutes=40)
    await orders.jobs.expire_orders(till.database, later)
    whole = await till.whole(leaving)
    assert whole.order.status == "cancelled"
    async with till.database.snapshot() as snapshot:
        assert await payments.offered(snapshot, later) == ("razorpay",)
    actor = people.shopper(leaving.order.user_id)
    opening = orders.open_payment(
        till.database, later, actor, leaving.order.id, "payu", key="again"
    )
    with pytest.raises(orders.MethodNotOffered):
        await opening


async def test_however_many_wait_for_a_silent_gateway_there_is_room_for_the_others(
    till: Till, both: Gateways, other: FakeGateway, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(polling, "BATCH", 2)
    await waiting(till, both, "razorpay", PHONES[:3])
    [paid] = await waiting(till, both, "payu", PHONES[3:4])
    other.pay(gateway_order(paid))
    till.gateway.silent.add("truth_of")
    await till.later(minutes=2)
    await orders.jobs.poll_attempts(till.database, both)
    assert (await till.whole(paid)).order.is_placed


async def test_however_many_cannot_expire_for_a_silent_gateway_there_is_room_for_the_others(
    till: Till, both: Gateways, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(expiring, "BATCH", 2)
    till.terms = replace(TERMS, payment_methods=("razorpay", "payu"))
    silent = await waiting(till, both, "razorpay", PHONES[:3])
    actor = await till.shopper(PHONES[3])
    await till.fill_bag(actor, await till.value("SELECT variant_id FROM stock_levels"))
    made = await till.placing(actor, payment_method="payu")
    left = await orders.place_order(till.database, both, actor, made, terms=till.terms)
    till.gateway.silent.add("truth_of")
    await till.later(minutes=31)
    await orders.jobs.expire_orders(till.database, both)
    assert (await till.whole(left)).order.status == "cancelled"
    assert all([(await till.whole(each)).order.is_pending for each in silent])


async def test_however_many_events_of_a_silent_gateway_lie_there_is_room_for_the_others(
    till: Till, both: Gateways, other: FakeGateway, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(polling, "BATCH", 2)
    for number, placed in enumerate(await waiting(till, both, "razorpay", PHONES[:3])):
        await till.ring(f"evt_{number}", placed, till.pay(placed))
    [paid] = await waiting(till, both, "payu", PHONES[3:4])
    other.pay(gateway_order(paid), id="pay_at_payu")
    raw = f"evt_9 payment.success {gateway_order(paid)} pay_at_payu".encode()
    async with till.database.transaction() as tx:
        fact = other.read_event(raw, {"x-signature": "genuine"})
        await orders.receive_event(tx, "payu", raw, fact)
    till.gateway.silent.add("truth_of")
    await till.later(minutes=3)
    await polling.settle_waiting_events(till.database, both)
    assert (await till.whole(paid)).order.is_placed
