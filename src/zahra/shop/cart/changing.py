"""Putting things into a cart, changing how many, taking them out.

Each takes the cart's row first, answers with the whole cart, and counts the version up by one.
`version` is the one the caller last saw (`If-Match`): another one raises StaleCart.
"""

from dataclasses import replace
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop.cart.discounting import lost
from zahra.shop.cart.errors import StaleCart
from zahra.shop.cart.model import Cart, Holder, Terms
from zahra.shop.cart.reading import NO_CHOICE, as_it_stands, empty_cart, load
from zahra.shop.cart.rules import check_qty, check_stock, check_sum
from zahra.shop.cart.store import carts, lines
from zahra.shop.cart.stored import Loaded, StoredItem


async def add_item(
    tx: Transaction,
    holder: Holder,
    variant_id: UUID,
    qty: int,
    *,
    terms: Terms,
    version: int | None = None,
) -> Cart:
    """Add so many of a variant to what is there of it; makes the cart when there is none.

    Raises Invalid on `qty` out of bounds alone or in sum, NotFound for what is not for sale, and
    OutOfStock (`available`) for more than can be sold now.
    """
    check_qty(qty, terms)
    holder, new_token = await _opened(tx, holder)
    loaded = await _loaded(tx, holder, also=variant_id)
    _check_version(loaded, version, terms)
    if not loaded.is_for_sale(variant_id):
        raise NotFound("This is not for sale.")
    there = loaded.item_of(variant_id) or StoredItem(ids.new(), variant_id, 0, 0)
    check_sum(there.qty, qty, terms)
    cart = await _put(tx, loaded, replace(there, qty=there.qty + qty), terms)
    return replace(cart, new_token=new_token)


async def change_qty(
    tx: Transaction,
    holder: Holder,
    item_id: UUID,
    qty: int,
    *,
    terms: Terms,
    version: int | None = None,
) -> Cart:
    """Have so many of a line; 0 takes it out. Raises as `add_item`, NotFound for no such line."""
    if qty == 0:
        return await remove_item(tx, holder, item_id, terms=terms, version=version)
    check_qty(qty, terms)
    loaded = await to_change(tx, holder, version, terms)
    return await _put(tx, loaded, replace(_line(loaded, item_id), qty=qty), terms)


async def remove_item(
    tx: Transaction, holder: Holder, item_id: UUID, *, terms: Terms, version: int | None = None
) -> Cart:
    """Take a line out. Raises NotFound for no such line."""
    loaded = await to_change(tx, holder, version, terms)
    item = _line(loaded, item_id)
    cart = _then(loaded, loaded.without(item.id), terms)
    await lines.take_out(tx, loaded.stored.id, [item.id], notices=cart.notices)
    return cart


async def clear_cart(
    tx: Transaction, holder: Holder, *, terms: Terms, version: int | None = None
) -> Cart:
    """Take every line out; what was chosen of delivery and payment stays."""
    if not await _locked(tx, holder):
        return empty_cart(NO_CHOICE, terms)
    loaded = await _loaded(tx, holder)
    _check_version(loaded, version, terms)
    await lines.take_out(tx, loaded.stored.id, [item.id for item in loaded.stored.items])
    return as_it_stands(loaded.emptied(), terms)


async def _opened(tx: Transaction, holder: Holder) -> tuple[Holder, str | None]:
    """The holder of a cart, which is locked, and the token it was opened with if that is new.

    A token nobody knows opens nothing: the one of a guest's new cart is always of our making.
    """
    if await _locked(tx, holder):
        return holder, None
    new_token = None if holder.user_id else ids.token()
    opened = Holder(holder.user_id, new_token)
    await carts.open_cart(tx, opened)
    return opened, new_token


async def _locked(tx: Transaction, holder: Holder) -> bool:
    if holder.user_id is None and holder.token is None:
        return False
    return await carts.cart_to_change(tx, holder) is not None


async def to_change(
    tx: Transaction,
    holder: Holder,
    version: int | None,
    terms: Terms,
    *,
    typed: str | None = None,
) -> Loaded:
    """The holder's cart, locked, with the code `typed` if there is one. Raises NotFound where there
    is none, StaleCart."""
    if not await _locked(tx, holder):
        raise NotFound
    loaded = await load(tx, holder, NO_CHOICE, typed=typed)
    assert loaded is not None  # its row is locked
    _check_version(loaded, version, terms)
    return loaded


async def _loaded(tx: Transaction, holder: Holder, *, also: UUID | None = None) -> Loaded:
    loaded = await load(tx, holder, NO_CHOICE, also=also)
    assert loaded is not None  # its row is locked
    return loaded


async def _put(tx: Transaction, loaded: Loaded, item: StoredItem, terms: Terms) -> Cart:
    """Write a line at today's price: who touches it has seen that."""
    check_stock(item.variant_id, item.qty, loaded.available(item.variant_id))
    item = replace(item, price_seen=loaded.facts[item.variant_id].price)
    cart = _then(loaded, loaded.with_item(item), terms)
    await lines.put_item(tx, loaded.stored.id, item, notices=cart.notices)
    return cart


def _then(before: Loaded, after: Loaded, terms: Terms) -> Cart:
    """The cart after a change, with what the change has cost it in promotions."""
    cart = as_it_stands(after, terms)
    if not before.stored.promotions:
        return cart
    return replace(cart, notices=tuple(lost(as_it_stands(before, terms), cart)))


def _check_version(loaded: Loaded, version: int | None, terms: Terms) -> None:
    if version is not None and version != loaded.stored.version:
        raise StaleCart(as_it_stands(loaded, terms))


def _line(loaded: Loaded, item_id: UUID) -> StoredItem:
    if (item := loaded.item(item_id)) is None:
        raise NotFound("This is not in your bag any more.")
    return item
