"""The bank's own number of a refund: its owner finds the money by it, whenever it comes."""

from dataclasses import replace

import pytest

from tests.shop.orders.test_redirecting import CREDIT, cancel, paid, redirect, refused
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop.orders import RefundSeen
from zahra.shop.payments import Destination, Purpose, RefundState

pytestmark = pytest.mark.anyio
PRICE = 159900
ARN = "074512345678"


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def test_a_banks_number_may_come_after_the_refund_and_never_goes(till: Till):
    _, placed = await paid(till, qty=2)
    await cancel(till, placed, key="one")
    (back,) = (await till.whole(placed)).refunds
    assert (back.state, back.reference) == (RefundState.SETTLED, None)
    (fact,) = till.gateway.refunds.values()
    till.gateway.refunds[fact.id] = replace(fact, reference=ARN)
    await till.settle(placed)
    (named,) = (await till.whole(placed)).refunds
    assert named == replace(back, reference=ARN)
    till.gateway.refunds[fact.id] = fact
    await till.settle(placed)
    assert (await till.whole(placed)).refunds == (named,)


async def test_an_owner_sees_how_much_goes_where_of_which_decision(till: Till):
    _, placed = await paid(till, qty=2)
    await cancel(till, placed, key="one")
    whole = await till.whole(placed)
    (back,), (decision,) = whole.refunds, whole.givebacks
    assert back == RefundSeen(
        id=back.id,
        giveback_id=decision.id,
        amount=PRICE,
        state=RefundState.SETTLED,
        destination=Destination.SOURCE,
        purpose=Purpose.ORDER,
        method="upi",
        payout=None,
        account=None,
        reference=None,
        created_at=decision.created_at,
        settled_at=back.settled_at,
    )
    assert back.settled_at is not None


async def test_a_refund_that_went_another_way_is_seen_as_that_alone(till: Till):
    _, placed = await paid(till)
    await redirect(till, await refused(till, placed), CREDIT)
    (back,) = (await till.whole(placed)).refunds
    assert (back.amount, back.destination) == (PRICE, Destination.STORE_CREDIT)
