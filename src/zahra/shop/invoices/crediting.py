"""Issuing credit notes: what of an invoice is taken back, in a series of their own.

Amounts are never reckoned again: a piece is credited with the columns it was invoiced with, and
once. So credit notes never exceed their invoice, and those of everything re-add to it. Past the
last day for that (`rules.credited_until`) the money goes back all the same and the GST stays paid:
the note is a commercial one, in a series of its own and in no register.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from zahra.base import ids
from zahra.base.clock import ist_day
from zahra.base.db import Rank, Transaction
from zahra.base.errors import NotFound
from zahra.shop import tax
from zahra.shop.invoices.errors import AlreadyCredited
from zahra.shop.invoices.issuing import Numbered, next_number
from zahra.shop.invoices.model import Crediting, GivenBack, Invoice, InvoiceKind
from zahra.shop.invoices.rules import COMMERCIAL_SERIES, credited_until
from zahra.shop.invoices.snapshots import note_snapshot, sealed, summed
from zahra.shop.invoices.store import crediting as store
from zahra.shop.invoices.store import issuing, showing
from zahra.shop.invoices.store.crediting import BilledAmount


async def issue_credit_notes(
    tx: Transaction, order_id: UUID, back: GivenBack
) -> tuple[Invoice, ...]:
    """Credit what of an order is given back: one note for each invoice it stands on.

    Pieces that were never invoiced, or whose invoice was voided, need no note; those that were
    invoiced again stand on the later invoice. Idempotent by `giveback_id`. Raises AlreadyCredited,
    SeriesFull.
    """
    pieces, charges = set(back.pieces), set(back.charges)
    touched: dict[UUID, list[BilledAmount]] = {}
    latest = {amount.place: amount for amount in await store.amounts_of_order(tx, order_id)}
    for amount in latest.values():
        if (amount.key in pieces) if amount.key else (amount.charge in charges):
            touched.setdefault(amount.invoice_id, []).append(amount)
    return tuple([await issue_credit_note(tx, _of(back, each)) for each in touched.values()])


async def issue_credit_note(tx: Transaction, crediting: Crediting) -> Invoice:
    """Credit pieces and charges of one invoice, once per giveback and invoice.

    The caller holds the order's lock. Locks the invoice, then its series' counter. Raises
    AlreadyCredited, SeriesFull, and NotFound for an invoice that is not there or was voided.
    """
    tx.locking(Rank.INVOICE_COUNTER)
    original = await store.invoice_to_credit(tx, crediting.invoice)
    if original is None or original.invoice.voided_at is not None:
        raise NotFound
    earlier = await showing.note_of(tx, crediting.giveback_id, crediting.invoice)
    if earlier is not None:
        return earlier
    taken = _chosen(await store.amounts_of_invoice(tx, crediting.invoice), crediting)
    is_late = ist_day(tx.now) > credited_until(original.invoice.dated)
    series = COMMERCIAL_SERIES if is_late else original.snapshot["note_series"]
    numbered = await next_number(tx, original.invoice.gstin, series)
    stated = [_without_tax(each) for each in taken] if is_late else taken
    note = _note(original.invoice, crediting, stated, numbered, tx)
    snapshot = note_snapshot(
        note,
        original.snapshot,
        pieces={(str(a.key.line_id), a.key.piece): a.taxed for a in stated if a.key},
        charges=[tax.ChargePart(a.charge, a.taxed) for a in stated if a.charge],
        reason=crediting.reason,
    )
    await issuing.write(tx, note, snapshot, sealed(snapshot))
    await store.write_credited(tx, note.id, taken)
    return note


def _of(back: GivenBack, amounts: Sequence[BilledAmount]) -> Crediting:
    return Crediting(
        back.giveback_id,
        amounts[0].invoice_id,
        tuple(amount.key for amount in amounts if amount.key),
        tuple({amount.charge for amount in amounts if amount.charge}),
        back.reason,
    )


def _chosen(amounts: Sequence[BilledAmount], crediting: Crediting) -> list[BilledAmount]:
    """The amounts that are credited. Raises NotFound for a piece that is not on the invoice."""
    pieces, charges = set(crediting.pieces), set(crediting.charges)
    taken = [a for a in amounts if a.key in pieces or a.charge in charges]
    if not taken or not pieces <= {amount.key for amount in taken}:
        raise NotFound
    if any(amount.is_credited for amount in taken):
        raise AlreadyCredited
    return taken


def _without_tax(amount: BilledAmount) -> BilledAmount:
    return replace(amount, taxable=amount.net, cgst=0, sgst=0, utgst=0, igst=0)


def _note(
    original: Invoice,
    crediting: Crediting,
    taken: Sequence[BilledAmount],
    numbered: Numbered,
    tx: Transaction,
) -> Invoice:
    sums = summed(amount.taxed for amount in taken)
    is_late = numbered.series == COMMERCIAL_SERIES
    return Invoice(
        id=ids.new(),
        kind=InvoiceKind.COMMERCIAL_NOTE if is_late else InvoiceKind.CREDIT_NOTE,
        gstin=original.gstin,
        series=numbered.series,
        fiscal_year=numbered.fiscal_year,
        serial=numbered.serial,
        number=numbered.number,
        dated=numbered.dated,
        issued_at=tx.now,
        order_id=original.order_id,
        order_number=original.order_number,
        shipment_id=None,
        original_id=original.id,
        giveback_id=crediting.giveback_id,
        supply=original.supply,
        place_of_supply=original.place_of_supply,
        buyer_gstin=original.buyer_gstin,
        voided_at=None,
        replaces_id=None,
        total=sums.pop("net"),
        **sums,
    )
