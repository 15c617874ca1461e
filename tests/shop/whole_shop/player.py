"""The whole shop in one place, and everything people and machines can do to it.

Each method is one thing that happens. What the shop refuses is no failure here: what must hold is
that its books are right afterwards.
"""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from tests.shop.whole_shop.mortal import Fuse, Killed, MortalDatabase, MortalGateway
from tests.world import people
from tests.world.bags import TERMS, a_directory
from tests.world.doorstep import link_terms
from tests.world.goods import an_indigo_kurta
from tests.world.people import Postbox, a_person
from tests.world.till import ASHAS_HOME, DESK, Brand
from zahra.app import LISTENERS
from zahra.base.actors import Actor, program
from zahra.base.errors import ShopError
from zahra.providers.couriers.manual import ManualCourier
from zahra.shop import (
    books,
    cart,
    identity,
    inventory,
    orders,
    payments,
    promotions,
    returns,
    shipping,
)
from zahra.shop.cart import Choosing, Holder
from zahra.shop.orders import Cancelling, Dock, Order, Packing, Placing, Redirecting
from zahra.shop.payments import Destination
from zahra.shop.shipping import ShipmentEvent

T = TypeVar("T")
STAFF = program("staff")
CODE = "DIWALI"
PHONES = ("+919876543210", "+919876543211", "+919876543212")
_AT_THE_DOOR = "SELECT id FROM orders WHERE payment_status = 'cod_due' ORDER BY id"
_REFUSED = """
    SELECT id FROM refunds r WHERE state = 'failed'
    AND NOT EXISTS (SELECT FROM refunds n WHERE n.instead_of = r.id) ORDER BY id
    """
_THERE = """
    SELECT 'order' FROM orders UNION
    SELECT status FROM orders UNION
    SELECT payment_status FROM orders UNION
    SELECT 'attempt' FROM payment_attempts WHERE provider_order_id IS NOT NULL UNION
    SELECT 'payment' FROM payments UNION
    SELECT 'parcel' FROM shipments UNION
    SELECT 'rto' FROM rtos UNION
    SELECT 'delivered' FROM order_pieces WHERE state = 'delivered' UNION
    SELECT 'return' FROM returns UNION
    SELECT 'refund ' || state FROM refunds
    """


@dataclass(slots=True)
class Player:
    """Three shoppers, two sizes of one kurta, one coupon that is good twice, and the staff."""

    database: MortalDatabase
    gateway: MortalGateway
    fuse: Fuse
    postbox: Postbox = field(default_factory=Postbox)
    shoppers: list[Actor] = field(default_factory=list[Actor])
    sizes: list[UUID] = field(default_factory=list[UUID])
    keys: int = 0
    refused: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def gateways(self) -> payments.Gateways:
        return payments.Gateways([self.gateway])

    async def open(self) -> None:
        """The shop on its first morning."""
        self.database.listeners = LISTENERS
        self.database.queue = self.database.errands
        async with self.database.transaction() as tx:
            await a_directory(tx)
            goods = await an_indigo_kurta(tx, {"S": 9, "M": 12})
            self.sizes = [goods["S"], goods["M"]]
            self.shoppers = [await a_person(tx, phone) for phone in PHONES]
            off = promotions.NewPromotion(
                "Diwali", promotions.Kind.PERCENT, code=CODE, percent=10, total_limit=2
            )
            await promotions.create_promotion(tx, STAFF, off)

    async def attempt(self, what: Awaitable[Any], *, dies_at: int | None = None) -> None:
        """Let something happen; the shop may refuse it, its process may be killed on the way."""
        self.fuse.steps = dies_at
        try:
            await what
        except ShopError as no:
            self.refused[no.code] = self.refused.get(no.code, 0) + 1
        except Killed:
            self.refused["killed"] = self.refused.get("killed", 0) + 1
        finally:
            self.fuse.steps = None

    async def add(self, who: int, size: int, qty: int) -> None:
        async with self.database.transaction() as tx:
            await cart.add_item(tx, self._bag(who), self.sizes[size], qty, terms=TERMS)

    async def type_code(self, who: int) -> None:
        """Type the coupon's code, with something in the bag."""
        await self.add(who, self.keys % 2, 1)
        async with self.database.transaction() as tx:
            await cart.apply_coupon(tx, self._bag(who), CODE, terms=TERMS)

    async def place(self, who: int, method: str, use_credit: bool) -> None:
        """Look at the bag and order it; an empty one gets a kurta first."""
        self.keys += 1
        async with self.database.snapshot() as snapshot:
            is_empty = await cart.count_pieces(snapshot, self._bag(who)) == 0
        if is_empty:
            await self.add(who, self.keys % 2, 1 + self.keys % 2)
        wish = Placing(
            0, 0, ASHAS_HOME, "standard", method, key=f"key-{self.keys}", use_credit=use_credit
        )
        choosing = Choosing(ASHAS_HOME.pincode, "standard", method)
        async with self.database.snapshot() as snapshot:
            bag = await cart.cart_of(snapshot, self._bag(who), TERMS, choosing=choosing)
        wish = replace(wish, cart_version=bag.version, expected_total=bag.totals.total)
        await orders.place_order(
            self.database, self.gateways, self.shoppers[who], wish, terms=TERMS
        )

    async def pay(self, pick: int, state: str) -> None:
        """Somebody pays at the gateway, whether or not the shop still wants it."""
        if self.gateway.orders:
            self.gateway.pay(_nth(list(self.gateway.orders), pick), state)

    async def buy(self, who: int, method: str) -> None:
        """Order, pay, and have the shop hear of it: all goes well."""
        await self.place(who, method, use_credit=True)
        if method == "cod":
            return
        await self.pay(-1, "captured")
        await self.ring(-1, 1)
        await self.work()

    async def ring(self, pick: int, times: int) -> None:
        """A webhook about some payment comes, perhaps more than once."""
        if not self.gateway.payments:
            return
        self.keys += 1
        fact = _nth(list(self.gateway.payments.values()), pick)
        raw = f"evt_{self.keys} payment.any {fact.order_id} {fact.id}".encode()
        for _ in range(times):
            event = self.gateway.read_event(raw, {"x-signature": "genuine"})
            async with self.database.transaction() as tx:
                await orders.receive_event(tx, "razorpay", raw, event)

    async def dispute(self, pick: int, state: str, amount: int) -> None:
        """A payer's bank says something about one of a payment's two disputes, and the gateway
        rings."""
        had = [fact for fact in self.gateway.payments.values() if fact.state == "captured"]
        if not had:
            return
        self.keys += 1
        fact = _nth(had, pick)
        name = f"disp_{fact.id}_{amount}"
        known = self.gateway.disputes.get(name)
        if known is None or known.state not in ("won", "lost", "closed"):
            self.gateway.quarrel(fact.id, state, id=name, amount=min(amount, fact.amount))
        raw = f"evt_{self.keys} payment.dispute {fact.order_id} {fact.id} {name}".encode()
        event = self.gateway.read_event(raw, {"x-signature": "genuine"})
        async with self.database.transaction() as tx:
            await orders.receive_event(tx, "razorpay", raw, event)
        await self.work()

    async def switch(self, pick: int, reward: int) -> None:
        """Somebody opens the link to pay a cash order online; whether they pay is another thing."""
        order_id = await self._nth_id(_AT_THE_DOOR, pick)
        async with self.database.transaction() as tx:
            terms = link_terms(tx.now, reward=reward)
            link = await orders.prepaid_link(tx, STAFF, order_id, terms=terms)
        await orders.pay_by_link(self.database, self.gateways, link.id)

    async def confirm_cash(self, pick: int) -> None:
        order = await self._order(pick, status="pending_confirmation")
        async with self.database.transaction() as tx:
            await orders.confirm_for_buyer(tx, STAFF, order.id, reason="spoke to them")

    async def cancel(self, pick: int, by_staff: bool, one_piece: bool) -> None:
        order = await self._order(pick)
        async with self.database.transaction() as tx:
            pieces = await orders.pieces_of(tx, order.id)
            lines = {pieces[0].line_id: 1} if one_piece and pieces else None
            by = STAFF if by_staff else people.shopper(order.user_id)
            self.keys += 1
            wish = Cancelling("changed my mind", lines)
            await orders.cancel_order(tx, by, order.id, wish, key=f"cancel-{self.keys}")

    async def pack(self, pick: int, one_piece: bool) -> None:
        order = await self._order(pick, status="placed")
        async with self.database.transaction() as tx:
            await orders.start_picking(tx, STAFF, order.id)
            pieces = [p for p in await orders.pieces_of(tx, order.id) if p.is_waiting]
            lines = {pieces[0].line_id: 1} if one_piece and pieces else None
            await orders.pack_shipment(tx, STAFF, Packing(order.id, "manual", lines))

    async def dispatch(self, pick: int) -> None:
        parcel = await self._parcel(pick)
        async with self.database.transaction() as tx:
            await orders.dispatch_shipment(tx, STAFF, parcel, seller=TERMS.seller)

    async def tell(self, pick: int, event: ShipmentEvent) -> None:
        """A courier says what became of a parcel."""
        parcel = await self._parcel(pick)
        async with self.database.transaction() as tx:
            couriers = shipping.Couriers([ManualCourier()])
            await shipping.tell_scan(tx, STAFF, couriers, parcel, event)

    async def take_in(self, pick: int, sound: int) -> None:
        """A parcel that turned back is counted at the dock."""
        rto_id = await self._nth_id("SELECT id FROM rtos ORDER BY id", pick)
        async with self.database.transaction() as tx:
            way = await shipping.rto(tx, rto_id)
            parcel = await shipping.shipment(tx, way.shipment_id)
            pieces = await orders.pieces_of(tx, parcel.order_id)
            own = [p for p in pieces if p.shipment_id == parcel.id][:sound]
            dock = Dock(resellable=tuple(inventory.Wanted(p.variant_id, 1) for p in own))
            await orders.receive_rto(tx, STAFF, rto_id, dock)

    async def ask_return(self, pick: int, to_credit: bool) -> None:
        order = await self._order(pick, status="placed")
        self.keys += 1
        async with self.database.transaction() as tx:
            pieces = await orders.pieces_of(tx, order.id)
            item = returns.AskingItem(pieces[0].line_id, 1, returns.Reason.TOO_SMALL)
            to = Destination.STORE_CREDIT if to_credit else Destination.SOURCE
            asking = returns.Asking((item,), f"return-{self.keys}", destination=to)
            await returns.ask_return(tx, people.shopper(order.user_id), order.id, asking)

    async def go_on_with_return(self, pick: int, is_sound: bool) -> None:
        """The next step of some return, whichever that is."""
        return_id = await self._nth_id("SELECT id FROM returns ORDER BY id", pick)
        async with self.database.transaction() as tx:
            whole = await returns.given_return(tx, STAFF, return_id)
            one = returns.Counted(sound=1) if is_sound else returns.Counted(spoilt=1)
            count = returns.Count({item.id: one for item in whole.items})
            match whole.given.state:
                case "requested":
                    await returns.approve_return(tx, STAFF, return_id)
                case "approved" | "pickup_scheduled" | "picked_up":
                    await returns.receive_return(tx, STAFF, return_id, count)
                case "received":
                    await returns.judge_return(tx, STAFF, return_id, count)
                case _:
                    await returns.refund_return(tx, STAFF, return_id, seller=TERMS.seller)

    async def refund(self, pick: int, amount: int) -> None:
        """Staff give somebody some money back, for no piece in particular."""
        payment_id = await self._nth_id("SELECT id FROM payments ORDER BY id", pick)
        self.keys += 1
        async with self.database.transaction() as tx:
            await orders.refund_payment(
                tx, STAFF, payment_id, amount, reason="goodwill", key=f"refund-{self.keys}"
            )

    async def redirect(self, pick: int, to: Destination) -> None:
        """What a gateway has refused to send back goes another way."""
        refund_id = await self._nth_id(_REFUSED, pick)
        async with self.database.transaction() as tx:
            await orders.redirect_refund(tx, STAFF, refund_id, Redirecting(to))

    async def restock(self, size: int, qty: int) -> None:
        async with self.database.transaction() as tx:
            await inventory.receive_stock(tx, STAFF, self.sizes[size], qty, reason="delivery")

    async def work(self) -> None:
        """The worker does every job that waits; one it dies in is begun again."""
        ports = {
            "database": self.database,
            "gateways": self.gateways,
            "senders": self.postbox,
            "brand": Brand(),
            "keys": people.KEYS,
            "policy": identity.Policy(),
            "desk": DESK,
            "terms": TERMS,
            "couriers": shipping.Couriers([ManualCourier()]),
        }
        waiting = self.database.errands.waiting
        for _ in range(200):
            if not waiting:
                return
            job, args, _ = waiting[0]
            asked = inspect.signature(job).parameters
            await _as_a_worker(job, {n: p for n, p in ports.items() if n in asked} | dict(args))
            waiting.pop(0)
        raise AssertionError("the jobs never end")

    async def sweep(self) -> None:
        """What comes every minute."""
        await orders.jobs.poll_attempts(self.database, self.gateways)
        await orders.jobs.expire_orders(self.database, self.gateways)
        await orders.jobs.give_rewards(self.database)
        await inventory.expire_holds(self.database)

    async def let_pass(self, minutes: int) -> None:
        """Time passes. A worker that died has been started again long before an hour is over."""
        await self.work()
        self.database.ahead += timedelta(minutes=minutes)

    async def what_is_there(self) -> frozenset[str]:
        """Which kinds of things there are to act on by now."""
        async with self.database.snapshot() as snapshot:
            return frozenset(await snapshot.values(_THERE))

    async def report(self) -> books.Report:
        async with self.database.agreeing() as snapshot:
            return await books.examine(snapshot)

    def _bag(self, who: int) -> Holder:
        return Holder(user_id=self.shoppers[who].user_id)

    async def _order(self, pick: int, *, status: str | None = None) -> Order:
        order_id = await self._nth_id(
            "SELECT id FROM orders WHERE coalesce(status = %(status)s::text, true) ORDER BY id",
            pick,
            status=status,
        )
        async with self.database.transaction() as tx:
            return await orders.lock_order(tx, order_id)

    async def _parcel(self, pick: int) -> UUID:
        return await self._nth_id("SELECT id FROM shipments ORDER BY id", pick)

    async def _nth_id(self, sql: str, pick: int, **params: Any) -> UUID:
        async with self.database.snapshot() as snapshot:
            found = await snapshot.values(sql, **params)
        if not found:
            raise NothingThere
        return _nth(found, pick)


class NothingThere(ShopError):
    """There is none of that yet: the machine goes on with something else."""

    code = "nothing_there"


async def _as_a_worker(job: Callable[..., Awaitable[Any]], args: dict[str, Any]) -> None:
    """A refusal ends a job here: the sweeps come back to what is left."""
    try:
        await job(**args)
    except ShopError:
        return


def _nth(found: list[T], pick: int) -> T:
    return found[pick % len(found)]
