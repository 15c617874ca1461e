"""How much is left: exactly for those who buy, in bands for those who look."""

from collections.abc import Collection
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop import catalog
from zahra.shop.catalog import Band
from zahra.shop.inventory.deciding import stock_to_change
from zahra.shop.inventory.rules import band_of
from zahra.shop.inventory.store import levels


async def sellable(snapshot: Snapshot, variant_ids: Collection[UUID]) -> dict[UUID, int]:
    """Pieces that may be sold now, for each id; 0 where nothing was ever received.

    Below zero after a count that came out short. It is no decision: holding and allocating look
    again under a lock.
    """
    found = {
        each.variant_id: each.sellable for each in await levels.sellable(snapshot, variant_ids)
    }
    return {variant_id: found.get(variant_id, 0) for variant_id in variant_ids}


async def bands(snapshot: Snapshot, variant_ids: Collection[UUID]) -> dict[UUID, Band]:
    """The band of each id, as it is this moment."""
    left = await sellable(snapshot, variant_ids)
    return {variant_id: band_of(pieces) for variant_id, pieces in left.items()}


async def refresh_cards(tx: Transaction, style_colour_ids: Collection[UUID]) -> None:
    """Have the cards written anew from what is left.

    The levels are locked first, so that a change under way is waited for, not missed: its own
    call for a refresh may have been dropped in favour of this one.
    """
    stock = await stock_to_change(tx, await levels.variants_of(tx, style_colour_ids))
    told = {variant_id: band_of(each.sellable) for variant_id, each in stock.items()}
    await catalog.write_cards(tx, style_colour_ids, told)
