"""`/variants`: one size of a style in a colour."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.errors import NotFound
from zahra.shop import catalog, inventory
from zahra.web.api.documenting import public
from zahra.web.api.product_schemas import VariantAloneOut
from zahra.web.http.caching import public_json
from zahra.web.http.context import Snap
from zahra.web.http.remembering import PublicRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/variants", tags=["Products"], route_class=PublicRoute)


@router.get(
    "/{variant_id}",
    summary="One variant",
    response_model=Envelope[VariantAloneOut],
    responses=public(NotFound),
)
async def variant(request: Request, variant_id: UUID, snapshot: Snap) -> Response:
    """With what is left of it this moment. What is no longer on sale is not found."""
    facts = (await catalog.variant_facts(snapshot, [variant_id])).get(variant_id)
    if facts is None or not facts.is_sellable:
        raise NotFound
    bands = await inventory.bands(snapshot, [variant_id])
    return public_json(request, ok(VariantAloneOut.of(facts, bands[variant_id])))
