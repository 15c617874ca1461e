"""Payouts are taken in line by line, matched, and what does not match is listed until it does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.world.till import Till
from zahra.base.actors import Actor, Kind, Permission, program
from zahra.base.clock import ist_day
from zahra.base.db import Database
from zahra.base.errors import Forbidden, Invalid
from zahra.shop import books, orders, payments
from zahra.shop.books import DiscrepancyKind
from zahra.shop.orders import Placed
from zahra.shop.payments import GatewayOrder, SettledFact

pytestmark = pytest.mark.anyio
CLERK = Actor(
    Kind.STAFF,
    name="Sam",
    permissions=frozenset({Permission.FINANCE_READ, Permission.FINANCE_WRITE}),
)
BY = program("tests")
AMOUNT, FEE, TAX = 319800, 7548, 1151  # two kurtas; 2 % and 18 % of it
FRIDAY = datetime(2027, 6, 11, 6, 30, tzinfo=UTC)


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def paid_order(till: Till) -> tuple[Placed, str]:
    _, _, placed = await till.waiting_order()
    paid = till.pay(placed)
    await till.settle(placed)
    await till.run_errands()
    return placed, paid


def line(paid: str, **changed: Any) -> SettledFact:
    usual: dict[str, Any] = {
        "kind": "payment",
        "entity_id": paid,
        "amount": AMOUNT,
        "credit": AMOUNT - FEE,
        "debit": 0,
        "fee": FEE,
        "tax": TAX,
        "settlement_id": "setl_1",
        "utr": "UTR0001",
        "settled_at": datetime.now(UTC),
    }
    return SettledFact(**{**usual, **changed})


async def take(till: Till, *facts: SettledFact) -> books.Matching:
    async with till.database.transaction() as tx:
        return await books.take_statement(tx, BY, "razorpay", facts)


async def sweep(till: Till) -> None:
    await books.jobs.note_mismatches(till.database)


async def refunded(till: Till, placed: Placed, amount: int) -> str:
    """Part of the order's money goes back; the refund's id at the gateway."""
    async with till.database.transaction() as tx:
        (payment,) = await payments.payments_of_order(tx, placed.order.id)
        refund = await payments.grant_refund(
            tx, payment, amount, reason="test", key=f"k{amount}", asked_by="test"
        )
        await tx.defer(orders.jobs.execute_refund, refund_id=refund.id)
    await till.run_errands()
    return list(till.gateway.refunds)[-1]


async def open_ones(till: Till) -> list[tuple[str, str, int | None]]:
    async with till.database.snapshot() as snapshot:
        found = await books.exceptions(snapshot, CLERK)
    return [(each.kind.value, each.subject, each.amount) for each in found]


async def test_a_line_is_taken_once_and_matched_with_its_payment(till: Till):
    _, paid = await paid_order(till)
    assert await take(till, line(paid)) == books.Matching(lines=1, new=1, unknown=0)
    assert await take(till, line(paid)) == books.Matching(lines=1, new=0, unknown=0)
    async with till.database.snapshot() as snapshot:
        today = ist_day(snapshot.now)
        [payout] = await books.settlements(snapshot, CLERK, today, today)
    assert (payout.items, payout.unknown, payout.utr) == (1, 0, "UTR0001")
    assert (payout.amount, payout.fee, payout.tax) == (AMOUNT - FEE, FEE, TAX)
    await sweep(till)
    assert await open_ones(till) == []


async def test_money_not_paid_out_by_the_third_bank_day_is_listed_until_it_is(till: Till):
    till.database.ahead = FRIDAY - datetime.now(UTC)
    _, paid = await paid_order(till)
    payment = str(await till.value("SELECT id FROM payments"))
    await till.later(days=5)
    await sweep(till)
    assert await open_ones(till) == [], "Wednesday, the third day at which banks work, is not over"
    await till.later(days=1)
    await sweep(till)
    await sweep(till)
    assert await open_ones(till) == [("not_settled", payment, AMOUNT)], "opened once"
    await take(till, line(paid))
    await sweep(till)
    assert await open_ones(till) == []
    assert await till.value("SELECT closed_by FROM discrepancies") == "the books"


async def test_a_payout_of_another_amount_than_captured_less_fee_is_listed(till: Till):
    _, paid = await paid_order(till)
    await take(till, line(paid, credit=AMOUNT - FEE - 1))
    await sweep(till)
    assert await open_ones(till) == [("settled_wrongly", paid, AMOUNT - FEE - 1)]


async def test_a_refund_taken_out_of_a_payout_with_its_fee_matches_and_another_sum_is_listed(
    till: Till,
):
    placed, paid = await paid_order(till)
    refund = await refunded(till, placed, 100000)
    taken = {"kind": "refund", "entity_id": refund, "amount": 100000, "credit": 0}
    await take(till, line(paid), line(paid, **taken, debit=100590, fee=590, tax=90))
    await sweep(till)
    assert await open_ones(till) == []
    odd = {"settlement_id": "setl_2", "fee": 0, "tax": 0}
    other = await refunded(till, placed, 50000)
    await take(till, line(paid, **taken | odd | {"entity_id": other}, debit=50000))
    await sweep(till)
    assert await open_ones(till) == [("settled_wrongly", other, -50000)], "it says 1000 rupees"


async def test_what_a_gateway_takes_for_reasons_of_its_own_is_listed_until_explained(till: Till):
    taken = {"kind": "adjustment", "amount": 50000, "credit": 0, "fee": 0, "tax": 0}
    assert (await take(till, line("adj_1", **taken, debit=50000))).unknown == 0
    await sweep(till)
    assert await open_ones(till) == [("settled_wrongly", "adj_1", -50000)]


async def test_a_line_told_again_with_another_amount_stands_as_it_was_first_and_is_reported(
    till: Till,
):
    _, paid = await paid_order(till)
    first = line(paid, utr=None)
    assert (await take(till, first)).changed == 0
    assert await till.value("SELECT utr FROM settlements") is None
    for wrong in ({"credit": AMOUNT}, {"settlement_id": "setl_2"}, {"fee": 0, "tax": 0}):
        told = await take(till, line(paid, **wrong))
        assert told == books.Matching(lines=1, new=0, unknown=0, changed=1)
    twice = await take(till, line("pay_new"), line("pay_new", credit=1))
    assert twice == books.Matching(lines=2, new=1, unknown=1, changed=1)
    told = "SELECT credit FROM settlement_items WHERE entity_id = %(id)s"
    assert await till.value(told, id=paid) == AMOUNT - FEE
    known = "SELECT utr FROM settlements WHERE provider_settlement_id = 'setl_1'"
    assert await till.value(known) == "UTR0001", "which a later file told"
    await take(till, line(paid, utr="UTR9999"))
    assert await till.value(known) == "UTR0001"


async def test_a_payout_of_an_unknown_payment_is_listed_until_it_is_known(till: Till):
    _, _, placed = await till.waiting_order()
    paid = till.pay(placed)
    assert (await take(till, line(paid))).unknown == 1
    await sweep(till)
    assert await open_ones(till) == [("unknown_payment", paid, AMOUNT)]
    await till.settle(placed)
    await take(till)
    await sweep(till)
    assert await open_ones(till) == []


async def test_what_somebody_has_explained_stays_closed_while_its_amount_is_the_same(till: Till):
    _, paid = await paid_order(till)
    await take(till, line(paid, credit=AMOUNT - FEE - 1))
    await sweep(till)
    async with till.database.transaction() as tx:
        [found] = await books.exceptions(tx, CLERK)
        with pytest.raises(Invalid):
            await books.explain_exception(tx, CLERK, found.id, "  ")
        closed = await books.explain_exception(tx, CLERK, found.id, "the bank took a paisa")
    assert (closed.closed_by, closed.note) == ("Sam", "the bank took a paisa")
    await sweep(till)
    assert await open_ones(till) == []
    with pytest.raises(books.AlreadyClosed):
        async with till.database.transaction() as tx:
            await books.explain_exception(tx, CLERK, found.id, "again")
    audited = "SELECT count(*) FROM audit_log WHERE action = 'exception.explained'"
    assert await till.value(audited) == 1


async def test_quarantined_money_and_what_the_doctor_found_are_listed(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed, amount=1)
    await till.settle(placed)
    async with till.database.transaction() as tx:
        await tx.run("UPDATE stock_levels SET unavailable = unavailable + 1")
    await books.jobs.see_the_doctor(till.database)
    await sweep(till)
    rule = "Stock on hand, kept back and promised is the sum of its ledger"
    kinds = {kind: subject for kind, subject, _ in await open_ones(till)}
    assert kinds[DiscrepancyKind.BROKEN_RULE.value] == rule
    assert kinds[DiscrepancyKind.QUARANTINED.value] == str(
        await till.value("SELECT id FROM payments")
    )


async def test_nobody_without_the_permission_sees_or_takes_anything(till: Till):
    viewer = Actor(Kind.STAFF, name="Vi", permissions=frozenset({Permission.ORDERS_READ}))
    async with till.database.transaction() as tx:
        today = ist_day(tx.now)
        for asked in (
            books.exceptions(tx, viewer),
            books.latest_run(tx, viewer),
            books.settlements(tx, viewer, today, today),
            books.revenue(tx, viewer, today, today),
            books.take_statement(tx, viewer, "razorpay", ()),
        ):
            with pytest.raises(Forbidden):
                await asked


async def test_a_payment_no_webhook_told_of_is_found_by_comparing(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed)
    till.gateway.orders["order_of_another"] = GatewayOrder(
        "order_of_another", 500, "INR", "created"
    )
    till.gateway.pay("order_of_another", id="pay_of_another")
    await books.jobs.compare_payments(till.database, till.gateways)
    assert (await till.whole(placed)).order.is_placed
    assert await open_ones(till) == [("unknown_payment", "pay_of_another", 500)]
    await till.later(hours=1)
    await sweep(till)
    assert len(await open_ones(till)) == 1, "it stays until it is known"


async def test_the_daily_reconciliation_asks_for_the_last_days(till: Till):
    _, paid = await paid_order(till)
    async with till.database.snapshot() as snapshot:
        today = ist_day(snapshot.now)
    till.gateway.payouts[today - timedelta(days=2)] = (line(paid),)
    await books.jobs.reconcile_settlements(till.database, till.gateways)
    assert await till.value("SELECT payment_id IS NOT NULL FROM settlement_items")
