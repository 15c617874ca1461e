"""Loading goods by the thousand: the same rows as one by one, through COPY.

For measurements and imports of trusted data: what a verb would refuse with a sentence, a
constraint refuses here with an exception. Prices that fit no GST rate are warned of, as they are
when a style is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Transaction
from zahra.shop import tax
from zahra.shop.catalog.lots import Lot
from zahra.shop.catalog.store import bulk


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was made: the style-colours, whose cards are still to be written, and the opening
    stock of each variant that has any. `warnings` are on prices, in the order of the rows."""

    style_colour_ids: tuple[UUID, ...]
    pieces: Mapping[UUID, int]
    warnings: tuple[tax.PriceFinding, ...] = ()


async def load_many(tx: Transaction, actor: Actor, lots: Sequence[Lot]) -> Loaded:
    """Put styles on sale with their colours, sizes and pictures: a statement for each table."""
    actor.must(Permission.CATALOGUE_WRITE)
    rows = bulk.Rows(tx.now)
    for lot in lots:
        rows.add(lot)
    await bulk.copy(tx, rows)
    await audit.note(tx, actor, "styles.loaded", subject=f"{len(lots)} styles")
    rules = await tax.rules_on(tx, ist_day(tx.now))
    warnings = tax.lint_prices(rules, (priced for lot in lots for priced in lot.prices()))
    return Loaded(tuple(rows.style_colour_ids), rows.pieces, tuple(warnings))
