"""What was taken off an order, as the API names it."""

import pytest

from tests.world.bags import TERMS
from tests.world.promoting import EVERY_CLASS, buy_two_get_one, ten_percent
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import cart
from zahra.shop.cart import Holder
from zahra.web.api.order_schemas import OrderOut

pytestmark = pytest.mark.anyio


async def test_an_order_names_each_discount_and_they_re_add_to_its_total(database: Database):
    till = Till(database)
    async with database.transaction() as tx:
        await buy_two_get_one(tx, combines_with=EVERY_CLASS)
        await ten_percent(tx, combines_with=EVERY_CLASS)
    goods = await till.goods({"M": 9})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], 3)
    async with database.transaction() as tx:
        await cart.apply_coupon(tx, Holder(actor.user_id), "TENOFF", terms=TERMS)
    out = OrderOut.of(await till.whole(await till.place(actor)))
    named = [(off.kind, off.code, off.amount) for off in out.discounts]
    assert named == [("product", None, 159900), ("order", "TENOFF", 31980)]
    assert out.discounts[1].label == "Ten per cent off"
    assert out.totals.total == 3 * 159900 - 159900 - 31980
