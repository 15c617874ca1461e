"""Stock is held, promised and given back; what may be sold follows at once."""

from datetime import timedelta

import pytest
from tests.world.goods import an_indigo_kurta

from zahra.base import ids
from zahra.base.db import Transaction
from zahra.shop import inventory
from zahra.shop.inventory import OutOfStock, Wanted

pytestmark = pytest.mark.anyio


async def test_a_hold_takes_its_pieces_off_what_may_be_sold(tx: Transaction):
    kurta = await an_indigo_kurta(tx, {"M": 5})
    until = tx.now + timedelta(minutes=10)
    await inventory.hold_stock(tx, ids.new(), [Wanted(kurta["M"], 2)], until=until)
    assert await inventory.sellable(tx, [kurta["M"]]) == {kurta["M"]: 3}
    with pytest.raises(OutOfStock) as refused:
        await inventory.hold_stock(tx, ids.new(), [Wanted(kurta["M"], 4)], until=until)
    assert refused.value.details == {
        "items": [{"variantId": str(kurta["M"]), "wanted": 4, "available": 3}]
    }
