"""Issuing an invoice in the place of one that counts for nothing any more.

It is voided, or everything of it was credited, and yet the goods are with their buyer. What is
invoiced again is what stood there, to the paisa: same buyer, same tax, the next number.
"""

from collections.abc import Sequence
from dataclasses import replace

from zahra.base import ids
from zahra.base.db import Rank, Transaction
from zahra.base.errors import NotFound
from zahra.shop import tax
from zahra.shop.invoices.errors import StillCounts
from zahra.shop.invoices.issuing import next_number
from zahra.shop.invoices.model import Anew, Invoice, Printed
from zahra.shop.invoices.snapshots import anew_snapshot, sealed, summed
from zahra.shop.invoices.store import crediting as store
from zahra.shop.invoices.store import issuing, replacing, showing
from zahra.shop.invoices.store.crediting import BilledAmount


async def invoice_anew(tx: Transaction, anew: Anew) -> Invoice:
    """Invoice again what is named of an invoice, once: asked again, the answer is the same.

    The caller holds the order's lock. Locks the invoice, then its series' counter. Raises NotFound,
    StillCounts, SeriesFull.
    """
    tx.locking(Rank.INVOICE_COUNTER)
    original = await store.invoice_to_credit(tx, anew.invoice)
    if original is None:
        raise NotFound
    if (earlier := await showing.invoice_instead_of(tx, anew.invoice)) is not None:
        return earlier
    amounts = await store.amounts_once_of(tx, anew.invoice)
    taken = [each for each in amounts if each.key in anew.pieces or each.charge in anew.charges]
    is_voided = original.invoice.voided_at is not None
    if not any(a.key for a in taken) or not (is_voided or all(a.is_credited for a in taken)):
        raise StillCounts
    made = await _next_of(tx, original.invoice, taken)
    snapshot = _snapshot(made, original, taken)
    await issuing.write(tx, made, snapshot, sealed(snapshot))
    await replacing.write_anew(tx, made.id, of=original.invoice.id, amounts=taken)
    return made


async def _next_of(tx: Transaction, original: Invoice, taken: Sequence[BilledAmount]) -> Invoice:
    numbered = await next_number(tx, original.gstin, original.series)
    sums = summed(amount.taxed for amount in taken)
    return replace(
        original,
        id=ids.new(),
        fiscal_year=numbered.fiscal_year,
        serial=numbered.serial,
        number=numbered.number,
        dated=numbered.dated,
        issued_at=tx.now,
        replaces_id=original.id,
        voided_at=None,
        total=sums.pop("net"),
        **sums,
    )


def _snapshot(made: Invoice, original: Printed, taken: Sequence[BilledAmount]) -> dict[str, object]:
    return anew_snapshot(
        made,
        original.snapshot,
        pieces={(str(a.key.line_id), a.key.piece): a.taxed for a in taken if a.key},
        charges=[tax.ChargePart(a.charge, a.taxed) for a in taken if a.charge],
    )
