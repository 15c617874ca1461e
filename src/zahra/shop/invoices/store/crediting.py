"""SQL of credit notes: what stands on invoices, and what of it was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop import tax
from zahra.shop.invoices.model import PieceKey, Printed

_AMOUNTS = """
SELECT * FROM (
    SELECT i.issued_at, p.invoice_id, p.order_line_id, p.piece, NULL AS charge, p.rate, p.net,
        p.taxable, p.cgst, p.sgst, p.utgst, p.igst, c.credit_note_id IS NOT NULL AS is_credited
    FROM invoices i JOIN invoice_pieces p ON p.invoice_id = i.id
        LEFT JOIN credited_pieces c USING (invoice_id, order_line_id, piece)
    WHERE (i.order_id = %(order_id)s::uuid OR i.id = %(invoice_id)s::uuid)
        AND (%(is_voided)s::boolean
            OR NOT EXISTS (SELECT 1 FROM invoice_voids v WHERE v.invoice_id = i.id))
    UNION ALL
    SELECT i.issued_at, p.invoice_id, NULL, NULL, p.kind, p.rate, p.net,
        p.taxable, p.cgst, p.sgst, p.utgst, p.igst, c.credit_note_id IS NOT NULL
    FROM invoices i JOIN invoice_charges p ON p.invoice_id = i.id
        LEFT JOIN credited_charges c ON c.invoice_id = i.id AND c.kind = p.kind
            AND c.rate = p.rate
    WHERE (i.order_id = %(order_id)s::uuid OR i.id = %(invoice_id)s::uuid)
        AND (%(is_voided)s::boolean OR NOT EXISTS (
            SELECT 1 FROM invoice_voids v WHERE v.invoice_id = i.id))) AS amounts
ORDER BY issued_at, invoice_id, order_line_id, piece, charge, rate
"""


@dataclass(frozen=True, slots=True)
class BilledAmount:
    """A piece (or, with `charge`, a part of a charge) that stands on an invoice."""

    issued_at: datetime
    invoice_id: UUID
    order_line_id: UUID | None
    piece: int | None
    charge: tax.ChargeKind | None
    rate: int
    net: Paise
    taxable: Paise
    cgst: Paise
    sgst: Paise
    utgst: Paise
    igst: Paise
    is_credited: bool

    @property
    def key(self) -> PieceKey | None:
        if self.order_line_id is None or self.piece is None:
            return None
        return PieceKey(self.order_line_id, self.piece)

    @property
    def named(self) -> dict[str, str | int | None]:
        """Which it is, as a statement is told it."""
        return {
            "invoice_id": str(self.invoice_id),
            "order_line_id": str(self.order_line_id) if self.order_line_id else None,
            "piece": self.piece,
            "kind": self.charge,
            "rate": self.rate,
        }

    @property
    def place(self) -> tuple[object, ...]:
        """What of the order it is, whichever invoice it stands on."""
        return self.key, self.charge, self.rate

    @property
    def taxed(self) -> tax.Taxed:
        return tax.Taxed(
            self.net, self.rate, self.taxable, self.cgst, self.sgst, self.utgst, self.igst
        )


async def invoice_to_credit(tx: Transaction, invoice_id: UUID) -> Printed | None:
    """An invoice with its snapshot, locked."""
    return await tx.row(
        Printed,
        """
        SELECT to_jsonb(i) - 'snapshot' - 'sha256' || jsonb_build_object('voided_at',
            (SELECT v.voided_at FROM invoice_voids v WHERE v.invoice_id = i.id)) AS invoice,
            i.snapshot, i.sha256
        FROM invoices i WHERE i.id = %(id)s AND i.kind = 'invoice' FOR UPDATE
        """,
        id=invoice_id,
    )


async def amounts_of_order(snapshot: Snapshot, order_id: UUID) -> list[BilledAmount]:
    """Everything that stands on invoices of an order that are not voided, the earliest first."""
    return await snapshot.rows(
        BilledAmount, _AMOUNTS, order_id=order_id, invoice_id=None, is_voided=False
    )


async def amounts_of_invoice(snapshot: Snapshot, invoice_id: UUID) -> list[BilledAmount]:
    """Everything that stands on one invoice; nothing when it was voided."""
    return await snapshot.rows(
        BilledAmount, _AMOUNTS, order_id=None, invoice_id=invoice_id, is_voided=False
    )


async def amounts_once_of(snapshot: Snapshot, invoice_id: UUID) -> list[BilledAmount]:
    """Everything that stands on one invoice, or stood on it until it was voided."""
    return await snapshot.rows(
        BilledAmount, _AMOUNTS, order_id=None, invoice_id=invoice_id, is_voided=True
    )


async def write_credited(tx: Transaction, note_id: UUID, amounts: Sequence[BilledAmount]) -> None:
    """Write what a note takes back; what was taken back before is refused by its key."""
    await tx.run(
        """
        WITH taken AS (
            SELECT * FROM jsonb_to_recordset(%(rows)s) AS taken (invoice_id uuid,
                order_line_id uuid, piece int, kind text, rate int)),
        pieces AS (
            INSERT INTO credited_pieces (invoice_id, order_line_id, piece, credit_note_id)
            SELECT invoice_id, order_line_id, piece, %(note_id)s::uuid FROM taken
            WHERE kind IS NULL)
        INSERT INTO credited_charges (invoice_id, kind, rate, credit_note_id)
        SELECT invoice_id, kind, rate, %(note_id)s::uuid FROM taken WHERE kind IS NOT NULL
        """,
        note_id=note_id,
        rows=Jsonb([each.named for each in amounts]),
    )
