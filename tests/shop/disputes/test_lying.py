"""A gateway that names the wrong payment, or sums that cannot be, moves no other money."""

from dataclasses import replace
from typing import Any

import pytest

from tests.world.depot import Depot
from tests.world.people import BINA
from tests.world.quarrel import Quarrel
from tests.world.till import Till, gateway_order
from zahra.base.db import Database

pytestmark = pytest.mark.anyio


@pytest.fixture
def quarrel(database: Database) -> Quarrel:
    return Quarrel(Depot(Till(database)))


async def lost_of_each(quarrel: Quarrel) -> dict[str, int]:
    """What is lost of each payment, by what it was for."""
    return await quarrel.depot.value("SELECT jsonb_object_agg(purpose, lost) FROM payments")


async def test_a_dispute_stays_with_the_payment_it_was_first_told_of(quarrel: Quarrel):
    """PayU names a payment by its own id, or by ours of what it paid for: of two payments of one
    attempt these need not be the same."""
    till = quarrel.depot.till
    _, placed = await quarrel.paid()
    told = till.gateway.quarrel(quarrel.payment, amount=1000)
    surplus = till.pay(placed)
    await till.settle(placed)
    till.gateway.disputes["disp_1"] = replace(told, payment_id=gateway_order(placed))
    await quarrel.follow(placed)
    till.gateway.disputes["disp_1"] = replace(told, payment_id=surplus, state="lost")
    await quarrel.follow(placed)
    assert await lost_of_each(quarrel) == {"order": 1000, "surplus": 0}
    assert await quarrel.broken() == []


async def test_a_dispute_of_one_order_is_not_moved_by_what_is_said_of_another(quarrel: Quarrel):
    till = quarrel.depot.till
    _, placed = await quarrel.paid()
    await quarrel.hear(placed, "open", amount=1000)
    bina = await till.shopper(BINA)
    await till.fill_bag(bina, await till.value("SELECT variant_id FROM order_lines"))
    other = await till.place(bina, key="key-2")
    till.gateway.quarrel(till.pay(other), "lost", amount=1000)
    await till.settle(other)
    await quarrel.follow(other)
    (dispute,) = await quarrel.known()
    assert (dispute.state, dispute.order_id) == ("open", placed.order.id)
    assert await quarrel.depot.value("SELECT sum(lost) FROM payments") == 0
    assert await quarrel.broken() == []


@pytest.mark.parametrize(
    "told",
    [
        *({"amount": amount} for amount in (0, -5, 10**15, 10**20)),
        *({"deducted": amount} for amount in (-7, 10**20)),
    ],
)
async def test_a_sum_that_cannot_be_takes_the_payment_and_no_more(
    quarrel: Quarrel, told: dict[str, Any]
):
    _, placed = await quarrel.paid()
    await quarrel.hear(placed, "lost", **told)
    assert await quarrel.stands() == ("lost", False, placed.order.total)
    assert await quarrel.broken() == []
