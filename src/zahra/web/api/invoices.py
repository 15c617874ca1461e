"""`/orders/{id}/invoice`: the papers of an order as PDF."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from zahra.base.errors import NotFound, TooMany, Unauthenticated
from zahra.shop import invoices, orders
from zahra.web.api.documenting import errors
from zahra.web.http.context import Person, TheShop
from zahra.web.http.files import file_response
from zahra.web.http.limits import PAPER, limited
from zahra.web.http.routes import ApiRoute

router = APIRouter(prefix="/orders", tags=["Orders"], route_class=ApiRoute)
_PDF: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The document",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}
Wanted = Annotated[
    UUID | None, Query(alias="id", description="One of the order's `invoices`; else the first")
]


@router.get(
    "/{id_or_number}/invoice",
    summary="An order's invoice",
    response_class=Response,
    responses={**errors(Unauthenticated, NotFound, TooMany, invoices.NoPaper), **_PDF},
    dependencies=[limited(PAPER)],
)
async def invoice(
    id_or_number: str, person: Person, shop: TheShop, wanted: Wanted = None
) -> Response:
    """The first invoice that was not voided, or any of the order's invoices and credit notes, as
    it was issued. There is none before the order is dispatched."""
    async with shop.database.snapshot() as snapshot:
        whole = await orders.order(snapshot, person, id_or_number)
        ranked = sorted(whole.documents, key=lambda each: each.is_void)
        named = wanted or next((each.id for each in ranked), None)
        if named is None:
            raise NotFound
        document = await invoices.printed(snapshot, whole.order.id, named)
    pdf = await invoices.render(shop.paper, document)
    name = f"{document.invoice.number}.pdf"
    return file_response(pdf, media_type="application/pdf", name=name, is_shown=True)
