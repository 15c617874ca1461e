"""A till: a shopper with a bag, a gateway that does as it is told, and jobs run by hand."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.world import bags, people
from tests.world.bags import TERMS, a_directory
from tests.world.fake_gateway import FakeGateway
from tests.world.goods import Goods, an_indigo_kurta
from tests.world.people import ASHA, Postbox, a_person
from zahra.base.actors import Actor
from zahra.base.db import Database, Listener, Transaction
from zahra.base.events import Event
from zahra.providers.couriers import ManualCourier
from zahra.shop import (
    cart,
    catalog,
    identity,
    inventory,
    notifications,
    orders,
    payments,
    returns,
)
from zahra.shop.cart import Cart, Choosing, Holder, Terms
from zahra.shop.orders import Address, Order, Placed, Placing
from zahra.shop.shipping import Couriers, UnclaimedNews

LISTENERS: Mapping[type[Event], Sequence[Listener]] = {
    orders.OrderPlaced: [returns.on_order_placed, notifications.on_order_placed],
    orders.OrderCancelled: [returns.on_order_cancelled],
    orders.OrderLapsed: [notifications.on_order_lapsed],
    orders.MoneyReturned: [notifications.on_money_returned],
    orders.PayoutNeedsAccount: [notifications.on_payout_needs_account],
    orders.RefundRedirected: [notifications.on_refund_redirected],
    orders.PiecesCancelled: [notifications.on_pieces_cancelled],
    orders.ShipmentDispatched: [notifications.on_shipment_dispatched],
    orders.ShipmentGoesOut: [notifications.on_shipment_goes_out],
    orders.ShipmentDelivered: [notifications.on_shipment_delivered],
    orders.ShipmentLost: [notifications.on_shipment_not_coming],
    orders.ShipmentCameBack: [notifications.on_shipment_not_coming],
    UnclaimedNews: [returns.on_unclaimed_news],
    returns.ReturnMoved: [notifications.on_return_moved],
    returns.ReturnSettled: [notifications.on_return_settled],
    inventory.StockBandChanged: [inventory.on_stock_band_changed],
    catalog.StyleChanged: [inventory.on_style_changed],
}
ASHAS_HOME = Address(
    name="Asha Verma",
    phone=ASHA,
    line1="12 Johari Bazaar",
    city="Jaipur",
    state="Rajasthan",
    state_code="08",
    pincode=bags.NEAR,
)
DESK = "desk@zahra.example"
IN_MUMBAI = replace(
    ASHAS_HOME, city="Mumbai", state="Maharashtra", state_code="27", pincode=bags.FAR
)


TABLES = (
    "orders",
    "order_lines",
    "order_pieces",
    "order_charges",
    "status_history",
    "payment_attempts",
    "payments",
    "refunds",
    "messages",
    "stock_levels",
    "stock_holds",
    "stock_allocations",
    "stock_movements",
    "carts",
    "cart_items",
)


@dataclass(frozen=True, slots=True)
class Brand:
    name: str = "Zahra"
    url: str = "https://zahra.example"
    host: str = "zahra.example"


@dataclass(slots=True)
class Errands:
    """A queue that remembers what was left in committed transactions, to be run by hand."""

    waiting: list[tuple[Callable[..., Awaitable[Any]], Mapping[str, Any], str | None]] = field(
        default_factory=list
    )

    async def put(
        self,
        tx: Transaction,
        job: Callable[..., Awaitable[Any]],
        *,
        args: Mapping[str, Any],
        at: datetime | None,
        once: str | None,
    ) -> None:
        if once is None or once not in [other for _, _, other in self.waiting]:
            self.waiting.append((job, args, once))


@dataclass(slots=True)
class Till:
    """Everything a checkout needs, over one database."""

    database: Database
    gateway: FakeGateway = field(default_factory=FakeGateway)
    postbox: Postbox = field(default_factory=Postbox)
    errands: Errands = field(default_factory=Errands)
    terms: Terms = TERMS
    couriers: Couriers = field(default_factory=lambda: Couriers([ManualCourier()]))

    def __post_init__(self) -> None:
        self.database.listeners = LISTENERS
        self.database.queue = self.errands

    @property
    def gateways(self) -> payments.Gateways:
        return payments.Gateways([self.gateway])

    async def goods(self, stock: Mapping[str, int] | None = None, **wishes: Any) -> Goods:
        """Something on sale, and PIN codes to send it to."""
        async with self.database.transaction() as tx:
            await a_directory(tx)
            return await an_indigo_kurta(tx, stock, **wishes)

    async def shopper(self, identifier: str = ASHA) -> Actor:
        async with self.database.transaction() as tx:
            return await a_person(tx, identifier)

    async def fill_bag(self, actor: Actor, variant_id: UUID, qty: int = 1) -> Cart:
        async with self.database.transaction() as tx:
            holder = Holder(user_id=actor.user_id)
            return await cart.add_item(tx, holder, variant_id, qty, terms=self.terms)

    async def placing(self, actor: Actor, **wishes: Any) -> Placing:
        """What a shopper submits who has just looked at the bag."""
        usual = Placing(0, 0, ASHAS_HOME, "standard", "razorpay", key="key-1")
        wanted = replace(usual, **wishes)
        bag = await self.bag(actor, wanted)
        return replace(
            wanted,
            cart_version=wishes.get("cart_version", bag.version),
            expected_total=wishes.get("expected_total", bag.totals.total),
        )

    async def bag(self, actor: Actor, placing: Placing) -> Cart:
        choosing = Choosing(
            placing.shipping_address.pincode, placing.shipping_method, placing.payment_method
        )
        async with self.database.snapshot() as snapshot:
            holder = Holder(user_id=actor.user_id)
            return await cart.cart_of(snapshot, holder, self.terms, choosing=choosing)

    async def place(self, actor: Actor, placing: Placing | None = None, **wishes: Any) -> Placed:
        wanted = placing or await self.placing(actor, **wishes)
        return await orders.place_order(
            self.database, self.gateways, actor, wanted, terms=self.terms
        )

    async def waiting_order(
        self, *, stock: int = 5, qty: int = 2, identifier: str = ASHA
    ) -> tuple[UUID, Actor, Placed]:
        """An order that waits for its money: the variant it is of, whose, and itself."""
        goods = await self.goods({"M": stock})
        actor = await self.shopper(identifier)
        await self.fill_bag(actor, goods["M"], qty)
        return goods["M"], actor, await self.place(actor)

    async def run_out(self) -> None:
        """Time passes until waiting orders have run out, and the sweep comes."""
        await self.later(minutes=31)
        await orders.jobs.expire_orders(self.database, self.gateways)

    async def settle(self, placed: Placed) -> Order:
        assert placed.attempt
        return await orders.settle(self.database, self.gateways, placed.attempt.id)

    def pay(self, placed: Placed, state: str = "captured", **more: Any) -> str:
        """The payer pays; the payment's id at the gateway."""
        return self.gateway.pay(gateway_order(placed), state, **more).id

    async def ring(self, event_id: str, placed: Placed, payment_id: str) -> None:
        """A webhook comes and is filed."""
        raw = f"{event_id} payment.any {gateway_order(placed)} {payment_id}".encode()
        fact = self.gateway.read_event(raw, {"x-signature": "genuine"})
        async with self.database.transaction() as tx:
            await orders.receive_event(tx, "razorpay", raw, fact)

    async def run_errands(self) -> None:
        """Run the jobs that wait, and those they leave, until none is left."""
        ports = {
            "database": self.database,
            "gateways": self.gateways,
            "couriers": self.couriers,
            "senders": self.postbox,
            "brand": Brand(),
            "keys": people.KEYS,
            "policy": identity.Policy(),
            "desk": DESK,
        }
        while self.errands.waiting:
            job, args, _ = self.errands.waiting.pop(0)
            asked = job.__annotations__
            await job(**{name: port for name, port in ports.items() if name in asked}, **args)

    async def whole(self, placed: Placed) -> orders.WholeOrder:
        async with self.database.snapshot() as snapshot:
            return await orders.order(
                snapshot, people.shopper(placed.order.user_id), placed.order.id
            )

    async def sellable(self, variant_id: UUID) -> int:
        async with self.database.snapshot() as snapshot:
            return (await inventory.sellable(snapshot, [variant_id]))[variant_id]

    async def later(self, **by: float) -> None:
        """Let the shop's time pass."""
        self.database.ahead += timedelta(**by)

    async def value(self, sql: str, **params: Any) -> Any:
        async with self.database.snapshot() as snapshot:
            return await snapshot.value(sql, **params)

    async def fingerprint(self) -> Mapping[str, str]:
        """What every table about a checkout holds, to see that nothing has changed."""
        async with self.database.snapshot() as snapshot:
            return {
                table: await snapshot.value(
                    f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
                    f" FROM {table} t"
                )
                for table in TABLES
            }


def gateway_order(placed: Placed) -> str:
    assert placed.attempt
    assert placed.attempt.provider_order_id
    return placed.attempt.provider_order_id
