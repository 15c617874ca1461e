"""What became of a past order's goods: sent, delivered, brought back, or cancelled before that."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from uuid import UUID

from zahra.seeds.catalogue import Journey
from zahra.seeds.concluding import Ordered
from zahra.seeds.staging import Stage
from zahra.shop import orders, payments, shipping
from zahra.shop.inventory import Wanted
from zahra.shop.orders import Cancelling, Dock, Packing
from zahra.shop.shipping import Shipment, ShipmentEvent, Waybill

_ON = ShipmentEvent
_PICKED, _SENT = timedelta(hours=16), timedelta(hours=20)  # after the order
_DELIVERED = ((_ON.MOVE, 2), (_ON.GO_OUT, 4), (_ON.DELIVER, 4))  # event, days after the order
_TURNED_BACK = ((_ON.MOVE, 2), (_ON.GO_OUT, 4), (_ON.FAIL, 4), (_ON.TURN_BACK, 6))
_BETWEEN = timedelta(hours=3)  # two events of one day
_BACK = timedelta(days=12)
_SECOND_THOUGHTS = timedelta(hours=2)


async def cancel(stage: Stage, ordered: Ordered) -> None:
    """Its buyer thinks better of it, and the money goes back."""
    shop, named = stage.shop, ordered.placed.order.id
    stage.move_to(ordered.at + _SECOND_THOUGHTS)
    async with shop.database.transaction() as tx:
        wish = Cancelling("Found it cheaper")
        key = f"demo:{ordered.told.key}"
        await orders.cancel_order(tx, ordered.buyer, named, wish, key=key)
    async with shop.database.snapshot() as snapshot:
        granted = await payments.refunds_not_on_their_way(snapshot, before=snapshot.now, limit=9)
    for refund_id in granted:
        await orders.jobs.execute_refund(shop.database, shop.gateways, refund_id)


async def send(stage: Stage, ordered: Ordered) -> Shipment:
    """The owner picks, packs and dispatches it all, the day after."""
    shop, named = stage.shop, ordered.placed.order.id
    stage.move_to(ordered.at + _PICKED)
    async with shop.database.transaction() as tx:
        await orders.start_picking(tx, ordered.owner, named)
        parcel = await orders.pack_shipment(tx, ordered.owner, Packing(named, "manual"))
    stage.move_to(ordered.at + _SENT)
    async with shop.database.transaction() as tx:
        bill = Waybill(f"DEMO{parcel.id.int % 10**10:010}", carrier="Pink City Couriers")
        await shipping.write_waybill(tx, ordered.owner, shop.couriers, parcel.id, bill)
    async with shop.database.transaction() as tx:
        seller = shop.terms.seller
        return await orders.dispatch_shipment(tx, ordered.owner, parcel.id, seller=seller)


async def deliver(stage: Stage, ordered: Ordered) -> None:
    """It arrives four days after it was ordered; cash is taken."""
    parcel = await send(stage, ordered)
    await _travel(stage, ordered, parcel.id, _DELIVERED)


async def bring_back(stage: Stage, ordered: Ordered) -> None:
    """Nobody opens the door; it comes back and is counted, sound."""
    shop, parcel = stage.shop, await send(stage, ordered)
    await _travel(stage, ordered, parcel.id, _TURNED_BACK)
    stage.move_to(ordered.at + _BACK)
    async with shop.database.transaction() as tx:
        back = await shipping.rto_of(tx, parcel.id)
        pieces = await orders.pieces_of(tx, parcel.order_id)
        sound = tuple(Wanted(piece.variant_id, 1) for piece in pieces)
        await orders.receive_rto(tx, ordered.owner, back.id, Dock(sound))


async def only_send(stage: Stage, ordered: Ordered) -> None:
    """It is on its way."""
    parcel = await send(stage, ordered)
    await _travel(stage, ordered, parcel.id, _DELIVERED[:1])


async def _travel(
    stage: Stage, ordered: Ordered, parcel_id: UUID, way: tuple[tuple[ShipmentEvent, int], ...]
) -> None:
    """The courier's word, one event after the other, each followed at once."""
    shop = stage.shop
    for at, (event, days) in enumerate(way):
        stage.move_to(ordered.at + _SENT + timedelta(days=days - 1) + at * _BETWEEN)
        async with shop.database.transaction() as tx:
            await shipping.tell_scan(tx, ordered.owner, shop.couriers, parcel_id, event)
        async with shop.database.transaction() as tx:
            await orders.follow_shipment(tx, parcel_id, seller=shop.terms.seller)


JOURNEYS: Mapping[Journey, Callable[[Stage, Ordered], Awaitable[None]]] = {
    Journey.CANCELLED: cancel,
    Journey.SENT: only_send,
    Journey.DELIVERED: deliver,
    Journey.CAME_BACK: bring_back,
}
