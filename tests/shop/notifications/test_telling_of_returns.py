"""What buyers are told of their returns."""

import pytest

from tests.world.returning import STAFF, Counter, delivered
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import returns
from zahra.web.storefront.describing_refunds import refund_lines

pytestmark = pytest.mark.anyio


@pytest.fixture
async def counter(database: Database) -> Counter:
    found = await delivered(Till(database), qty=1)
    await found.till.run_errands()
    found.till.postbox.messages.clear()
    return found


async def texts(counter: Counter) -> list[str]:
    """The SMS that came since it was last looked, each without its link."""
    await counter.till.run_errands()
    said = [message.text.partition(" Details:")[0] for message in counter.till.postbox.messages]
    counter.till.postbox.messages.clear()
    return said


async def test_every_step_that_means_something_is_told_once(counter: Counter):
    given = await counter.ask(1)
    assert await texts(counter) == [f"Your Zahra return {given.number} is now asked for."]
    await counter.come_back(given)
    assert await texts(counter) == [
        f"Your Zahra return {given.number} is now approved.",
        f"Your Zahra return {given.number} is now to be picked up.",
        f"Your Zahra return {given.number} is now with us.",
        f"Your Zahra return {given.number} is settled. Money back: Rs 1,599.",
    ]


async def test_what_is_settled_names_the_day_that_the_returns_page_names(counter: Counter):
    async with counter.till.database.transaction() as tx:
        await tx.run("UPDATE orders SET email = 'asha@example.com'")
    given = await counter.ask(1)
    await counter.come_back(given)
    await counter.till.run_errands()
    (line,) = refund_lines((await counter.order()).refunds, {})
    by = line.note.removesuffix(".").rpartition("by ")[2]
    letter = next(m for m in counter.till.postbox.messages if "is settled" in m.text and m.subject)
    assert f"₹1,599 goes back to you. Your bank has it by {by} 20" in letter.text


async def test_a_decline_tells_why(counter: Counter):
    given = await counter.ask(1)
    async with counter.till.database.transaction() as tx:
        await tx.run("UPDATE orders SET email = 'asha@example.com'")
        await returns.decline_return(tx, STAFF, given.id, reason="The tags are off.")
    await counter.till.run_errands()
    letter = next(m for m in counter.till.postbox.messages if "declined" in m.text and m.subject)
    assert "The tags are off." in letter.text
    assert f"/account/returns/{given.number}" in letter.text
