"""What its buyer has is invoiced again where its invoice counts for nothing, and only that is."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from psycopg.errors import UniqueViolation

from tests.world.depot import ON_THE_WAY, Depot
from tests.world.till import Till
from zahra.base import audit, ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database
from zahra.base.errors import Forbidden, StepUpRequired
from zahra.shop import books, invoices, orders, payments
from zahra.shop.invoices import Invoice
from zahra.shop.orders import Placed
from zahra.shop.shipping import Shipment, ShipmentState

pytestmark = pytest.mark.anyio
S = ShipmentState
P = Permission
COLUMNS = ("taxable", "cgst", "sgst", "utgst", "igst", "total", "place_of_supply", "shipment_id")


OTHERWISE = {
    "invoices_replaced_once": """
        INSERT INTO invoices SELECT (jsonb_populate_record(i, jsonb_build_object(
            'id', gen_random_uuid(), 'serial', 9, 'number', 'ZAH/26-27/000009'))).*
        FROM invoices i WHERE replaces_id IS NOT NULL
        """,
    "invoice_pieces_one_at_a_time": """
        INSERT INTO invoice_pieces SELECT (jsonb_populate_record(p, jsonb_build_object(
            'invoice_id', gen_random_uuid()))).*
        FROM invoice_pieces p WHERE replaces_id IS NULL
        """,
}


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


def keeper(database: Database, *may: Permission) -> Actor:
    wanted = frozenset(may or (P.FINANCE_WRITE, P.REFUNDS_CREATE))
    return Actor(Kind.STAFF, ids.new(), ids.new(), "meera", wanted, proven_at=database.now)


async def papers(depot: Depot, placed: Placed) -> tuple[Invoice, ...]:
    async with depot.till.database.snapshot() as snapshot:
        return await invoices.invoices_of(snapshot, placed.order.id)


async def void(depot: Depot, invoice: Invoice) -> None:
    async with depot.till.database.transaction() as tx:
        by = keeper(depot.till.database)
        await invoices.void_invoice(tx, by, invoice.id, reason="another name on it")


async def again(depot: Depot, invoice: Invoice, by: Actor | None = None) -> Invoice:
    async with depot.till.database.transaction() as tx:
        return await orders.invoice_again(tx, by or keeper(depot.till.database), invoice.id)


async def broken(depot: Depot) -> list[str]:
    async with depot.till.database.agreeing() as snapshot:
        return [finding.name for finding in (await books.examine(snapshot)).broken]


async def found_again(depot: Depot) -> tuple[Placed, Shipment, Invoice]:
    """Two kurtas to be paid at the door, lost, credited, and delivered for cash after all."""
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, S.IN_TRANSIT, S.LOST)
    await depot.tell(parcel, S.DELIVERED)
    first, _ = await papers(depot, placed)
    return placed, parcel, first


async def cash_back(depot: Depot, placed: Placed, amount: int | None, *, key: str) -> None:
    """Finance gives cash back that was set aside."""
    async with depot.till.database.transaction() as tx:
        (cash,) = await payments.payments_of_order(tx, placed.order.id)
        by = keeper(depot.till.database)
        await orders.refund_payment(tx, by, cash.id, amount, reason="sent back", key=key)


def columns(invoice: Invoice) -> dict[str, object]:
    return {name: value for name, value in asdict(invoice).items() if name in COLUMNS}


async def test_goods_without_an_invoice_that_counts_are_on_the_doctors_list(depot: Depot):
    _, _, placed = await depot.paid()
    await depot.sent(placed)
    (first,) = await papers(depot, placed)
    assert await broken(depot) == []
    await void(depot, first)
    assert await broken(depot) == [
        "What left and was not given back stands on one invoice that counts"
    ]
    await again(depot, first)
    assert await broken(depot) == []


async def test_in_the_place_of_a_voided_one_comes_the_same_with_the_next_number(depot: Depot):
    _, _, placed = await depot.paid()
    await depot.sent(placed)
    (first,) = await papers(depot, placed)
    await void(depot, first)
    second = await again(depot, first)
    assert (second.serial, second.replaces_id) == (first.serial + 1, first.id)
    assert columns(second) == columns(first)
    async with depot.till.database.snapshot() as snapshot:
        old = (await invoices.printed(snapshot, placed.order.id, first.id)).snapshot
        new = (await invoices.printed(snapshot, placed.order.id, second.id)).snapshot
    assert new["replaces"] == {"number": first.number, "date": first.dated.isoformat()}
    own = {"number", "date", "replaces"}
    assert {k: v for k, v in new.items() if k not in own} == {
        k: v for k, v in old.items() if k not in own
    }


async def test_it_is_issued_again_once_and_written_down_once(depot: Depot):
    _, _, placed = await depot.paid()
    await depot.sent(placed)
    (first,) = await papers(depot, placed)
    await void(depot, first)
    second = await again(depot, first)
    assert (await again(depot, first)).id == second.id
    assert [each.id for each in await papers(depot, placed)] == [first.id, second.id]
    async with depot.till.database.transaction() as tx:
        (entry,) = await audit.entries(tx, audit.Asked(action="invoice.again"))
    assert (entry.subject, entry.detail) == (
        f"invoice:{second.number}",
        {"instead_of": first.number},
    )


async def test_what_comes_back_is_credited_on_the_invoice_that_counts(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    (first,) = await papers(depot, placed)
    await void(depot, first)
    second = await again(depot, first)
    await depot.tell(parcel, S.UNDELIVERED, S.RTO_INITIATED)
    await depot.take_in(parcel, good=2)
    note = (await papers(depot, placed))[-1]
    assert (note.original_id, note.total) == (second.id, second.total)
    assert await broken(depot) == []


async def test_what_comes_back_while_its_invoice_is_void_needs_no_note_and_no_invoice(
    depot: Depot,
):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    (first,) = await papers(depot, placed)
    await void(depot, first)
    await depot.tell(parcel, S.UNDELIVERED, S.RTO_INITIATED)
    await depot.take_in(parcel, good=2)
    assert await depot.documents(placed) == [("invoice", first.total)]
    assert await broken(depot) == []
    with pytest.raises(invoices.StillCounts):
        await again(depot, first)


async def test_a_parcel_found_again_is_invoiced_again_when_its_buyer_keeps_it(depot: Depot):
    placed, _, first = await found_again(depot)
    second = await again(depot, first)
    total = first.total
    assert columns(second) == columns(first)
    assert await depot.documents(placed) == [
        ("invoice", total),
        ("credit_note", total),
        ("invoice", total),
    ]
    assert await depot.tenders(placed) == {"quarantined": (total, 0, 0)}
    assert await broken(depot) == []


async def test_cash_that_goes_back_takes_the_second_invoice_with_it(depot: Depot):
    placed, _, first = await found_again(depot)
    second = await again(depot, first)
    await cash_back(depot, placed, 100, key="a")
    assert len(await papers(depot, placed)) == 3
    await cash_back(depot, placed, None, key="b")
    note = (await papers(depot, placed))[-1]
    assert (note.original_id, note.total) == (second.id, second.total)
    assert len(await papers(depot, placed)) == 4
    assert await broken(depot) == []


async def test_cash_that_goes_back_needs_no_note_where_nothing_was_invoiced_again(depot: Depot):
    placed, _, _ = await found_again(depot)
    await cash_back(depot, placed, None, key="a")
    assert len(await papers(depot, placed)) == 2
    assert await broken(depot) == []


async def refused(depot: Depot, invoice: Invoice) -> None:
    async with depot.till.database.snapshot() as snapshot:
        before = await invoices.invoices_of(snapshot, invoice.order_id)
    with pytest.raises(invoices.StillCounts):
        await again(depot, invoice)
    async with depot.till.database.snapshot() as snapshot:
        assert await invoices.invoices_of(snapshot, invoice.order_id) == before


async def test_an_invoice_that_counts_is_not_issued_again(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    (first,) = await papers(depot, placed)
    await refused(depot, first)
    await depot.tell(parcel, *ON_THE_WAY)
    await refused(depot, first)


async def test_what_the_shop_has_again_is_not_invoiced_again(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, S.UNDELIVERED, S.RTO_INITIATED)
    await depot.take_in(parcel, good=2)
    invoice, note = await papers(depot, placed)
    await refused(depot, invoice)
    await refused(depot, note)


async def test_only_who_may_write_the_books_issues_again_and_only_freshly_proved(depot: Depot):
    _, _, first = await found_again(depot)
    database = depot.till.database
    with pytest.raises(Forbidden):
        await again(depot, first, keeper(database, P.FINANCE_READ))
    stale = replace(keeper(database), proven_at=database.now - timedelta(minutes=11))
    with pytest.raises(StepUpRequired):
        await again(depot, first, stale)


@pytest.mark.parametrize(("constraint", "statement"), OTHERWISE.items())
async def test_the_database_itself_refuses_a_second_one_in_the_same_place(
    depot: Depot, constraint: str, statement: str
):
    """The guard below the verb, and below the order's lock: rows written past both."""
    _, _, first = await found_again(depot)
    await again(depot, first)
    async with depot.till.database.transaction() as tx:
        with pytest.raises(UniqueViolation, match=constraint):
            async with tx.savepoint():
                await tx.run(statement)
