"""Issuing an invoice: the next number of its series, and everything it says, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zahra.base import ids
from zahra.base.clock import ist_day
from zahra.base.db import Rank, Transaction
from zahra.base.money import Paise
from zahra.shop import tax
from zahra.shop.invoices.errors import SeriesFull
from zahra.shop.invoices.model import BilledPiece, Billing, Invoice, InvoiceKind
from zahra.shop.invoices.rules import LONGEST, fiscal_year, number_of
from zahra.shop.invoices.snapshots import invoice_snapshot, sealed, summed
from zahra.shop.invoices.store import issuing as store
from zahra.shop.invoices.store import showing


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was taken, and the Indian date that goes with it."""

    series: str
    fiscal_year: str
    serial: int
    number: str
    dated: date


async def issue_invoice(tx: Transaction, billing: Billing) -> Invoice:
    """Invoice the pieces of a shipment, once: asked again for it, the answer is the same invoice,
    or what took its place.

    The caller holds the order's lock. Locks the series' counter, last of all. Raises SeriesFull.
    """
    if earlier := await showing.invoices_of_shipment(tx, billing.shipment_id):
        return earlier[-1]
    seller = billing.seller
    numbered = await next_number(tx, seller.gstin, seller.series)
    sums = summed([*(each.taxed for each in billing.pieces), *(c.taxed for c in billing.charges)])
    invoice = Invoice(
        id=ids.new(),
        kind=InvoiceKind.INVOICE,
        gstin=seller.gstin,
        series=numbered.series,
        fiscal_year=numbered.fiscal_year,
        serial=numbered.serial,
        number=numbered.number,
        dated=numbered.dated,
        issued_at=tx.now,
        order_id=billing.order_id,
        order_number=billing.order_number,
        shipment_id=billing.shipment_id,
        original_id=None,
        giveback_id=None,
        supply=tax.supply_between(seller.state_code, billing.place_of_supply),
        place_of_supply=billing.place_of_supply,
        buyer_gstin=billing.gstin,
        voided_at=None,
        replaces_id=None,
        total=sums.pop("net"),
        **sums,
    )
    snapshot = invoice_snapshot(invoice, billing)
    await store.write(tx, invoice, snapshot, sealed(snapshot))
    await store.write_pieces(tx, invoice.id, billing.pieces)
    await store.write_charges(tx, invoice.id, _with_hsn(billing.charges, billing.pieces))
    return invoice


async def next_number(tx: Transaction, gstin: str, series: str) -> Numbered:
    """Take the next number; a rollback gives it back. Raises SeriesFull past 16 characters."""
    year = fiscal_year(ist_day(tx.now))
    tx.locking(Rank.INVOICE_COUNTER)
    taken = await store.take_number(tx, gstin, series, year, today=ist_day(tx.now))
    number = number_of(series, year, taken.serial)
    if len(number) > LONGEST:
        raise SeriesFull(series=series)
    return Numbered(series, year, taken.serial, number, taken.dated)


def _with_hsn(
    charges: Sequence[tax.ChargePart], pieces: Sequence[BilledPiece]
) -> list[tuple[str, tax.ChargePart]]:
    """Each charge with the HSN of the goods it follows: those of its rate that cost most, else
    those of the whole invoice that do."""
    return [(_principal(pieces, part.taxed.rate), part) for part in charges]


def _principal(pieces: Sequence[BilledPiece], rate: int) -> str:
    at_rate = [each for each in pieces if each.taxed.rate == rate] or pieces
    costs: dict[str, Paise] = {}
    for each in at_rate:
        costs[each.hsn] = costs.get(each.hsn, 0) + each.taxed.net
    return max(costs, key=lambda hsn: costs[hsn])
