"""SQL of invoices that take the place of others."""

from collections.abc import Sequence
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Transaction
from zahra.shop.invoices.store.crediting import BilledAmount


async def write_anew(
    tx: Transaction, invoice_id: UUID, *, of: UUID, amounts: Sequence[BilledAmount]
) -> None:
    """Write what an invoice is of that stood on another; a second one in its place is refused by
    the key."""
    await tx.run(
        """
        WITH taken AS (
            SELECT * FROM jsonb_to_recordset(%(rows)s) AS taken (order_line_id uuid, piece int,
                kind text, rate int)),
        pieces AS (
            INSERT INTO invoice_pieces (order_line_id, piece, invoice_id, replaces_id, hsn, uqc,
                rate, net, taxable, cgst, sgst, utgst, igst)
            SELECT p.order_line_id, p.piece, %(id)s::uuid, p.invoice_id, p.hsn, p.uqc, p.rate,
                p.net, p.taxable, p.cgst, p.sgst, p.utgst, p.igst
            FROM invoice_pieces p JOIN taken USING (order_line_id, piece)
            WHERE p.invoice_id = %(of)s::uuid)
        INSERT INTO invoice_charges (invoice_id, kind, rate, hsn, uqc, net, taxable, cgst, sgst,
            utgst, igst)
        SELECT %(id)s::uuid, c.kind, c.rate, c.hsn, c.uqc, c.net, c.taxable, c.cgst, c.sgst,
            c.utgst, c.igst
        FROM invoice_charges c JOIN taken USING (kind, rate) WHERE c.invoice_id = %(of)s::uuid
        """,
        id=invoice_id,
        of=of,
        rows=Jsonb([each.named for each in amounts]),
    )
