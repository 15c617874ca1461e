"""Remembering what a shopper has said of delivery and payment."""

from zahra.base.db import Transaction
from zahra.shop import cod
from zahra.shop.cart.choices import check_choices
from zahra.shop.cart.model import Cart, Choosing, Holder, Terms
from zahra.shop.cart.reading import as_it_stands, empty_cart, load
from zahra.shop.cart.store import carts


async def choose(
    tx: Transaction,
    holder: Holder,
    choosing: Choosing,
    *,
    terms: Terms,
    place_of_supply: str | None = None,
    door: cod.Door | None = None,
) -> Cart:
    """Remember a choice on the holder's cart, which is locked, and answer with the cart.

    Where there is no cart, nothing is remembered. The version stays: it counts what is in the
    cart, and an order names its own choices. `place_of_supply` and `door` are not remembered.
    Raises Invalid for a choice that cannot be.
    """
    cart_id = await carts.cart_to_change(tx, holder)
    loaded = await load(tx, holder, choosing) if cart_id else None
    check_choices(choosing, loaded, terms)
    if cart_id is None or loaded is None:
        return empty_cart(choosing, terms)
    await carts.keep_choices(tx, cart_id, choosing)
    return as_it_stands(loaded, terms, place_of_supply=place_of_supply, door=door)
