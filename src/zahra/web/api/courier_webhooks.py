"""`/hooks`: what couriers tell of parcels.

Shiprocket refuses addresses that hold its own name or the letters s-r or k-r, so its hook has none.
"""

from fastapi import APIRouter
from starlette.requests import Request

from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop import shipping
from zahra.web.api.documenting import errors
from zahra.web.api.payment_schemas import ReceivedOut
from zahra.web.api.webhooks import ForgedWebhook
from zahra.web.http.context import TheShop
from zahra.web.http.routes import PlainRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/hooks", tags=["Couriers"], route_class=PlainRoute)
_COURIERS = {"courier-a": "shiprocket"}


@router.post("/{hook}", summary="A courier's webhook", responses=errors(ForgedWebhook, NotFound))
async def receive(hook: str, request: Request, shop: TheShop) -> Envelope[ReceivedOut]:
    """Filed as it came and answered at once; a job moves the parcels. The courier proves itself by
    a token that was set with it, shown as `x-api-key`."""
    courier = shop.couriers.named(_COURIERS.get(hook, ""))
    if not courier.hears:
        raise NotFound
    raw = await request.body()
    try:
        facts = courier.read_scans(raw, request.headers)
    except shipping.ForgedScan:
        raise ForgedWebhook from None

    async def keep(tx: Transaction) -> None:
        await shipping.keep_scan(tx, courier.name, raw, facts)

    await shop.database.run(keep)
    return ok(ReceivedOut())
