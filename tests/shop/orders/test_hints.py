"""News that nobody signed: it makes us ask about what is ours, and is nothing otherwise."""

import pytest

from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import orders
from zahra.shop.payments import EventFact

pytestmark = pytest.mark.anyio


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def hint(till: Till, payment_id: str, *, is_signed: bool = False) -> None:
    """Somebody says that a refund of this payment has moved."""
    fact = EventFact(f"{payment_id}:1", "refund.status", None, payment_id, "1", is_signed)
    async with till.database.transaction() as tx:
        await orders.receive_event(tx, "razorpay", b"action=refund", fact)


async def filed(till: Till) -> int:
    return await till.value("SELECT count(*) FROM provider_events")


async def test_a_hint_about_a_payment_of_ours_is_filed_once_and_only_makes_us_ask(till: Till):
    _, _, placed = await till.waiting_order()
    payment_id = till.pay(placed)
    await till.settle(placed)
    await till.run_errands()
    asked = till.gateway.calls["truth_of"]
    for _ in range(2):
        await hint(till, payment_id)
    await till.run_errands()
    assert await filed(till) == 1
    assert till.gateway.calls["truth_of"] == asked + 1
    (paid,) = (await till.whole(placed)).payments
    assert (paid.status, paid.amount_refunded) == ("captured", 0)


async def test_a_hint_about_nothing_of_ours_is_kept_nowhere(till: Till):
    await till.waiting_order()
    await till.run_errands()
    before = await till.fingerprint()
    await hint(till, "403993715000000001")
    assert (await filed(till), till.errands.waiting) == (0, [])
    assert await till.fingerprint() == before


async def test_signed_news_about_nothing_we_know_yet_is_kept(till: Till):
    await hint(till, "403993715000000001", is_signed=True)
    assert await filed(till) == 1
