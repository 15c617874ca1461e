"""`/admin/orders` and parcels: picking, packing, dispatch, cancelling, and what comes back."""

from uuid import UUID

from fastapi import APIRouter

from zahra.base import ids
from zahra.base.errors import Forbidden, NotFound, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import inventory, orders, shipping
from zahra.web.api.documenting import errors
from zahra.web.api.order_schemas import OrderOut
from zahra.web.api.order_showing import shown
from zahra.web.api.parcel_schemas import CameBackOut, MovingIn, PackingIn, ReceivingIn, SentOut
from zahra.web.http.context import Asker, TheShop, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/admin", tags=["Admin"], route_class=ApiRoute)
_MOVING = errors(Unauthenticated, Forbidden, NotFound, WrongMoment)
_SENDING = errors(Unauthenticated, Forbidden, NotFound, WrongMoment, orders.OrderDisputed)


@router.patch("/orders/{order_id}/status", summary="Pick or cancel an order", responses=_SENDING)
async def move(order_id: UUID, asked: MovingIn, asker: Asker, tx: Tx) -> Envelope[OrderOut]:
    """Needs `orders:write`. `cancelled` takes back all that has not left, with the note as its
    reason; everything else follows from parcels. A move that is not possible says what is."""
    if asked.status == "picking":
        await orders.start_picking(tx, asker, order_id, note=asked.note)
    else:
        wish = orders.Cancelling(asked.note or "cancelled by the shop")
        await orders.cancel_by_staff(tx, asker, order_id, wish, key=ids.token())
    return ok(await shown(tx, asker, order_id))


@router.post(
    "/orders/{order_id}/shipments",
    summary="Pack a parcel",
    status_code=201,
    responses=_SENDING,
)
async def pack(
    order_id: UUID, asked: PackingIn, asker: Asker, shop: TheShop, tx: Tx
) -> Envelope[SentOut]:
    """Makes a parcel of pieces that wait. What it takes at the door is reckoned, never sent.
    Needs `shipping:write`."""
    packing = asked.packing(order_id)
    made = await orders.pack_shipment(tx, asker, packing, couriers=shop.couriers.names)
    return ok(SentOut.model_validate(made))


@router.post(
    "/shipments/{shipment_id}/dispatch",
    summary="Hand a parcel to its courier",
    responses=errors(
        Unauthenticated,
        Forbidden,
        NotFound,
        WrongMoment,
        orders.OrderDisputed,
        shipping.NotBooked,
        inventory.NotPromised,
    ),
)
async def dispatch(shipment_id: UUID, asker: Asker, shop: TheShop, tx: Tx) -> Envelope[SentOut]:
    """Takes its stock off the shelf and issues its invoice. Once, however often it is sent. Needs
    `shipping:write`."""
    seller = shop.terms.seller
    sent = await orders.dispatch_shipment(tx, asker, shipment_id, seller=seller)
    return ok(SentOut.model_validate(sent))


@router.post(
    "/shipments/{shipment_id}/unpack", summary="Take a parcel apart again", responses=_MOVING
)
async def unpack(shipment_id: UUID, asker: Asker, tx: Tx) -> Envelope[SentOut]:
    """Until it leaves: its pieces wait to be packed another way, or for another courier, and its
    own is called off. Once, however often it is sent. Needs `shipping:write`."""
    return ok(SentOut.model_validate(await orders.take_apart(tx, asker, shipment_id)))


@router.post("/rtos/{rto_id}/receive", summary="Take in a parcel that came back", responses=_MOVING)
async def receive(rto_id: UUID, asked: ReceivingIn, asker: Asker, tx: Tx) -> Envelope[CameBackOut]:
    """Restocks what can be sold again, by the count at the dock; what was paid goes back. Needs
    `shipping:write`."""
    return ok(CameBackOut.model_validate(await orders.receive_rto(tx, asker, rto_id, asked.dock())))
