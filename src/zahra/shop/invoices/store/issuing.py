"""SQL that numbers and writes documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Transaction
from zahra.shop import tax
from zahra.shop.invoices.model import BilledPiece, Invoice
from zahra.shop.invoices.rules import uqc_of


@dataclass(frozen=True, slots=True)
class Taken:
    """A number that was taken from a counter."""

    serial: int
    dated: date


async def take_number(tx: Transaction, gstin: str, series: str, year: str, *, today: date) -> Taken:
    """The next number, its counter locked until the end of the transaction. Dates never go back:
    who waited over midnight gets the date of who was first."""
    taken = await tx.row(
        Taken,
        """
        INSERT INTO invoice_counters AS counter (gstin, series, fiscal_year, last, dated)
        VALUES (%(gstin)s, %(series)s, %(year)s, 1, %(today)s)
        ON CONFLICT (gstin, series, fiscal_year) DO UPDATE
        SET last = counter.last + 1, dated = greatest(counter.dated, excluded.dated)
        RETURNING last AS serial, dated
        """,
        gstin=gstin,
        series=series,
        year=year,
        today=today,
    )
    assert taken is not None
    return taken


async def write(
    tx: Transaction, invoice: Invoice, snapshot: Mapping[str, Any], sha256: bytes
) -> None:
    """Write a document with what stands on it."""
    await tx.run(
        """
        INSERT INTO invoices (id, kind, gstin, series, fiscal_year, serial, number, dated,
            issued_at, order_id, order_number, shipment_id, original_id, giveback_id, replaces_id,
            supply, place_of_supply, buyer_gstin, taxable, cgst, sgst, utgst, igst, total,
            snapshot, sha256)
        VALUES (%(id)s, %(kind)s, %(gstin)s, %(series)s, %(fiscal_year)s, %(serial)s, %(number)s,
            %(dated)s, %(issued_at)s, %(order_id)s, %(order_number)s, %(shipment_id)s,
            %(original_id)s, %(giveback_id)s, %(replaces_id)s, %(supply)s, %(place_of_supply)s,
            %(buyer_gstin)s, %(taxable)s, %(cgst)s, %(sgst)s, %(utgst)s, %(igst)s, %(total)s,
            %(snapshot)s, %(sha256)s)
        """,
        **asdict(invoice),
        snapshot=Jsonb(snapshot),
        sha256=sha256,
    )


async def write_pieces(tx: Transaction, invoice_id: UUID, pieces: Sequence[BilledPiece]) -> None:
    """Write which pieces an invoice is of; one that was invoiced before is refused by its key."""
    rows = [
        {
            "order_line_id": str(each.line_id),
            "piece": each.piece,
            "hsn": each.hsn,
            "uqc": uqc_of(each.hsn),
            **asdict(each.taxed),
        }
        for each in pieces
    ]
    await tx.run(
        """
        INSERT INTO invoice_pieces (order_line_id, piece, invoice_id, hsn, uqc, rate, net, taxable,
            cgst, sgst, utgst, igst)
        SELECT order_line_id, piece, %(invoice_id)s, hsn, uqc, rate, net, taxable, cgst, sgst,
            utgst, igst
        FROM jsonb_to_recordset(%(rows)s) AS p (order_line_id uuid, piece int, hsn text, uqc text,
            rate int, net bigint, taxable bigint, cgst bigint, sgst bigint, utgst bigint,
            igst bigint)
        """,
        invoice_id=invoice_id,
        rows=Jsonb(rows),
    )


async def write_charges(
    tx: Transaction, invoice_id: UUID, charges: Iterable[tuple[str, tax.ChargePart]]
) -> None:
    """Write what is charged beside the goods, each part with the HSN of the goods it follows."""
    rows = [
        {"kind": part.kind, "hsn": hsn, "uqc": uqc_of(hsn), **asdict(part.taxed)}
        for hsn, part in charges
    ]
    await tx.run(
        """
        INSERT INTO invoice_charges (invoice_id, kind, hsn, uqc, rate, net, taxable, cgst, sgst,
            utgst, igst)
        SELECT %(invoice_id)s, kind, hsn, uqc, rate, net, taxable, cgst, sgst, utgst, igst
        FROM jsonb_to_recordset(%(rows)s) AS part (kind text, hsn text, uqc text, rate int,
            net bigint, taxable bigint, cgst bigint, sgst bigint, utgst bigint, igst bigint)
        """,
        invoice_id=invoice_id,
        rows=Jsonb(rows),
    )
