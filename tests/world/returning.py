"""A counter for returns: orders that were delivered, and everything that can come of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.world.bags import TERMS
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission, program
from zahra.base.db import Database
from zahra.shop import credit, inventory, orders, returns, shipping
from zahra.shop.orders import Packing, Piece, Placed, WholeOrder
from zahra.shop.payments import Destination
from zahra.shop.returns import (
    Asking,
    AskingItem,
    Count,
    Counted,
    Pickup,
    Reason,
    Resolution,
    Return,
    WholeReturn,
)
from zahra.shop.shipping import ShipmentEvent

STAFF = program("tests")


@dataclass(slots=True)
class Counter:
    """Over a till, with a shopper who has bought and was delivered to."""

    till: Till
    actor: Actor
    goods: Mapping[str, UUID]
    whole: WholeOrder
    keys: int = field(default=0)

    @property
    def order_id(self) -> UUID:
        return self.whole.order.id

    @property
    def line_id(self) -> UUID:
        return self.whole.lines[0].id

    async def ask(self, qty: int = 1, *, actor: Actor | None = None, **wishes: Any) -> Return:
        """Ask for pieces of the first line; `wishes` are fields of the item or of the asking."""
        item_names = {"reason", "note", "photos", "resolution", "exchange_variant_id"}
        of_item = {name: value for name, value in wishes.items() if name in item_names}
        rest = {name: value for name, value in wishes.items() if name not in item_names}
        item = AskingItem(self.line_id, qty, of_item.pop("reason", Reason.TOO_SMALL), **of_item)
        self.keys += 1
        asking = Asking((item,), rest.pop("key", f"return-{self.keys}"), **rest)
        return await self.ask_for(asking, actor=actor)

    async def ask_for(self, asking: Asking, *, actor: Actor | None = None) -> Return:
        async with self.till.database.transaction() as tx:
            return await returns.ask_return(tx, actor or self.fresh(), self.order_id, asking)

    async def exchange(self, qty: int = 1, *, size: str = "L", **wishes: Any) -> Return:
        """Ask for another size."""
        wanted = {"resolution": Resolution.EXCHANGE, "exchange_variant_id": self.goods[size]}
        return await self.ask(qty, **wanted, **wishes)

    def fresh(self) -> Actor:
        """The shopper, who has just shown that it is them."""
        return replace(self.actor, proven_at=datetime.now(UTC) + self.till.database.ahead)

    async def approve(self, given: Return) -> Return:
        async with self.till.database.transaction() as tx:
            return await returns.approve_return(tx, STAFF, given.id)

    async def pick_up(self, given: Return) -> Return:
        async with self.till.database.transaction() as tx:
            pickup = Pickup("manual", on=(tx.now + timedelta(days=1)).date(), awb="R1")
            await returns.schedule_pickup(tx, STAFF, given.id, pickup)
        async with self.till.database.transaction() as tx:
            return await returns.mark_picked_up(tx, STAFF, given.id)

    async def receive(self, given: Return, *, sound: int = 0, spoilt: int = 0) -> Return:
        """Count the only item at the dock."""
        count = await self.count(given, sound=sound, spoilt=spoilt)
        async with self.till.database.transaction() as tx:
            return await returns.receive_return(tx, STAFF, given.id, count)

    async def judge(self, given: Return, *, sound: int = 0, spoilt: int = 0) -> Return:
        count = await self.count(given, sound=sound, spoilt=spoilt)
        async with self.till.database.transaction() as tx:
            return await returns.judge_return(tx, STAFF, given.id, count)

    async def refund(self, given: Return, *, actor: Actor = STAFF) -> Return:
        async with self.till.database.transaction() as tx:
            return await returns.refund_return(tx, actor, given.id, seller=TERMS.seller)

    async def come_back(self, given: Return, qty: int = 1) -> Return:
        """All the way to the refund, every piece sound."""
        await self.approve(given)
        await self.pick_up(given)
        await self.receive(given, sound=qty)
        await self.judge(given, sound=qty)
        return await self.refund(given)

    async def count(self, given: Return, *, sound: int, spoilt: int) -> Count:
        whole = await self.show(given)
        return Count({whole.items[0].id: Counted(sound, spoilt)})

    async def show(self, given: Return) -> WholeReturn:
        async with self.till.database.snapshot() as snapshot:
            return await returns.given_return(snapshot, STAFF, given.id)

    async def order(self) -> WholeOrder:
        async with self.till.database.snapshot() as snapshot:
            return await orders.order(snapshot, self.actor, self.order_id)

    async def pieces(self) -> list[Piece]:
        async with self.till.database.snapshot() as snapshot:
            return await orders.pieces_of(snapshot, self.order_id)

    async def sellable(self, size: str) -> int:
        async with self.till.database.snapshot() as snapshot:
            return (await inventory.sellable(snapshot, [self.goods[size]]))[self.goods[size]]

    async def credit(self) -> int:
        async with self.till.database.snapshot() as snapshot:
            return await credit.balance(snapshot, self.actor.person)

    async def refunded(self) -> dict[str, int]:
        """What was granted back, by where it goes."""
        async with self.till.database.snapshot() as snapshot:
            rows = await snapshot.values(
                "SELECT jsonb_build_array(destination, sum(amount)) FROM refunds"
                " WHERE order_id = %(id)s GROUP BY destination",
                id=self.order_id,
            )
        return {where: int(amount) for where, amount in rows}


async def delivered(
    till: Till, *, qty: int = 2, stock: Mapping[str, int] | None = None, **wishes: Any
) -> Counter:
    """A shopper to whom `qty` pieces in M were delivered just now; `wishes` are for the order."""
    goods = await till.goods(stock or {"M": 5, "L": 5})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], qty)
    placed = await till.place(actor, **wishes)
    if placed.attempt is not None:
        till.pay(placed)
        await till.settle(placed)
    await deliver(till, placed)
    return Counter(till, actor, goods.variants, await till.whole(placed))


async def deliver(till: Till, placed: Placed) -> None:
    """Pack all of it, and have it arrive."""
    await deliver_order(till.database, placed.order.id)


async def deliver_order(database: Database, order_id: UUID) -> None:
    """As `deliver`, for an order of any shop."""
    async with database.transaction() as tx:
        await orders.start_picking(tx, STAFF, order_id)
        parcel = await orders.pack_shipment(tx, STAFF, Packing(order_id, "manual"))
        await orders.dispatch_shipment(tx, STAFF, parcel.id, seller=TERMS.seller)
    async with database.transaction() as tx:
        sent = await shipping.shipment(tx, parcel.id)
        await shipping.move_shipment(tx, sent, ShipmentEvent.DELIVER)
    async with database.transaction() as tx:
        await orders.follow_shipment(tx, parcel.id, seller=TERMS.seller)


def clerk(*permissions: Permission, at: datetime | None = None) -> Actor:
    """Somebody who works here and has just shown that it is them."""
    return Actor(
        Kind.STAFF,
        ids.new(),
        ids.new(),
        "Sam",
        frozenset(permissions),
        proven_at=at or datetime.now(UTC),
    )


__all__ = ["STAFF", "Counter", "Destination", "clerk", "deliver", "delivered"]
