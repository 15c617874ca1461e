"""A guest's cart joins the shopper's at login."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop import catalog, identity
from zahra.shop.cart.model import Holder, Notice
from zahra.shop.cart.store import carts, lines
from zahra.shop.cart.stored import StoredItem

QTY_MAX = 10


async def on_logged_in(
    tx: Transaction, event: identity.LoggedIn, *, qty_max: int = QTY_MAX
) -> None:
    """What was gathered before the login goes on with the shopper."""
    if event.cart_token is not None:
        await merge_carts(tx, event.user_id, event.cart_token, qty_max=qty_max)


async def merge_carts(
    tx: Transaction, user_id: UUID, token: str, *, qty_max: int = QTY_MAX
) -> None:
    """Move the guest's lines into the shopper's cart and remove the guest's.

    Of a variant in both the larger quantity stays, capped at `qty_max`; stock is not asked. Both
    carts are locked in id order. A token that opens nothing, as the second time, does nothing.
    """
    found = await carts.carts_to_merge(tx, Holder(token=token), user_id)
    source = next((each for each in found if each.user_id is None), None)
    if source is None:
        return
    known = next((each for each in found if each.user_id is not None), None)
    mine = await lines.items(tx, known.id) if known else []
    theirs = await lines.items(tx, source.id)
    notices = await _notices(tx, mine, theirs)
    if known is not None:
        notices += code_taken_over(known.coupon_code, source.coupon_code)
    target = known.id if known else await carts.open_cart(tx, Holder(user_id=user_id))
    await carts.absorb(tx, target, source=source.id, notices=notices)
    await lines.put_items(tx, target, merged(mine, theirs, qty_max=qty_max))


def merged(
    mine: Sequence[StoredItem], theirs: Sequence[StoredItem], *, qty_max: int
) -> list[StoredItem]:
    """The lines to write into `mine`: those of `theirs`, each with the larger quantity."""
    known = {item.variant_id: item for item in mine}
    pairs = ((known.get(item.variant_id, item), item.qty) for item in theirs)
    return [replace(kept, qty=min(max(kept.qty, qty), qty_max)) for kept, qty in pairs]


def code_taken_over(mine: str | None, theirs: str | None) -> Iterator[Notice]:
    """What the shopper is told when the guest's code takes the place of theirs.

    >>> [notice.message for notice in code_taken_over("FLAT", "TENOFF")]
    ['TENOFF took the place of FLAT: a bag has one code.']
    """
    if mine is not None and theirs not in (None, mine):
        yield Notice("code_replaced", f"{theirs} took the place of {mine}: a bag has one code.")


async def _notices(
    tx: Transaction, mine: Sequence[StoredItem], theirs: Sequence[StoredItem]
) -> list[Notice]:
    if not mine or not theirs:
        return []
    facts = await catalog.variant_facts(tx, [item.variant_id for item in theirs])
    return list(told(mine, theirs, facts))


def told(
    mine: Sequence[StoredItem],
    theirs: Sequence[StoredItem],
    facts: Mapping[UUID, catalog.VariantFacts],
) -> Iterator[Notice]:
    """What the shopper is told of two carts that had something in them both."""
    known = {item.variant_id: item.qty for item in mine}
    for item in theirs:
        name = f"{facts[item.variant_id].title} ({facts[item.variant_id].size})"
        there = known.pop(item.variant_id, None)
        if there is None:
            yield Notice("item_added", f"{name} was added to your bag.")
        elif there != item.qty:
            larger = max(there, item.qty)
            yield Notice("larger_qty_kept", f"{name}: we kept the larger quantity, {larger}.")
    if known:
        yield Notice("earlier_items_kept", "Your bag also has what you put in before.")
