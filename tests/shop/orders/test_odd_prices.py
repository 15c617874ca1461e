"""Orders whose prices are unusual: for nothing, lowered for a tax rate, or three for two."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from tests.world.bags import TERMS
from tests.world.depot import Depot
from tests.world.promoting import EVERY_CLASS, automatic, buy_two_get_one, rupees_off
from tests.world.returning import Counter, deliver
from tests.world.till import Till
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.shop import books, cart, tax
from zahra.shop.cart import Holder
from zahra.shop.orders import Placed, RequirementsUnmet
from zahra.shop.promotions import Kind, Klass

pytestmark = pytest.mark.anyio
PIECE = 159900


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def broken(till: Till) -> tuple[str, ...]:
    async with till.database.agreeing() as snapshot:
        return tuple(each.name for each in (await books.examine(snapshot)).broken)


async def bought(till: Till, actor: Actor, **wishes: Any) -> Placed:
    placed = await till.place(actor, **wishes)
    if placed.attempt is not None:
        till.pay(placed)
        await till.settle(placed)
    return placed


async def a_bag_for_nothing(till: Till) -> tuple[Actor, Mapping[str, UUID]]:
    """Two kurtas with a code for all of them, delivered for nothing."""
    async with till.database.transaction() as tx:
        await rupees_off(tx, 1_000_000, "ALLOFIT", combines_with=EVERY_CLASS)
        free = {"percent": 100, "klass": Klass.SHIPPING, "combines_with": EVERY_CLASS}
        await automatic(tx, "Delivered for nothing", Kind.PERCENT, **free)
    goods = await till.goods({"M": 9, "L": 9})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], 2)
    async with till.database.transaction() as tx:
        await cart.apply_coupon(tx, Holder(actor.user_id), "ALLOFIT", terms=TERMS)
    return actor, goods.variants


async def test_nobody_collects_a_fee_for_collecting_nothing(till: Till):
    actor, _ = await a_bag_for_nothing(till)
    placed = await bought(till, actor, payment_method="cod")
    assert (placed.order.total, placed.order.cod_fee, placed.order.collectable) == (0, 0, 0)
    assert placed.order.is_placed
    assert await broken(till) == ()


async def test_less_than_a_gateway_takes_is_refused_before_there_is_an_order(till: Till):
    async with till.database.transaction() as tx:
        await rupees_off(tx, PIECE - 50, "ALMOSTALL")
        await tx.run("UPDATE shipping_methods SET price = 0")
    goods = await till.goods({"M": 9})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], 1)
    async with till.database.transaction() as tx:
        await cart.apply_coupon(tx, Holder(actor.user_id), "ALMOSTALL", terms=TERMS)
    with pytest.raises(RequirementsUnmet) as refused:
        await till.place(actor)
    assert [each["code"] for each in refused.value.details["requirements"]] == ["too_little"]
    assert await till.value("SELECT count(*) FROM orders") == 0
    placed = await bought(till, actor, payment_method="cod")
    assert placed.order.collectable == 50 + 4900


async def test_what_cost_nothing_is_cancelled_without_a_refund(till: Till):
    actor, _ = await a_bag_for_nothing(till)
    placed, depot = await bought(till, actor), Depot(till)
    await depot.cancel(actor, placed, 1, key="one")
    assert (await depot.cancel(actor, placed, key="rest")).status == "cancelled"
    assert await depot.value("SELECT count(*) FROM refunds") == 0
    assert await broken(till) == ()


async def test_what_cost_nothing_comes_back_with_a_credit_note_of_nothing(till: Till):
    actor, sizes = await a_bag_for_nothing(till)
    placed = await bought(till, actor)
    await deliver(till, placed)
    counter = Counter(till, actor, sizes, await till.whole(placed))
    assert (await counter.come_back(await counter.ask(1))).state == "refunded"
    assert await counter.refunded() == {}
    assert await Depot(till).documents(placed) == [("invoice", 0), ("credit_note", 0)]
    exchanged = await counter.come_back(await counter.exchange(1))
    assert exchanged.state == "refunded"
    assert (await counter.refunded(), await counter.sellable("L")) == ({}, 8)
    assert await broken(till) == ()


async def test_every_piece_of_three_for_two_gives_back_its_share(till: Till):
    """Keeping one of three leaves it at the price it had among three: nothing is clawed back."""
    async with till.database.transaction() as tx:
        await buy_two_get_one(tx)
    goods = await till.goods({"M": 9})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], 3)
    placed, depot = await bought(till, actor), Depot(till)
    assert placed.order.total == 2 * PIECE
    for at in range(1, 4):
        await depot.cancel(actor, placed, 1, key=f"piece {at}")
        granted = at * 2 * PIECE // 3
        assert (await depot.tenders(placed))["order"][:2] == (2 * PIECE, granted)
        assert await broken(till) == ()


async def test_whoever_gives_back_what_they_paid_for_keeps_nothing_for_nothing(till: Till):
    """Of a dear, a middle and a free piece the dear one comes back first, at its share of what was
    paid; when all have come back, so has all the money, and the notes re-add to the invoice."""
    async with till.database.transaction() as tx:
        await buy_two_get_one(tx)
    actor, nets = await till.shopper(), {299900: 246371, 159900: 131360, 99900: 82069}
    for price in nets:
        goods = await till.goods({"M": 9}, title=f"At {price}", price=price, mrp=price)
        await till.fill_bag(actor, goods["M"])
    placed = await bought(till, actor)
    assert placed.order.total == sum(nets.values()) == 299900 + 159900
    await deliver(till, placed)
    whole = await till.whole(placed)
    assert {line.unit_price: line.total for line in whole.lines} == nets
    back = 0
    for line in whole.lines:
        counter = Counter(till, actor, {}, replace(whole, lines=(line,)), keys=line.unit_price)
        assert (await counter.come_back(await counter.ask())).state == "refunded"
        back += nets[line.unit_price]
        assert await counter.refunded() == {"source": back}
        assert await broken(till) == ()
    (invoice, *notes) = await Depot(till).documents(placed)
    assert invoice == ("invoice", 459800)
    assert sorted(notes) == [("credit_note", net) for net in sorted(nets.values())]


async def test_what_was_lowered_for_a_rate_is_named_on_the_order_and_counts_no_promotion(
    till: Till,
):
    seller = replace(TERMS.seller, dead_zone=tax.DeadZone.LOWER)
    till.terms = replace(TERMS, seller=seller)
    goods = await till.goods({"M": 9}, price=279900, mrp=299900)
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], 2)
    whole = await till.whole(await bought(till, actor))
    assert [(off.label, off.amount) for off in whole.discounts] == [
        ("Lowered for a lower GST rate", 2 * 17400)
    ]
    assert [(line.discount, line.total) for line in whole.lines] == [(2 * 17400, 2 * 262500)]
    assert whole.order.total == 2 * 262500
    assert [(each.rate, each.taxable) for each in whole.taxes] == [(5, 500000)]
    assert await till.value("SELECT count(*) FROM redemptions") == 0
    assert await broken(till) == ()
