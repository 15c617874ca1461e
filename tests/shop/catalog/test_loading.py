"""Goods by the thousand: what is loaded, and what is said of its prices."""

import pytest

from tests.world.goods import COMPLIANCE, SHELF_KEEPER, a_shelf, kinds_of_goods
from zahra.base import audit
from zahra.base.actors import Actor, Kind
from zahra.base.db import Transaction
from zahra.base.errors import Forbidden
from zahra.shop import catalog
from zahra.shop.catalog import Lot, LotColour, LotSize, NewStyle

pytestmark = pytest.mark.anyio


async def a_lot(tx: Transaction, *prices: int, hsn: str = "621142", title: str = "Kurta") -> Lot:
    """A style in one colour with a size at each of these prices."""
    await kinds_of_goods(tx)
    style = NewStyle(title, await a_shelf(tx), "kurta", hsn, compliance=COMPLIANCE)
    sizes = [
        LotSize(f"{title[:1]}-{size}", size, price, 399900, 400)
        for size, price in zip(("XS", "S", "M", "L", "XL", "XXL"), prices, strict=False)
    ]
    colour = LotColour("indigo", "Indigo", "#2b3a67", title.lower(), tuple(sizes))
    return Lot(style, tx.now, (colour,))


async def test_a_price_that_fits_no_rate_is_named_with_the_better_one_and_never_refused(
    tx: Transaction,
):
    """At 18 % ₹2,799 leaves 2,372.03 and ₹2,950 leaves 2,500.00; ₹2,625 at 5 % leaves 2,500.00."""
    lot = await a_lot(tx, 262500, 262501, 279900, 295000, 295001)
    loaded = await catalog.load_many(tx, SHELF_KEEPER, [lot])
    assert [(each.sku, each.price, each.lower_to) for each in loaded.warnings] == [
        ("K-S", 262501, 262500),
        ("K-M", 279900, 262500),
        ("K-L", 295000, 262500),
    ]
    assert [each.sentence for each in loaded.warnings] == [
        "K-S: ₹2,625.01 fits no GST rate. At ₹2,625 customers pay ₹0.01 less and you keep "
        "₹275.42 more.",
        "K-M: ₹2,799 fits no GST rate. At ₹2,625 customers pay ₹174 less and you keep "
        "₹127.97 more.",
        "K-L: ₹2,950 fits no GST rate. At ₹2,625 customers pay ₹325 less and you keep as much.",
    ]
    assert await tx.values("SELECT price FROM variants ORDER BY price") == [
        262500, 262501, 279900, 295000, 295001,
    ]  # fmt: skip


async def test_goods_whose_price_cannot_be_wrong_are_warned_of_only_without_a_rule(
    tx: Transaction,
):
    saree = await a_lot(tx, 279900, hsn="500720", title="Saree")
    belt = await a_lot(tx, 79900, hsn="420330", title="Belt")
    loaded = await catalog.load_many(tx, SHELF_KEEPER, [saree, belt])
    assert [each.sentence for each in loaded.warnings] == [
        "B-XS: no GST rule covers HSN 420330, so it cannot be sold."
    ]


async def test_pricing_into_the_dead_zone_is_warned_of_and_done(tx: Transaction):
    lot = await a_lot(tx, 159900)
    await catalog.load_many(tx, SHELF_KEEPER, [lot])
    variant = await tx.value("SELECT id FROM variants")
    (warned,) = await catalog.change_price(tx, SHELF_KEEPER, variant, price=289900, mrp=399900)
    assert (warned.sku, warned.price, warned.lower_to) == ("K-XS", 289900, 262500)
    assert await tx.value("SELECT price FROM variants") == 289900
    fits = await catalog.change_price(tx, SHELF_KEEPER, variant, price=262500, mrp=399900)
    assert fits == []


async def test_only_who_may_write_the_catalogue_loads_it(tx: Transaction):
    lot = await a_lot(tx, 159900)
    with pytest.raises(Forbidden):
        await catalog.load_many(tx, Actor(Kind.STAFF, name="Ravi"), [lot])
    assert await tx.value("SELECT count(*) FROM styles") == 0
    assert await audit.entries(tx, audit.Asked(action="styles.")) == []
