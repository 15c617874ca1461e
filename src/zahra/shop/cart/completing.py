"""From a cart to an order: reading it under its lock, and closing it when the order stands."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop import cod, inventory
from zahra.shop.cart.choosing import choose
from zahra.shop.cart.model import Cart, Choosing, Holder, Terms
from zahra.shop.cart.store import carts, lines


async def cart_to_order(
    tx: Transaction,
    user_id: UUID,
    choosing: Choosing,
    *,
    terms: Terms,
    place_of_supply: str | None = None,
    door: cod.Door | None = None,
) -> Cart:
    """The shopper's cart, locked, reckoned and judged with what the order was submitted with.

    Its `requirements` are the gate: an order is placed only when there are none.
    `place_of_supply` is the state of the delivery address, which counts for tax before what the
    PIN code suggests; `door` is that address, for cash on delivery. The choices are remembered;
    the cart itself stays open and editable. Raises Invalid for a choice that cannot be.
    """
    holder = Holder(user_id=user_id)
    return await choose(
        tx, holder, choosing, terms=terms, place_of_supply=place_of_supply, door=door
    )


async def lock_cart(tx: Transaction, cart_id: UUID) -> None:
    """Take the cart's row before its order's: who may have to complete it asks this first."""
    await carts.lock(tx, cart_id)


async def complete_cart(
    tx: Transaction, cart_id: UUID, version: int, bought: Sequence[inventory.Wanted]
) -> None:
    """Close the cart whose goods were ordered at `version`.

    Where the shopper has changed it since, it stays open and the bought pieces are taken out. Does
    nothing to a cart that is closed or gone. The caller holds the cart's row (`cart_to_order` or
    `lock_cart`) and calls this once an order.
    """
    if not await carts.complete(tx, cart_id, version):
        await lines.take_out_bought(tx, cart_id, bought)
