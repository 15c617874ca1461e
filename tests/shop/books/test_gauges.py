"""The books as numbers for monitoring: silence, age, and what is open."""

from datetime import timedelta

import pytest

from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import books
from zahra.shop.orders import Placed

pytestmark = pytest.mark.anyio
SILENCE = "zahra_webhook_silence_seconds"


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def numbers(till: Till) -> dict[str, float]:
    async with till.database.snapshot() as snapshot:
        return {
            " ".join((each.name, *each.labels.values())): round(each.value)
            for each in await books.gauges(snapshot)
        }


async def paid(till: Till, *, is_told: bool) -> Placed:
    _, _, placed = await till.waiting_order()
    payment = till.pay(placed)
    if is_told:
        await till.ring("evt_1", placed, payment)
    await till.settle(placed)
    return placed


async def test_an_empty_shop_has_nothing_to_tell(till: Till):
    assert await numbers(till) == {}


async def test_a_gateway_that_tells_of_its_payments_is_not_silent(till: Till):
    await paid(till, is_told=True)
    assert await numbers(till) == {f"{SILENCE} razorpay": 0}
    await till.later(hours=5)
    assert await numbers(till) == {f"{SILENCE} razorpay": 0}, "nobody has paid since"


async def test_a_gateway_that_takes_payments_and_tells_of_none_is_silent(till: Till):
    await paid(till, is_told=False)
    assert await numbers(till) == {f"{SILENCE} razorpay": 24 * 3600}, "as long as we look back"
    await till.later(hours=25)
    assert await numbers(till) == {}, "there is nothing to tell of"


async def test_silence_begins_with_the_last_news(till: Till):
    placed = await paid(till, is_told=True)
    await till.later(hours=2)
    async with till.database.transaction() as tx:
        await tx.run("UPDATE payments SET captured_at = %(now)s", now=tx.now)
    assert await numbers(till) == {f"{SILENCE} razorpay": 7200}
    await till.ring("evt_2", placed, next(iter(till.gateway.payments)))
    assert await numbers(till) == {f"{SILENCE} razorpay": 0}


async def test_what_is_open_is_counted_by_kind_with_the_age_of_the_oldest(till: Till):
    await paid(till, is_told=True)
    await till.run_errands()
    await till.later(weeks=1)
    await books.jobs.note_mismatches(till.database)
    await till.later(days=3, hours=1)
    await books.jobs.see_the_doctor(till.database)
    told = await numbers(till)
    assert told == {
        "zahra_doctor_broken": 0,
        "zahra_doctor_age_seconds": 0,
        "zahra_exceptions_open not_settled": 1,
        "zahra_exceptions_oldest_days not_settled": 3,
    }
    till.database.ahead += timedelta(minutes=10)
    assert (await numbers(till))["zahra_doctor_age_seconds"] == 600
