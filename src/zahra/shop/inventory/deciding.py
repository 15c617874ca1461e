"""Taking stock before a decision, and telling afterwards what the decision changed."""

from collections.abc import Collection, Mapping
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.inventory.events import StockBandChanged
from zahra.shop.inventory.model import Hold, Stock
from zahra.shop.inventory.rules import band_of
from zahra.shop.inventory.store import holds as hold_store
from zahra.shop.inventory.store import levels as level_store


async def stock_to_change(tx: Transaction, variant_ids: Collection[UUID]) -> dict[UUID, Stock]:
    """The stock of these variants, locked until the transaction ends; unknown ones are left out.

    Levels first, holds second: whoever waited here for a lock must read the holds after it.
    """
    levels = await level_store.levels_to_change(tx, variant_ids)
    holds: dict[UUID, list[Hold]] = {level.variant_id: [] for level in levels}
    for hold in await hold_store.holds_on(tx, list(holds)):
        holds[hold.variant_id].append(hold)
    return {level.variant_id: Stock(level, tuple(holds[level.variant_id])) for level in levels}


async def tell_bands(
    tx: Transaction, stock: Mapping[UUID, Stock], change: Mapping[UUID, int]
) -> None:
    """Announce every style-colour of which a size crossed a band, once.

    `change` is by how much each variant's sellable pieces have gone up. What was told before
    still counted holds that have lapsed since, so their lapse is told here too.
    """
    crossed = {
        each.level.style_colour_id
        for variant_id, each in stock.items()
        if band_of(each.sellable_as_last_told)
        is not band_of(each.sellable + change.get(variant_id, 0))
    }
    for style_colour_id in sorted(crossed):
        await tx.announce(StockBandChanged(style_colour_id))
