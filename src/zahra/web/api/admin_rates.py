"""`/admin/shipping-methods`: ways of delivery and what they cost by zone and weight."""

from fastapi import APIRouter

from zahra.base.errors import Forbidden, NotFound, Unauthenticated
from zahra.shop import shipping
from zahra.web.api.documenting import errors
from zahra.web.api.shipping_schemas import MethodOut, RatesIn
from zahra.web.http.context import Asker, Snap, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/admin/shipping-methods", tags=["Admin"], route_class=ApiRoute)
_MAY = (Unauthenticated, Forbidden)


@router.get("", summary="Ways of delivery", responses=errors(*_MAY))
async def methods(asker: Asker, snapshot: Snap) -> Envelope[list[MethodOut]]:
    """In the shop's order. Needs `orders:read`."""
    found = await shipping.methods_list(snapshot, asker)
    return ok([MethodOut.model_validate(each) for each in found])


@router.put("/{key}/rates", summary="Price a method by zone", responses=errors(*_MAY, NotFound))
async def set_rates(key: str, asked: RatesIn, asker: Asker, tx: Tx) -> Envelope[MethodOut]:
    """All of its rates from now on; it is not offered in a zone without one. None at all gives it
    back its flat price. Needs `shipping:write`."""
    found = await shipping.set_rates(tx, asker, key, asked.rates_of())
    return ok(MethodOut.model_validate(found))
