"""Showing documents to those who may see them."""

from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.base.errors import NotFound
from zahra.shop.invoices.errors import SnapshotBroken
from zahra.shop.invoices.model import Invoice, Listed, Printed, Sought
from zahra.shop.invoices.provider import Paper
from zahra.shop.invoices.sheets import sheet_of
from zahra.shop.invoices.snapshots import sealed
from zahra.shop.invoices.store import showing as store


async def invoices_of(snapshot: Snapshot, order_id: UUID) -> tuple[Invoice, ...]:
    """All documents of an order, the earliest first. Who may see the order may see them."""
    return tuple(await store.invoices_of(snapshot, order_id))


async def invoice(snapshot: Snapshot, invoice_id: UUID) -> Invoice:
    """A document, for what hangs on it. Raises NotFound."""
    if (found := await store.invoice(snapshot, invoice_id)) is None:
        raise NotFound
    return found


async def printed(snapshot: Snapshot, order_id: UUID, invoice_id: UUID) -> Printed:
    """A document of this order with what stands on it, its seal tried.

    The caller has shown that the order may be seen. Raises NotFound; SnapshotBroken when what is
    stored is not what was issued.
    """
    found = await store.printed(snapshot, order_id, invoice_id)
    if found is None:
        raise NotFound
    if sealed(found.snapshot) != found.sha256:
        raise SnapshotBroken(found.invoice.number)
    return found


async def all_invoices(snapshot: Snapshot, actor: Actor, sought: Sought) -> list[Listed]:
    """Documents, the latest first; `after` names one, and an unknown one is followed by none.

    Needs `finance:read`.
    """
    actor.must(Permission.FINANCE_READ)
    return await store.sought(snapshot, sought)


async def render(paper: Paper, document: Printed) -> bytes:
    """The document as a PDF, made from its snapshot alone. Raises NoPaper."""
    return await paper.pdf(
        sheet_of(document.snapshot, is_void=document.invoice.voided_at is not None)
    )
