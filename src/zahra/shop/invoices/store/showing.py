"""SQL that shows documents."""

from dataclasses import asdict
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.invoices.model import Invoice, Listed, Printed, Sought

_DOCUMENTS = """
SELECT i.id, i.kind, i.gstin, i.series, i.fiscal_year, i.serial, i.number, i.dated, i.issued_at,
    i.order_id, i.order_number, i.shipment_id, i.original_id, i.giveback_id, i.supply,
    i.place_of_supply, i.buyer_gstin, i.taxable, i.cgst, i.sgst, i.utgst, i.igst, i.total,
    v.voided_at, i.replaces_id
FROM invoices i LEFT JOIN invoice_voids v ON v.invoice_id = i.id
WHERE i.order_id = %(order_id)s::uuid OR i.shipment_id = %(shipment_id)s::uuid
    OR (i.giveback_id = %(giveback_id)s::uuid AND i.original_id = %(original_id)s::uuid)
    OR i.id = %(id)s::uuid OR i.replaces_id = %(replaces_id)s::uuid
ORDER BY i.issued_at, i.id
"""
_ANY: dict[str, UUID | None] = {
    "order_id": None,
    "shipment_id": None,
    "giveback_id": None,
    "original_id": None,
    "id": None,
    "replaces_id": None,
}


async def invoices_of(snapshot: Snapshot, order_id: UUID) -> list[Invoice]:
    """All documents of an order, the earliest first."""
    return await snapshot.rows(Invoice, _DOCUMENTS, **{**_ANY, "order_id": order_id})


async def invoice(snapshot: Snapshot, invoice_id: UUID) -> Invoice | None:
    """A document by its id."""
    return await snapshot.row(Invoice, _DOCUMENTS, **{**_ANY, "id": invoice_id})


async def invoice_instead_of(snapshot: Snapshot, invoice_id: UUID) -> Invoice | None:
    """The invoice that took the place of this one."""
    return await snapshot.row(Invoice, _DOCUMENTS, **{**_ANY, "replaces_id": invoice_id})


async def invoices_of_shipment(snapshot: Snapshot, shipment_id: UUID) -> list[Invoice]:
    """The invoices that were issued for a shipment: the first, and what took its place."""
    return await snapshot.rows(Invoice, _DOCUMENTS, **{**_ANY, "shipment_id": shipment_id})


async def note_of(snapshot: Snapshot, giveback_id: UUID, original_id: UUID) -> Invoice | None:
    """The credit note of a giveback on an invoice."""
    wanted = {**_ANY, "giveback_id": giveback_id, "original_id": original_id}
    return await snapshot.row(Invoice, _DOCUMENTS, **wanted)


async def printed(snapshot: Snapshot, order_id: UUID, invoice_id: UUID) -> Printed | None:
    """A document of an order, with what stands on it."""
    return await snapshot.row(
        Printed,
        """
        SELECT to_jsonb(i) - 'snapshot' - 'sha256' || jsonb_build_object('voided_at',
            (SELECT v.voided_at FROM invoice_voids v WHERE v.invoice_id = i.id)) AS invoice,
            i.snapshot, i.sha256
        FROM invoices i WHERE i.id = %(id)s AND i.order_id = %(order_id)s
        """,
        id=invoice_id,
        order_id=order_id,
    )


async def sought(snapshot: Snapshot, sought: Sought) -> list[Listed]:
    """The latest first."""
    return await snapshot.rows(
        Listed,
        """
        SELECT to_jsonb(i) - 'snapshot' - 'sha256' || jsonb_build_object('voided_at',
            (SELECT v.voided_at FROM invoice_voids v WHERE v.invoice_id = i.id)) AS invoice,
            i.snapshot -> 'buyer' ->> 'name' AS buyer_name
        FROM invoices i
        WHERE (%(kind)s::text IS NULL OR i.kind = %(kind)s::text)
            AND starts_with(i.number, %(number)s)
            AND (%(order_number)s = '' OR i.order_number = %(order_number)s)
            AND (%(since)s::date IS NULL OR i.dated >= %(since)s::date)
            AND (%(until)s::date IS NULL OR i.dated < %(until)s::date)
            AND (%(after)s::uuid IS NULL OR (i.issued_at, i.id) < (
                SELECT a.issued_at, a.id FROM invoices a WHERE a.id = %(after)s::uuid))
        ORDER BY i.issued_at DESC, i.id DESC LIMIT %(limit)s
        """,
        **asdict(sought),
    )
