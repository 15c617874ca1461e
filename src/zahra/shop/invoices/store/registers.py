"""SQL of the GST registers. What is voided is left out of all but the series, and commercial notes
of all: they adjust no GST.

Large supplies to unregistered buyers in other states are told one by one (`b2cl`, and credit notes
on them); `supplies` sums up the others.
"""

from dataclasses import asdict

from zahra.base.db import Snapshot
from zahra.shop.invoices.registers import (
    B2CL_OVER,
    DocumentRow,
    Filing,
    HsnRow,
    SeriesRow,
    SupplyRow,
)


async def documents(
    snapshot: Snapshot, asked: Filing, *, kind: str, is_registered: bool
) -> list[DocumentRow]:
    """Documents one by one, by number and rate."""
    return await snapshot.rows(
        DocumentRow,
        """
        SELECT i.number, i.dated, o.number AS original_number, o.dated AS original_dated,
            i.buyer_gstin, i.snapshot -> 'buyer' ->> 'name' AS buyer_name, i.place_of_supply,
            i.total AS value, a.rate, sum(a.taxable)::bigint AS taxable,
            sum(a.igst)::bigint AS igst, sum(a.cgst)::bigint AS cgst,
            sum(a.sgst + a.utgst)::bigint AS sgst
        FROM invoices i
        JOIN invoice_amounts a ON a.document_id = i.id
        LEFT JOIN invoices o ON o.id = i.original_id
        WHERE i.gstin = %(gstin)s AND i.dated >= %(first)s AND i.dated < %(until)s
            AND i.kind = %(kind)s AND (i.buyer_gstin IS NOT NULL) = %(is_registered)s
            AND (i.buyer_gstin IS NOT NULL
                OR (i.supply = 'inter' AND coalesce(o.total, i.total) > %(over)s))
            AND NOT EXISTS (SELECT 1 FROM invoice_voids v WHERE v.invoice_id = i.id)
        GROUP BY i.id, o.id, a.rate
        ORDER BY i.dated, i.number, a.rate
        """,
        **_of(asked),
        kind=kind,
        is_registered=is_registered,
        over=B2CL_OVER,
    )


async def supplies(snapshot: Snapshot, asked: Filing) -> list[SupplyRow]:
    """Supplies to unregistered buyers less what came back, by place and rate."""
    return await snapshot.rows(
        SupplyRow,
        """
        SELECT place_of_supply, rate, sum(sign * taxable)::bigint AS taxable,
            sum(sign * igst)::bigint AS igst, sum(sign * cgst)::bigint AS cgst,
            sum(sign * sgst)::bigint AS sgst
        FROM (
            SELECT i.place_of_supply, a.rate, a.taxable, a.igst, a.cgst, a.sgst + a.utgst AS sgst,
                CASE i.kind WHEN 'invoice' THEN 1 ELSE -1 END AS sign
            FROM invoices i
            JOIN invoice_amounts a ON a.document_id = i.id
            LEFT JOIN invoices o ON o.id = i.original_id
            WHERE i.gstin = %(gstin)s AND i.dated >= %(first)s AND i.dated < %(until)s
                AND i.buyer_gstin IS NULL AND i.kind <> 'commercial_note'
                AND (i.supply <> 'inter' OR coalesce(o.total, i.total) <= %(over)s)
                AND NOT EXISTS (SELECT 1 FROM invoice_voids v WHERE v.invoice_id = i.id)
        ) AS amounts
        GROUP BY place_of_supply, rate ORDER BY place_of_supply, rate
        """,
        **_of(asked),
        over=B2CL_OVER,
    )


async def goods(snapshot: Snapshot, asked: Filing) -> list[HsnRow]:
    """Goods by HSN (as many digits as are printed), unit and rate, less what came back."""
    return await snapshot.rows(
        HsnRow,
        """
        SELECT buyers, hsn, uqc, sum(sign * qty)::bigint AS qty, sum(sign * net)::bigint AS value,
            rate, sum(sign * taxable)::bigint AS taxable, sum(sign * igst)::bigint AS igst,
            sum(sign * cgst)::bigint AS cgst, sum(sign * sgst)::bigint AS sgst
        FROM (
            SELECT CASE WHEN i.buyer_gstin IS NULL THEN 'B2C' ELSE 'B2B' END AS buyers,
                left(a.hsn, %(hsn_digits)s) AS hsn, a.uqc, a.qty, a.net, a.rate, a.taxable, a.igst,
                a.cgst, a.sgst + a.utgst AS sgst,
                CASE i.kind WHEN 'invoice' THEN 1 ELSE -1 END AS sign
            FROM invoices i JOIN invoice_amounts a ON a.document_id = i.id
            WHERE i.gstin = %(gstin)s AND i.dated >= %(first)s AND i.dated < %(until)s
                AND i.kind <> 'commercial_note'
                AND NOT EXISTS (SELECT 1 FROM invoice_voids v WHERE v.invoice_id = i.id)
        ) AS amounts
        GROUP BY buyers, hsn, uqc, rate ORDER BY buyers, hsn, uqc, rate
        """,
        **_of(asked),
        hsn_digits=asked.hsn_digits,
    )


async def series(snapshot: Snapshot, asked: Filing) -> list[SeriesRow]:
    """Numbers of each series: what was issued in the month, what of it was voided."""
    return await snapshot.rows(
        SeriesRow,
        """
        SELECT i.kind, (array_agg(i.number ORDER BY i.serial))[1] AS first_number,
            (array_agg(i.number ORDER BY i.serial DESC))[1] AS last_number,
            count(*) AS issued, count(v.invoice_id) AS voided
        FROM invoices i LEFT JOIN invoice_voids v ON v.invoice_id = i.id
        WHERE i.gstin = %(gstin)s AND i.dated >= %(first)s AND i.dated < %(until)s
            AND i.kind <> 'commercial_note'
        GROUP BY i.kind, i.series, i.fiscal_year ORDER BY i.kind DESC, i.series
        """,
        **_of(asked),
    )


def _of(asked: Filing) -> dict[str, object]:
    return {name: asdict(asked)[name] for name in ("gstin", "first", "until")}
