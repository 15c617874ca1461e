"""The papers of an order: to read, to print, to save."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zahra.shop import invoices, orders
from zahra.web.http.context import Person, Snap, TheShop
from zahra.web.http.files import file_response
from zahra.web.http.limits import PAPER, limited
from zahra.web.storefront.framing import frame, show
from zahra.web.storefront.invoice_view import InvoicePage

router = APIRouter(prefix="/orders")


@router.get("/{number}/invoice/{invoice_id}")
async def invoice(
    request: Request, snapshot: Snap, actor: Person, number: str, invoice_id: UUID
) -> Response:
    """An invoice or credit note to read or print, for the person who placed the order."""
    whole = await orders.order(snapshot, actor, number)
    document = await invoices.printed(snapshot, whole.order.id, invoice_id)
    is_void = document.invoice.voided_at is not None
    address = f"/orders/{whole.order.number}"
    view = InvoicePage(
        sheet=invoices.sheet_of(document.snapshot, is_void=is_void),
        order_url=address,
        pdf_url=f"{address}/invoice/{invoice_id}/pdf",
    )
    return show(request, "invoice.html", view, await frame(request, snapshot))


@router.get("/{number}/invoice/{invoice_id}/pdf", dependencies=[limited(PAPER)])
async def invoice_pdf(shop: TheShop, actor: Person, number: str, invoice_id: UUID) -> Response:
    """The same as PDF, to save."""
    async with shop.database.snapshot() as snapshot:
        whole = await orders.order(snapshot, actor, number)
        document = await invoices.printed(snapshot, whole.order.id, invoice_id)
    pdf = await invoices.render(shop.paper, document)
    name = f"{document.invoice.number}.pdf"
    return file_response(pdf, media_type="application/pdf", name=name)
