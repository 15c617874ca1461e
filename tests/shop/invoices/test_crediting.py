"""Credit notes take back what was invoiced, once, and never a paisa more."""

import random
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Error
from psycopg.errors import ForeignKeyViolation, UniqueViolation

from tests.world.papers import ASHA, BINA, a_billing
from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Database, Transaction
from zahra.base.errors import Forbidden, NotFound, StepUpRequired
from zahra.shop import invoices
from zahra.shop.invoices import Billing, Crediting, GivenBack, Invoice, PieceKey
from zahra.shop.invoices.rules import credited_until
from zahra.shop.tax import ChargeKind

pytestmark = pytest.mark.anyio
COLUMNS = ("taxable", "cgst", "sgst", "utgst", "igst", "total")
FREIGHT = (ChargeKind.SHIPPING,)
SHIPMENTS = st.lists(  # title, price, net of the line, pieces
    st.tuples(st.just("Kurta"), st.just(1_500_000), st.integers(0, 1_500_000), st.integers(1, 4)),
    min_size=1,
    max_size=4,
)


def columns(invoice: Invoice) -> dict[str, int]:
    return {name: value for name, value in asdict(invoice).items() if name in COLUMNS}


def keys_of(billing: Billing) -> tuple[PieceKey, ...]:
    return tuple(piece.key for piece in billing.pieces)


async def credit(tx: Transaction, invoice: Invoice, *keys: PieceKey, **wishes: Any) -> Invoice:
    usual = Crediting(ids.new(), invoice.id, keys, (), "too small")
    return await invoices.issue_credit_note(tx, replace(usual, **wishes))


async def counts(tx: Transaction) -> tuple[int, int, int]:
    """Documents, credited rows and the last number of credit notes."""
    return (
        await tx.value("SELECT count(*) FROM invoices"),
        await tx.value("SELECT count(*) FROM credited_pieces"),
        await tx.value("SELECT coalesce(max(last), 0) FROM invoice_counters WHERE series = 'ZCN'"),
    )


async def test_units_that_come_back_one_by_one_take_back_what_was_billed(tx: Transaction):
    """Line 2 of the worked invoice: 33.71 + 33.71 = 67.42 as billed, not twice what a whole line
    would round to."""
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    first, second = [piece.key for piece in billing.pieces if piece.title == "Dupatta"]
    notes = [await credit(tx, invoice, first), await credit(tx, invoice, second)]
    assert [columns(note) for note in notes] == [
        {"taxable": 134827, "cgst": 3371, "sgst": 3371, "utgst": 0, "igst": 0, "total": 141569},
        {"taxable": 134826, "cgst": 3371, "sgst": 3371, "utgst": 0, "igst": 0, "total": 141568},
    ]
    assert [note.number[-6:] for note in notes] == ["000001", "000002"]
    assert [note.number[:3] for note in notes] == ["ZCN", "ZCN"]


async def test_a_credit_note_names_its_invoice_and_says_why(tx: Transaction):
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    note = await credit(tx, invoice, keys_of(billing)[0], charges=FREIGHT)
    told = (await invoices.printed(tx, invoice.order_id, note.id)).snapshot
    assert told["original"] == {"number": invoice.number, "date": invoice.dated.isoformat()}
    assert (told["kind"], told["reason"]) == ("credit_note", "too small")
    assert [(line["title"], line["qty"], line["net"]) for line in told["lines"]] == [
        ("Buta Kurta", 1, 236011)
    ]
    assert [(part["label"], part["rate"], part["net"]) for part in told["charges"]] == [
        ("Delivery", 5, 6049),
        ("Delivery", 18, 3851),
    ]
    assert told["total"]["net"] == note.total == 236011 + 9900


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(goods=SHIPMENTS, freight=st.integers(0, 20000), order=st.integers(0, 2**32))
async def test_everything_given_back_in_any_portions_readds_to_the_invoice(
    database: Database, goods: list[tuple[str, int, int, int]], freight: int, order: int
):
    billing = a_billing(goods=goods, freight=freight, to=BINA if order % 2 else ASHA)
    keys = random.Random(order).sample(keys_of(billing), len(billing.pieces))
    async with database.transaction() as tx:
        invoice = await invoices.issue_invoice(tx, billing)
        sums: dict[str, int] = dict.fromkeys(COLUMNS, 0)
        for at, key in enumerate(keys):
            charges = FREIGHT if at == order % len(keys) else ()
            note = await credit(tx, invoice, key, charges=charges)
            sums = {name: sums[name] + value for name, value in columns(note).items()}
            assert all(sums[name] <= columns(invoice)[name] for name in COLUMNS)
        assert sums == columns(invoice)


async def test_a_piece_is_credited_once(tx: Transaction):
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    await credit(tx, invoice, keys_of(billing)[0])
    before = await counts(tx)
    with pytest.raises(invoices.AlreadyCredited):
        async with tx.savepoint():
            await credit(tx, invoice, *keys_of(billing))
    assert await counts(tx) == before == (2, 1, 1)


async def test_asked_again_for_the_same_giveback_it_is_the_same_note(tx: Transaction):
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    wanted = Crediting(ids.new(), invoice.id, keys_of(billing)[:2], FREIGHT, "changed mind")
    first = await invoices.issue_credit_note(tx, wanted)
    assert (await invoices.issue_credit_note(tx, wanted)).id == first.id
    assert await counts(tx) == (2, 2, 1)


async def test_pieces_on_several_invoices_make_a_note_for_each(tx: Transaction):
    order_id = ids.new()
    one, two = a_billing(order_id=order_id), a_billing(order_id=order_id, freight=0)
    first = await invoices.issue_invoice(tx, one)
    second = await invoices.issue_invoice(tx, two)
    never_invoiced = PieceKey(ids.new(), 1)
    back = GivenBack(
        ids.new(), (*keys_of(two), never_invoiced, keys_of(one)[0]), FREIGHT, "came back"
    )
    notes = await invoices.issue_credit_notes(tx, order_id, back)
    assert [note.original_id for note in notes] == [first.id, second.id]
    assert [note.total for note in notes] == [236011 + 9900, second.total]
    again = await invoices.issue_credit_notes(tx, order_id, back)
    assert [note.id for note in again] == [note.id for note in notes]


async def test_what_was_never_invoiced_needs_no_note(tx: Transaction):
    back = GivenBack(ids.new(), (PieceKey(ids.new(), 1),), FREIGHT, "cancelled in time")
    assert await invoices.issue_credit_notes(tx, ids.new(), back) == ()
    assert await counts(tx) == (0, 0, 0)


async def test_a_piece_that_is_not_on_the_invoice_is_refused(tx: Transaction):
    invoice = await invoices.issue_invoice(tx, a_billing())
    other = a_billing()
    await invoices.issue_invoice(tx, other)
    with pytest.raises(NotFound):
        await credit(tx, invoice, keys_of(other)[0])
    assert (await counts(tx))[1:] == (0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoices SET total = total",
        "DELETE FROM invoices",
        "UPDATE invoice_pieces SET net = 0, taxable = 0, cgst = 0, sgst = 0",
        "DELETE FROM invoice_charges",
        "DELETE FROM credited_pieces",
        "UPDATE credited_charges SET rate = rate",
    ],
)
async def test_what_was_issued_cannot_be_changed(tx: Transaction, statement: str):
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    await credit(tx, invoice, keys_of(billing)[0], charges=FREIGHT)
    with pytest.raises(Error, match="is append-only"):
        async with tx.savepoint():
            await tx.run(statement)


async def test_the_database_itself_refuses_to_credit_twice_or_what_was_not_invoiced(
    tx: Transaction,
):
    """The guard below the verb: rows written past it."""
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    key = keys_of(billing)[0]
    note = await credit(tx, invoice, key)
    for line_id, refusal in ((key.line_id, UniqueViolation), (ids.new(), ForeignKeyViolation)):
        with pytest.raises(refusal):
            async with tx.savepoint():
                await tx.run(
                    "INSERT INTO credited_pieces VALUES (%(i)s, %(line)s, 1, %(note)s)",
                    i=invoice.id,
                    line=line_id,
                    note=note.id,
                )


async def test_a_snapshot_that_was_tampered_with_is_never_printed(tx: Transaction):
    invoice = await invoices.issue_invoice(tx, a_billing())
    await tx.run("ALTER TABLE invoices DISABLE TRIGGER invoices_are_append_only")
    await tx.run("UPDATE invoices SET snapshot = jsonb_set(snapshot, '{total,net}', '1')")
    with pytest.raises(invoices.SnapshotBroken):
        await invoices.printed(tx, invoice.order_id, invoice.id)


def staff(tx: Transaction, *may: Permission) -> Actor:
    session = ids.new()
    return Actor(Kind.STAFF, ids.new(), session, "meera", frozenset(may), proven_at=tx.now)


async def void(tx: Transaction, invoice_id: UUID, actor: Actor | None = None) -> None:
    by = actor or staff(tx, Permission.FINANCE_WRITE)
    async with tx.savepoint():
        await invoices.void_invoice(tx, by, invoice_id, reason="issued twice by hand")


async def test_a_voided_invoice_keeps_its_number_and_cannot_be_credited(tx: Transaction):
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    await void(tx, invoice.id)
    (found,) = await invoices.invoices_of(tx, billing.order_id)
    assert found.voided_at == tx.now
    assert (await invoices.issue_invoice(tx, a_billing())).serial == 2
    back = GivenBack(ids.new(), keys_of(billing), FREIGHT, "came back")
    assert await invoices.issue_credit_notes(tx, billing.order_id, back) == ()
    with pytest.raises(NotFound):
        await credit(tx, invoice, keys_of(billing)[0])
    with pytest.raises(invoices.NotVoidable):
        await void(tx, invoice.id)


async def test_what_was_credited_or_reported_is_not_voided(database: Database, tx: Transaction):
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    await credit(tx, invoice, keys_of(billing)[0])
    with pytest.raises(invoices.NotVoidable):
        await void(tx, invoice.id)
    whole = await invoices.issue_invoice(tx, a_billing())
    database.ahead = timedelta(days=32)
    async with database.transaction() as later:
        with pytest.raises(invoices.NotVoidable):
            await void(later, whole.id)
    assert await tx.value("SELECT count(*) FROM invoice_voids") == 0


async def test_only_who_may_write_the_books_voids_and_only_freshly_proved(tx: Transaction):
    invoice = await invoices.issue_invoice(tx, a_billing())
    with pytest.raises(Forbidden):
        await void(tx, invoice.id, staff(tx, Permission.FINANCE_READ))
    stale = replace(staff(tx, Permission.FINANCE_WRITE), proven_at=tx.now - timedelta(minutes=11))
    with pytest.raises(StepUpRequired):
        await void(tx, invoice.id, stale)
    assert await tx.value("SELECT count(*) FROM invoice_voids") == 0


async def test_after_the_last_day_for_gst_money_goes_back_and_the_tax_stays_paid(
    database: Database, tx: Transaction
):
    """The last day is 30 November after the invoice's fiscal year: CGST Act s. 34(2)."""
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    in_time = credited_until(invoice.dated) - ist_day(tx.now)
    first, second = keys_of(billing)[:2]
    database.ahead = in_time
    async with database.transaction() as last_day:
        usual = await credit(last_day, invoice, first, charges=FREIGHT)
    database.ahead = in_time + timedelta(days=1)
    async with database.transaction() as too_late:
        late = await credit(too_late, invoice, second)
    assert (usual.kind, usual.number[:4]) == ("credit_note", "ZCN/")
    assert columns(usual)["cgst"] > 0
    assert (late.kind, late.number[:4], late.number[-6:]) == ("commercial_note", "FCN/", "000001")
    paid = next(piece.taxed.net for piece in billing.pieces if piece.key == second)
    assert columns(late) == {**dict.fromkeys(COLUMNS, 0), "taxable": paid, "total": paid}


async def test_a_late_note_is_in_no_register_and_shows_no_tax(database: Database, tx: Transaction):
    billing = a_billing()
    invoice = await invoices.issue_invoice(tx, billing)
    database.ahead = credited_until(invoice.dated) - ist_day(tx.now) + timedelta(days=1)
    async with database.transaction() as later:
        late = await credit(later, invoice, *keys_of(billing), charges=FREIGHT)
        by, month = staff(later, Permission.FINANCE_READ), f"{late.dated:%Y-%m}"
        for register in invoices.Register:
            asked = invoices.filing_of(register, month, gstin=late.gstin, hsn_digits=6)
            assert await invoices.register_of(later, by, asked) == []
        document = await invoices.printed(later, late.order_id, late.id)
    sheet = invoices.sheet_of(document.snapshot)
    assert (sheet["title"], sheet["tax_names"]) == ("Commercial credit note", [])
    assert sheet["total"] == {
        "amount": "8,595.00",
        "taxable": "8,595.00",
        "taxes": [],
        "tax": "0.00",
    }
