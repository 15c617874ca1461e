"""What banks take back is in the books: listed until it is decided, settled, and no revenue."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.world.depot import Depot
from tests.world.quarrel import Quarrel
from tests.world.till import Till
from zahra.base.actors import program
from zahra.base.clock import ist_day
from zahra.base.db import Database
from zahra.shop import books
from zahra.shop.books import Flow, settlement_files
from zahra.shop.orders import Placed
from zahra.shop.payments import SettledFact

pytestmark = pytest.mark.anyio
BY = program("tests")
FEE, TAX = 7548, 1151


@pytest.fixture
def quarrel(database: Database) -> Quarrel:
    return Quarrel(Depot(Till(database)))


def line(entity_id: str, **changed: Any) -> SettledFact:
    usual: dict[str, Any] = {
        "kind": "adjustment",
        "entity_id": entity_id,
        "amount": 1000,
        "credit": 0,
        "debit": 1000,
        "fee": 0,
        "tax": 0,
        "settlement_id": "setl_1",
        "utr": "UTR0001",
        "settled_at": datetime.now(UTC),
        "dispute_id": "disp_1",
    }
    return SettledFact(**{**usual, **changed})


async def take(quarrel: Quarrel, *facts: SettledFact) -> books.Matching:
    async with quarrel.depot.till.database.transaction() as tx:
        return await books.take_statement(tx, BY, "razorpay", facts)


async def settled(quarrel: Quarrel, placed: Placed) -> None:
    """The payment itself is paid out."""
    total = placed.order.total
    paid = {"kind": "payment", "dispute_id": None, "debit": 0, "fee": FEE, "tax": TAX}
    await take(quarrel, line(quarrel.payment, amount=total, credit=total - FEE, **paid))


async def listed(quarrel: Quarrel) -> list[books.Discrepancy]:
    await books.jobs.note_mismatches(quarrel.depot.till.database)
    async with quarrel.depot.till.database.snapshot() as snapshot:
        return list(await books.exceptions(snapshot, BY))


async def kinds(quarrel: Quarrel) -> list[tuple[str, int | None]]:
    return [(each.kind.value, each.amount) for each in await listed(quarrel)]


async def revenue(quarrel: Quarrel) -> Flow:
    async with quarrel.depot.till.database.snapshot() as snapshot:
        today = ist_day(snapshot.now)
        (day,) = await books.revenue(snapshot, BY, today, today)
    return day.settled


async def test_an_open_dispute_is_listed_with_its_last_day_until_it_is_decided(quarrel: Quarrel):
    till = quarrel.depot.till
    _, placed = await quarrel.paid()
    now = await till.value("SELECT clock_timestamp() + interval '1 minute'")
    await quarrel.hear(placed, "open", respond_by=now + timedelta(days=3, hours=1))
    (entry,) = await listed(quarrel)
    (dispute,) = await quarrel.known()
    assert (entry.kind, entry.subject) == (books.DiscrepancyKind.DISPUTED, str(dispute.id))
    assert entry.amount == placed.order.total
    assert (entry.age_days(now), entry.days_left(now)) == (0, 3)
    late = now + timedelta(days=4)
    assert (entry.age_days(late), entry.days_left(late)) == (4, -1)
    await quarrel.hear(placed, "action_required", respond_by=now + timedelta(days=9, hours=1))
    (again,) = await listed(quarrel)
    assert (again.id, again.days_left(now)) == (entry.id, 9), "the bank gives longer"
    await quarrel.hear(placed, "won")
    assert await listed(quarrel) == []


async def test_what_is_lost_is_no_settled_revenue_whether_or_not_the_gateway_has_said_so(
    quarrel: Quarrel,
):
    _, placed = await quarrel.paid()
    total = placed.order.total
    await quarrel.hear(placed, "open", amount=1000)
    await quarrel.hear(placed, "lost", amount=1000)
    assert await revenue(quarrel) == Flow(0, 0), "it was never settled"
    await settled(quarrel, placed)
    assert await revenue(quarrel) == Flow(total - FEE, 1000)
    matching = await take(quarrel, line("adj_1"))
    assert (matching.new, matching.unknown) == (1, 0)
    assert await revenue(quarrel) == Flow(total - FEE, 1000), "counted once"
    await quarrel.depot.till.later(weeks=1)
    assert await kinds(quarrel) == []


async def test_a_deduction_that_is_missing_or_of_another_amount_is_listed(quarrel: Quarrel):
    _, placed = await quarrel.paid()
    await settled(quarrel, placed)
    await quarrel.hear(placed, "lost", amount=1000)
    assert await kinds(quarrel) == [], "it has three bank days"
    await quarrel.depot.till.later(weeks=1)
    assert await kinds(quarrel) == [("dispute_differs", 1000)]
    await take(quarrel, line("adj_1", amount=900, debit=900))
    await books.jobs.note_mismatches(quarrel.depot.till.database)
    wrong = "SELECT array_agg(amount) FROM discrepancies WHERE closed_at IS NULL"
    assert await quarrel.depot.value(wrong) == [1000]
    await take(quarrel, line("adj_2", amount=100, debit=100))
    assert await kinds(quarrel) == []


async def test_what_was_taken_for_a_dispute_that_was_won_is_missed_until_it_is_back(
    quarrel: Quarrel,
):
    _, placed = await quarrel.paid()
    await settled(quarrel, placed)
    await quarrel.hear(placed, "won", amount=1000)
    await take(quarrel, line("adj_1"))
    await quarrel.depot.till.later(weeks=1)
    assert await kinds(quarrel) == [("dispute_differs", -1000)]
    await take(quarrel, line("adj_2", debit=0, credit=1000))
    assert await kinds(quarrel) == []


async def test_an_adjustment_for_a_dispute_nobody_knows_is_listed_until_it_is_known(
    quarrel: Quarrel,
):
    _, placed = await quarrel.paid()
    assert (await take(quarrel, line("adj_1"))).unknown == 1
    assert await kinds(quarrel) == [("unknown_payment", 1000)]
    await quarrel.hear(placed, "lost", amount=1000)
    await take(quarrel)
    assert await kinds(quarrel) == []


async def test_what_had_been_given_back_and_was_lost_as_well_is_listed(quarrel: Quarrel):
    _, placed = await quarrel.paid()
    await quarrel.refund(placed)
    await quarrel.depot.till.run_errands()
    await quarrel.hear(placed, "lost", amount=1000)
    assert await kinds(quarrel) == [("dispute_differs", 1000)]
    assert await quarrel.broken() == []


async def test_a_settlement_file_may_name_disputes():
    head = ",".join((*settlement_files.COLUMNS, "dispute_id"))
    text = f"{head}\nadjustment,adj_1,10.00,0,10.00,0,0,setl_1,,24/11/2026,disp_1\n"
    (item,) = books.items_in(text)
    assert (item.kind, item.dispute_id, item.debit) == ("adjustment", "disp_1", 1000)
    assert item.settled_at.date() == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (
            "UPDATE payments SET is_disputed = true",
            "A payment knows whether it is disputed, and what of it was lost",
        ),
        (
            "UPDATE payments SET lost = 1",
            "A payment knows whether it is disputed, and what of it was lost",
        ),
        (
            "UPDATE disputes SET order_id = gen_random_uuid()",
            "A dispute is of a captured payment of its own order and gateway",
        ),
        (
            "UPDATE refunds SET destination = 'payout'",
            "No refund of a disputed payment went another way while its bank was deciding",
        ),
    ],
)
async def test_the_doctor_names_what_is_wrong_with_disputes(
    quarrel: Quarrel, wrong: str, rule: str
):
    actor, placed = await quarrel.paid()
    await quarrel.hear(placed, "open")
    await quarrel.depot.cancel(actor, placed, 1)
    await quarrel.hear(placed, "won")
    assert await quarrel.broken() == []
    async with quarrel.depot.till.database.transaction() as tx:
        await tx.run(wrong)
    assert rule in await quarrel.broken()
