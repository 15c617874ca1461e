"""Whatever is done to an order in whatever order, its books re-add after every step."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world.depot import PACKER, Depot
from tests.world.till import Till
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.base.errors import ShopError
from zahra.shop import orders, shipping
from zahra.shop.orders import Placed
from zahra.shop.shipping import Shipment, ShipmentState

pytestmark = pytest.mark.anyio
STOCK = 9
S = ShipmentState
STEPS = (
    "cancel_one",
    "cancel_all",
    "pick",
    "pack_one",
    "pack_all",
    "dispatch",
    "deliver",
    "fail",
    "turn_back",
    "take_in",
    "take_in_torn",
    "lose",
    "call_off",
    "run_errands",
)
BEGINNINGS = (
    (),
    ("pick",),
    ("pick", "pack_all", "dispatch"),
    ("pick", "pack_one", "dispatch", "pack_all"),
    ("pick", "pack_one", "dispatch", "deliver", "pack_all", "dispatch"),
)


class TakenBack(Exception):
    """So that the next example begins where this one did."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Who orders how much of what, and how it is paid."""

    variant: UUID
    actor: Actor
    qty: int
    method: str


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def test_any_sequence_keeps_tenders_pieces_papers_and_stock_right(depot: Depot):
    loop = asyncio.get_running_loop()
    goods, actor = await depot.till.goods({"M": STOCK}), await depot.till.shopper()

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        beginning=st.sampled_from(BEGINNINGS),
        steps=st.lists(st.sampled_from(STEPS), max_size=8),
        qty=st.integers(1, 3),
        at_the_door=st.booleans(),
    )
    def explore(beginning: tuple[str, ...], steps: list[str], qty: int, at_the_door: bool) -> None:
        begun = Begun(goods["M"], actor, qty, "cod" if at_the_door else "razorpay")
        walk = walked(depot, begun, (*beginning, *steps))
        asyncio.run_coroutine_threadsafe(walk, loop).result(60)

    await asyncio.to_thread(explore)


async def walked(depot: Depot, begun: Begun, steps: Sequence[str]) -> None:
    with contextlib.suppress(TakenBack):
        async with depot.till.database.transaction():
            await depot.till.fill_bag(begun.actor, begun.variant, begun.qty)
            placed = await depot.till.place(begun.actor, payment_method=begun.method)
            if placed.attempt:
                depot.till.pay(placed)
                await depot.till.settle(placed)
            for number, step in enumerate(("look", *steps)):
                with contextlib.suppress(ShopError):
                    await take(depot, placed, step, key=f"k{number}")
                await check_books(depot, placed, begun.variant)
            raise TakenBack


async def take(depot: Depot, placed: Placed, step: str, *, key: str) -> None:
    """One step, at the parcel that is the farthest behind."""
    if step in ("cancel_one", "cancel_all"):
        await depot.cancel(PACKER, placed, 1 if step == "cancel_one" else None, key=key)
    elif step == "pick":
        await depot.pick(placed)
    elif step in ("pack_one", "pack_all"):
        await depot.pack(placed, 1 if step == "pack_one" else None)
    elif step == "run_errands":
        await depot.till.run_errands()
    elif step != "look":
        for parcel in await parcels(depot, placed):
            await move(depot, parcel, step)
            return


async def move(depot: Depot, parcel: Shipment, step: str) -> None:
    told = {
        "deliver": (S.OUT_FOR_DELIVERY, S.DELIVERED),
        "fail": (S.UNDELIVERED,),
        "turn_back": (S.UNDELIVERED, S.RTO_INITIATED),
        "lose": (S.LOST,),
        "call_off": (S.CANCELLED,),
    }
    if step == "dispatch":
        await depot.dispatch(parcel)
    elif step in told:
        await depot.tell(parcel, *told[step])
    else:
        torn = int(step == "take_in_torn")
        await depot.take_in(parcel, good=1 - torn, bad=torn)


async def parcels(depot: Depot, placed: Placed) -> list[Shipment]:
    async with depot.till.database.snapshot() as snapshot:
        known = await shipping.shipments_of(snapshot, placed.order.id)
        pieces = await orders.pieces_of(snapshot, placed.order.id)
    under_way = {p.shipment_id for p in pieces if p.state in ("ordered", "shipped")}
    return sorted((each for each in known if each.id in under_way), key=lambda each: each.id)


async def check_books(depot: Depot, placed: Placed, variant: UUID) -> None:
    async with depot.till.database.snapshot() as snapshot:
        order = (await depot.till.whole(placed)).order
        pieces = await orders.pieces_of(snapshot, order.id)
        charges = await orders.charges_of(snapshot, order.id)
        backs = await orders.givebacks_of(snapshot, order.id)
    kept = [each for each in (*pieces, *charges) if each.giveback_id is None]
    given = sum(back.goods + back.charges for back in backs)
    assert given + sum(each.taxed.net for each in kept) == order.total
    tenders = (await depot.tenders(placed)).values()
    uncollected = sum(back.uncollected for back in backs)
    assert sum(t[0] for t in tenders) + order.collectable + uncollected == order.total
    assert sum(t[1] for t in tenders) == sum(back.refunded for back in backs)
    assert all(back.goods + back.charges == back.uncollected + back.refunded for back in backs)
    await check_stock(depot, placed, variant, Counter(p.state for p in pieces))
    has_bill = bool(await depot.documents(placed))
    billed = [p.taxed.net for p in pieces if p.state in ("shipped", "delivered")]
    billed += [c.taxed.net for c in charges if c.giveback_id is None and has_bill]
    signs = {"invoice": 1, "credit_note": -1}
    assert sum(signs[k] * total for k, total in await depot.documents(placed)) == sum(billed)


async def check_stock(
    depot: Depot, placed: Placed, variant: UUID, at: Counter[orders.PieceState]
) -> None:
    state = orders.PieceState
    gone = at[state.SHIPPED] + at[state.DELIVERED] + at[state.LOST]
    torn = await depot.value("SELECT coalesce(sum(damaged), 0)::int FROM rtos")
    assert await depot.stock(variant) == (STOCK - gone, torn, at[state.ORDERED])
    status = (await depot.order(placed)).status
    assert (status == "cancelled") == (at.total() == at[state.CANCELLED])
