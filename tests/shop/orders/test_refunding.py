"""Granted is not executed, and no more goes back than came."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.world.people import BINA
from tests.world.till import Till
from zahra.base.actors import Actor, Kind, Permission, program
from zahra.base.db import Database
from zahra.base.errors import Forbidden, NotFound
from zahra.shop import orders
from zahra.shop.payments import GatewayDown, NothingToRefund, RefundTooLarge
from zahra.shop.payments.provider import AskingRefund

pytestmark = pytest.mark.anyio
SAM = Actor(Kind.STAFF, name="Sam", permissions=frozenset({Permission.REFUNDS_CREATE}))


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def paid_order(till: Till):
    goods = await till.goods()
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    placed = await till.place(actor)
    till.pay(placed)
    await till.settle(placed)
    assert placed.attempt
    return actor, placed, placed.attempt.id


async def refund(till: Till, payment_id: UUID, amount: int | None, *, key: str = "r1"):
    async with till.database.transaction() as tx:
        return await orders.refund_payment(tx, SAM, payment_id, amount, reason="size", key=key)


async def refund_states(till: Till) -> list[str]:
    async with till.database.snapshot() as snapshot:
        return await snapshot.values("SELECT state FROM refunds ORDER BY created_at, id")


async def test_a_refund_is_granted_now_and_executed_by_its_job(till: Till):
    _, placed, payment_id = await paid_order(till)
    await refund(till, payment_id, 50000)
    assert await refund_states(till) == ["granted"]
    assert (await till.whole(placed)).order.payment_status == "paid"
    await till.run_errands()
    assert await refund_states(till) == ["settled"]
    whole = await till.whole(placed)
    assert whole.order.payment_status == "partially_refunded"
    assert (whole.payments[0].status, whole.payments[0].amount_refunded) == (
        "partially_refunded",
        50000,
    )
    await refund(till, payment_id, None, key="r2")
    await till.run_errands()
    whole = await till.whole(placed)
    assert whole.order.payment_status == "refunded"
    assert whole.payments[0].amount_refunded == whole.order.total
    assert await till.value("SELECT count(*) FROM audit_log WHERE action = 'refund.granted'") == 2


async def test_the_same_key_refunds_once(till: Till):
    _, _, payment_id = await paid_order(till)
    first = await refund(till, payment_id, 50000)
    assert await refund(till, payment_id, 50000) == first
    await till.run_errands()
    assert till.gateway.calls["refund"] == 1


async def test_no_more_goes_back_than_came(till: Till):
    _, placed, payment_id = await paid_order(till)
    before = await till.fingerprint()
    for amount in (0, -1, placed.order.total + 1):
        with pytest.raises(RefundTooLarge):
            await refund(till, payment_id, amount)
    assert await till.fingerprint() == before
    await refund(till, payment_id, None)
    before = await till.fingerprint()
    with pytest.raises(NothingToRefund):
        await refund(till, payment_id, 1, key="r2")
    assert await till.fingerprint() == before


async def test_only_who_may_refund_refunds(till: Till):
    actor, _, payment_id = await paid_order(till)
    before = await till.fingerprint()
    with pytest.raises(Forbidden):
        async with till.database.transaction() as tx:
            await orders.refund_payment(tx, actor, payment_id, 1, reason="", key="k")
    other = await till.shopper(BINA)
    with pytest.raises(NotFound):
        async with till.database.transaction() as tx:
            await orders.refund_payment(tx, program("tests"), other.person, 1, reason="", key="k")
    assert await till.fingerprint() == before


async def test_a_lost_answer_to_a_refund_sends_no_second_one(till: Till):
    _, placed, payment_id = await paid_order(till)
    granted = await refund(till, payment_id, None)
    till.gateway.lossy.add("refund")
    with pytest.raises(GatewayDown):
        await till.run_errands()
    assert await refund_states(till) == ["granted"]
    till.gateway.lossy.clear()
    await orders.jobs.execute_refund(till.database, till.gateways, granted.id)
    assert await refund_states(till) == ["settled"]
    assert len(till.gateway.refunds) == 1
    assert (await till.whole(placed)).order.payment_status == "refunded"


async def test_a_refund_whose_job_gave_up_is_taken_up_again(till: Till):
    _, _, payment_id = await paid_order(till)
    await refund(till, payment_id, None)
    till.errands.waiting.clear()
    await till.later(minutes=16)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    await till.run_errands()
    assert await refund_states(till) == ["settled"]


async def test_a_refused_refund_is_reported_and_frees_its_sum(till: Till):
    _, placed, payment_id = await paid_order(till)
    await refund(till, payment_id, None)
    till.gateway.refusing.add("refund")
    await till.run_errands()
    assert await refund_states(till) == ["failed"]
    assert await till.value("SELECT last_error FROM refunds")
    assert (await till.whole(placed)).order.payment_status == "paid"
    till.gateway.refusing.clear()
    await refund(till, payment_id, None, key="r2")
    await till.run_errands()
    assert await refund_states(till) == ["failed", "settled"]


async def test_refused_keys_say_nothing_of_a_refund(till: Till):
    _, _, payment_id = await paid_order(till)
    granted = await refund(till, payment_id, None)
    till.gateway.refusing.add("refund")
    till.gateway.status = 401
    with pytest.raises(GatewayDown):
        await till.run_errands()
    assert await refund_states(till) == ["granted"]
    till.gateway.refusing.clear()
    await orders.jobs.execute_refund(till.database, till.gateways, granted.id)
    assert await refund_states(till) == ["settled"]


async def test_a_refund_that_failed_at_the_bank_leaves_the_order_paid(till: Till):
    _, placed, payment_id = await paid_order(till)
    await refund(till, payment_id, None)
    await till.run_errands()
    assert (await till.whole(placed)).order.payment_status == "refunded"
    ((refund_id, made),) = till.gateway.refunds.items()
    till.gateway.refunds[refund_id] = replace(made, state="failed")
    await till.settle(placed)
    assert await refund_states(till) == ["failed"]
    assert (await till.whole(placed)).order.payment_status == "paid"
    assert await till.value("SELECT refund_granted FROM payments") == 0


async def test_a_refund_made_at_the_gateway_is_followed(till: Till):
    _, placed, _ = await paid_order(till)
    (paid,) = till.gateway.payments
    await till.gateway.refund(AskingRefund(paid, 10000, "dashboard-1", receipt=""))
    await till.settle(placed)
    await till.settle(placed)
    assert (await till.whole(placed)).order.payment_status == "partially_refunded"
    assert await till.value("SELECT asked_by FROM refunds") == "gateway"
