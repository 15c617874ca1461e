"""A depot behind the till: orders are picked, packed, dispatched, and couriers tell of parcels."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.world.people import ASHA
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Actor, program
from zahra.shop import invoices, orders, payments, shipping
from zahra.shop.inventory import Wanted
from zahra.shop.orders import Cancelling, Dock, Order, Packing, Piece, Placed
from zahra.shop.shipping import ScanFact, Shipment, ShipmentState

PACKER = program("depot")
COURIER = "shiprocket"
ON_THE_WAY = (ShipmentState.IN_TRANSIT, ShipmentState.OUT_FOR_DELIVERY, ShipmentState.DELIVERED)


@dataclass(slots=True)
class Depot:
    """What happens to a till's orders after they are placed."""

    till: Till

    async def paid(self, qty: int = 2, *, stock: int = 9) -> tuple[UUID, Actor, Placed]:
        """A placed order that was paid by a gateway: the variant it is of, whose, and itself."""
        variant, actor, placed = await self.till.waiting_order(stock=stock, qty=qty)
        self.till.pay(placed)
        await self.till.settle(placed)
        return variant, actor, placed

    async def due_at_the_door(
        self, qty: int = 2, *, stock: int = 9, who: str = ASHA
    ) -> tuple[UUID, Actor, Placed]:
        """A placed order that is to be paid in cash."""
        goods = await self.till.goods({"M": stock})
        actor = await self.till.shopper(who)
        await self.till.fill_bag(actor, goods["M"], qty)
        return goods["M"], actor, await self.till.place(actor, payment_method="cod")

    async def pick(self, placed: Placed) -> Order:
        async with self.till.database.transaction() as tx:
            return await orders.start_picking(tx, PACKER, placed.order.id)

    async def pack(self, placed: Placed, qty: int | None = None) -> Shipment:
        """A parcel of so many pieces of the order's only line, or all that wait, which its courier
        has given a number."""
        async with self.till.database.transaction() as tx:
            line = (await orders.pieces_of(tx, placed.order.id))[0].line_id
            lines = None if qty is None else {line: qty}
            packing = Packing(placed.order.id, COURIER, lines)
            made = await orders.pack_shipment(tx, PACKER, packing, couriers=[COURIER])
            await tx.run("UPDATE shipments SET awb = number WHERE id = %(id)s", id=made.id)
            return await shipping.shipment(tx, made.id)

    async def dispatch(self, parcel: Shipment) -> Shipment:
        async with self.till.database.transaction() as tx:
            seller = self.till.terms.seller
            return await orders.dispatch_shipment(tx, PACKER, parcel.id, seller=seller)

    async def sent(self, placed: Placed, qty: int | None = None) -> Shipment:
        """Picked, packed and on its way."""
        if (await self.order(placed)).fulfilment_status == "unfulfilled":
            await self.pick(placed)
        return await self.dispatch(await self.pack(placed, qty))

    async def tell(self, parcel: Shipment, *states: ShipmentState) -> Order:
        """The courier tells of the parcel, one thing a minute, and it is followed."""
        for state in states:
            await self.file(parcel, state)
        return await self.follow(parcel)

    async def file(
        self, parcel: Shipment, state: ShipmentState, *, at: datetime | None = None
    ) -> None:
        """The courier tells something that nobody has applied yet; it has just happened, unless
        it says when."""
        self.till.database.ahead += timedelta(minutes=1)
        async with self.till.database.transaction() as tx:
            number = parcel.awb or parcel.number
            when = at or tx.now
            fact = ScanFact(number, state, state, when, when.isoformat())
            await tx.run(
                "UPDATE shipments SET awb = %(awb)s WHERE id = %(id)s", awb=number, id=parcel.id
            )
            await shipping.keep_scan(tx, COURIER, ids.token().encode(), [fact])

    async def follow(self, parcel: Shipment) -> Order:
        async with self.till.database.transaction() as tx:
            seller = self.till.terms.seller
            return await orders.follow_shipment(tx, parcel.id, seller=seller)

    async def take_in(self, parcel: Shipment, *, good: int = 0, bad: int = 0) -> None:
        """The parcel is at the dock again, and its pieces are counted."""
        async with self.till.database.transaction() as tx:
            back = await shipping.rto_of(tx, parcel.id)
            pieces = await orders.pieces_of(tx, parcel.order_id)
            (variant,) = {piece.variant_id for piece in pieces}
            dock = Dock(_some(variant, good), _some(variant, bad))
            await orders.receive_rto(tx, PACKER, back.id, dock)

    async def cancel(
        self, actor: Actor, placed: Placed, qty: int | None = None, *, key: str = "c1"
    ) -> Order:
        """Cancel so many pieces of the order's only line, or all."""
        async with self.till.database.transaction() as tx:
            line = (await orders.pieces_of(tx, placed.order.id))[0].line_id
            lines = None if qty is None else {line: qty}
            wish = Cancelling("changed my mind", lines)
            return await orders.cancel_order(tx, actor, placed.order.id, wish, key=key)

    async def order(self, placed: Placed) -> Order:
        return (await self.till.whole(placed)).order

    async def pieces(self, placed: Placed) -> list[Piece]:
        async with self.till.database.snapshot() as snapshot:
            return await orders.pieces_of(snapshot, placed.order.id)

    async def states(self, placed: Placed) -> list[str]:
        """Where each piece is."""
        return [piece.state.value for piece in await self.pieces(placed)]

    async def parcel(self, parcel: Shipment) -> Shipment:
        async with self.till.database.snapshot() as snapshot:
            return await shipping.shipment(snapshot, parcel.id)

    async def tenders(self, placed: Placed) -> dict[str, tuple[int, int, int]]:
        """Taken, promised back and gone back, by what it was paid with."""
        async with self.till.database.snapshot() as snapshot:
            known = await payments.payments_of_order(snapshot, placed.order.id)
        sums: dict[str, tuple[int, int, int]] = {}
        for each in known:
            one = (each.amount, each.refund_granted, each.amount_refunded)
            before = sums.get(each.purpose.value, (0, 0, 0))
            sums[each.purpose.value] = (before[0] + one[0], before[1] + one[1], before[2] + one[2])
        return sums

    async def documents(self, placed: Placed) -> list[tuple[str, int]]:
        """Invoices and credit notes of the order, and what they come to."""
        async with self.till.database.snapshot() as snapshot:
            found = await invoices.invoices_of(snapshot, placed.order.id)
        return [(each.kind.value, each.total) for each in found]

    async def stock(self, variant_id: UUID) -> tuple[int, int, int]:
        """On hand, unavailable and allocated; what the ledger adds up to is the same."""
        async with self.till.database.snapshot() as snapshot:
            row = await snapshot.value(
                """
                SELECT ARRAY[l.on_hand, l.unavailable, l.allocated,
                    sum(m.on_hand), sum(m.unavailable), sum(m.allocated)]
                FROM stock_levels l JOIN stock_movements m USING (variant_id)
                WHERE l.variant_id = %(id)s GROUP BY l.variant_id
                """,
                id=variant_id,
            )
        levels, ledger = tuple(row[:3]), tuple(row[3:])
        assert levels == ledger, "the ledger explains the level"
        return levels

    async def history(self, placed: Placed, life: str) -> list[str]:
        whole = await self.till.whole(placed)
        return [step.to_state for step in whole.history if step.life == life]

    async def value(self, sql: str, **params: Any) -> Any:
        return await self.till.value(sql, **params)


def _some(variant: UUID, qty: int) -> tuple[Wanted, ...]:
    return (Wanted(variant, qty),) if qty else ()
