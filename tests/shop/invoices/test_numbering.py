"""Numbers without a gap and without a duplicate, whatever fails and whoever comes at once."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.errors import CheckViolation, UniqueViolation

from tests.world.papers import SELLER, a_billing
from zahra.base.clock import IST, ist_day
from zahra.base.db import Database, Rank, Transaction
from zahra.base.db.lockorder import LockOrderBroken
from zahra.shop import invoices
from zahra.shop.invoices.issuing import next_number
from zahra.shop.invoices.rules import fiscal_year, number_of

pytestmark = pytest.mark.anyio
TRIES = 120
Take = Callable[[Transaction], Awaitable[int]]


class GivenUp(Exception):
    """A transaction that was going to number something and failed afterwards."""


async def a_rush(database: Database, take: Take) -> list[int]:
    """Numbers that stood in the end, of `TRIES` transactions of which 30 % roll back."""
    fate, doors = random.Random(4711), asyncio.Semaphore(5)
    kept: list[int] = []

    async def one(*, fails: bool) -> None:
        async with doors, database.transaction() as tx:
            number = await take(tx)
            await asyncio.sleep(0)
            if fails:
                raise GivenUp
        kept.append(number)

    fates = [fate.random() < 0.3 for _ in range(TRIES)]
    came = await asyncio.gather(*(one(fails=fails) for fails in fates), return_exceptions=True)
    other = [each for each in came if each is not None and not isinstance(each, GivenUp)]
    assert not other, other
    assert 20 < sum(fates) < 60
    return sorted(kept)


async def issued(tx: Transaction) -> int:
    return (await invoices.issue_invoice(tx, a_billing())).serial


async def of_a_sequence(tx: Transaction) -> int:
    return await tx.value("SELECT nextval('twin_numbers')")


async def highest_plus_one(tx: Transaction) -> int:
    await asyncio.sleep(0.002)
    return await tx.value(
        "INSERT INTO twin_documents SELECT coalesce(max(n), 0) + 1 FROM twin_documents RETURNING n"
    )


async def test_numbers_have_no_gap_though_a_third_of_the_transactions_roll_back(pooled: Database):
    serials = await a_rush(pooled, issued)
    assert serials == list(range(1, len(serials) + 1))
    assert len(serials) < TRIES
    async with pooled.snapshot() as snapshot:
        assert await snapshot.values("SELECT serial FROM invoices ORDER BY serial") == serials
        assert await snapshot.value("SELECT last FROM invoice_counters") == len(serials)


async def test_a_sequence_would_leave_gaps(pooled: Database):
    """The positive control: the same rush over a sequence."""
    async with pooled.transaction() as tx:
        await tx.run("CREATE SEQUENCE twin_numbers")
    serials = await a_rush(pooled, of_a_sequence)
    assert serials != list(range(1, len(serials) + 1))


async def test_the_highest_plus_one_would_be_taken_twice(pooled: Database):
    """The other positive control: what shops do that have neither."""
    async with pooled.transaction() as tx:
        await tx.run("CREATE TABLE twin_documents (n int)")
    serials = await a_rush(pooled, highest_plus_one)
    assert len(set(serials)) < len(serials)


async def test_who_numbers_second_waits_for_the_first_to_end(pooled: Database):
    waits = "SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0"
    second: asyncio.Task[int] | None = None
    with suppress(GivenUp):
        async with pooled.transaction() as first:
            assert await issued(first) == 1
            second = asyncio.create_task(pooled.run(issued))
            async with asyncio.timeout(5), pooled.snapshot() as snapshot:
                while not await snapshot.value(waits):
                    await asyncio.sleep(0.01)
            raise GivenUp
    assert second is not None
    assert await second == 1


def until_midnight(now: datetime) -> timedelta:
    """From now to one second before the next fiscal year begins in India."""
    today = ist_day(now)
    year = today.year + (today.month > 3)
    return datetime(year, 3, 31, 23, 59, 59, tzinfo=IST) - now


async def test_a_new_fiscal_year_begins_at_midnight_in_india(pooled: Database):
    pooled.ahead = until_midnight(datetime.now(UTC)) - timedelta(seconds=5)
    async with pooled.transaction() as tx:
        old = await invoices.issue_invoice(tx, a_billing())
    pooled.ahead += timedelta(seconds=10)
    async with pooled.transaction() as tx:
        new = await invoices.issue_invoice(tx, a_billing())
        again = await invoices.issue_invoice(tx, a_billing())
    year = old.dated.year % 100
    assert (old.dated.month, old.dated.day) == (3, 31)
    assert (new.dated.month, new.dated.day) == (4, 1)
    assert old.number == f"ZAH/{year - 1}-{year}/000001"
    assert new.number == f"ZAH/{year}-{year + 1}/000001"
    assert again.number == f"ZAH/{year}-{year + 1}/000002"
    assert new.issued_at.astimezone(UTC).day == 31  # it is still March in Greenwich


async def test_dates_never_go_back_inside_a_series(pooled: Database):
    """Who opened before midnight and numbers after somebody who opened later gets their date."""
    pooled.ahead = until_midnight(datetime.now(UTC)) + timedelta(days=100)
    async with pooled.transaction() as early:
        today = ist_day(early.now)
        pooled.ahead += timedelta(days=1)
        async with pooled.transaction() as late:
            second = await next_number(late, SELLER.gstin, "ZZZ")
        first = await next_number(early, SELLER.gstin, "ZZZ")
    assert (second.serial, second.dated) == (1, today + timedelta(days=1))
    assert (first.serial, first.dated) == (2, today + timedelta(days=1))


async def test_every_registration_and_every_prefix_has_a_series_of_its_own(tx: Transaction):
    mumbai = replace(SELLER, gstin="27AAPFU0939F1ZV", state_code="27")
    other = replace(SELLER, series="ZB")
    numbers = [
        (await invoices.issue_invoice(tx, a_billing(seller=seller))).number
        for seller in (SELLER, mumbai, other, SELLER)
    ]
    year = fiscal_year(ist_day(tx.now))
    expected = [f"ZAH/{year}/000001"] * 2 + [f"ZB/{year}/000001", f"ZAH/{year}/000002"]
    assert numbers == expected


async def test_a_shop_in_ladakh_can_invoice(tx: Transaction):
    """A well-known library refuses its GSTINs; UTGST is levied there."""
    leh = replace(SELLER, gstin="38AAEFZ2607Q1ZI", state_code="38")
    to = replace(a_billing().buyer, state="Ladakh", state_code="38", city="Leh", pincode="194101")
    invoice = await invoices.issue_invoice(tx, a_billing(seller=leh, to=to))
    taxes = (invoice.taxable, invoice.cgst, invoice.sgst, invoice.utgst, invoice.igst)
    assert (invoice.gstin, *taxes) == ("38AAEFZ2607Q1ZI", 783494, 38003, 0, 38003, 0)


async def test_a_shipment_is_invoiced_once(tx: Transaction):
    billing = a_billing()
    first = await invoices.issue_invoice(tx, billing)
    assert (await invoices.issue_invoice(tx, billing)).id == first.id
    assert await tx.value("SELECT last FROM invoice_counters") == 1


async def test_a_piece_is_on_one_invoice_only(tx: Transaction):
    billing = a_billing()
    await invoices.issue_invoice(tx, billing)
    again = replace(billing, shipment_id=a_billing().shipment_id)
    with pytest.raises(UniqueViolation, match="invoice_pieces_one_at_a_time"):
        async with tx.savepoint():
            await invoices.issue_invoice(tx, again)
    assert await tx.value("SELECT last FROM invoice_counters") == 1


async def test_the_counter_is_locked_last_of_all(tx: Transaction):
    await invoices.issue_invoice(tx, a_billing())
    with pytest.raises(LockOrderBroken):
        tx.locking(Rank.ORDER)


async def test_a_series_that_is_full_refuses_by_name(tx: Transaction):
    first = await next_number(tx, SELLER.gstin, "ZAH")
    await tx.run("UPDATE invoice_counters SET last = 999998")
    assert (await next_number(tx, SELLER.gstin, "ZAH")).number.endswith("/999999")
    with pytest.raises(invoices.SeriesFull):
        await next_number(tx, SELLER.gstin, "ZAH")
    assert first.serial == 1


async def test_the_database_refuses_a_fiscal_year_that_the_date_is_not_of(tx: Transaction):
    invoice = await invoices.issue_invoice(tx, a_billing())
    with pytest.raises(CheckViolation, match="invoices_fiscal_year"):
        async with tx.savepoint():
            await tx.run(
                """
                INSERT INTO invoices SELECT (jsonb_populate_record(i, '{
                    "id": "01a20492-0000-7000-8000-000000000001", "serial": 9, "number": "ZAH/9",
                    "shipment_id": "01a20492-0000-7000-8000-000000000002",
                    "fiscal_year": "11-12"}')).* FROM invoices i WHERE id = %(id)s
                """,
                id=invoice.id,
            )


@given(st.dates(date(2025, 4, 1), date(2099, 12, 31)), st.integers(1, 999_999))
def test_a_number_has_at_most_sixteen_of_the_letters_the_law_allows(day: date, serial: int):
    number = number_of("ZAH", fiscal_year(day), serial)
    assert len(number) == 16
    assert set(number) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-")
