"""What may be promised, and how it is told. Pure."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from zahra.shop.catalog import Band
from zahra.shop.inventory.errors import OutOfStock
from zahra.shop.inventory.model import Stock, Wanted

LOW = 3  # pieces: at or below, a page may say how few are left


def band_of(sellable: int) -> Band:
    """How a listing tells this many pieces.

    >>> [band_of(n).value for n in (-1, 0, 1, 3, 4)]
    ['out', 'out', 'low', 'low', 'in']
    """
    if sellable <= 0:
        return Band.OUT
    return Band.LOW if sellable <= LOW else Band.IN


def gathered(wanted: Iterable[Wanted]) -> dict[UUID, int]:
    """Pieces by variant, the same variant added up, in id order. Quantities are at least one."""
    sums: dict[UUID, int] = {}
    for line in wanted:
        if line.qty < 1:
            raise ValueError(f"{line} wants nothing")
        sums[line.variant_id] = sums.get(line.variant_id, 0) + line.qty
    return dict(sorted(sums.items()))


def refuse_shortage(wanted: Mapping[UUID, int], available: Mapping[UUID, int]) -> None:
    """Raise OutOfStock, telling every line that is short, unless all of it is there."""
    short = [
        (variant_id, qty, max(0, available.get(variant_id, 0)))
        for variant_id, qty in wanted.items()
        if qty > available.get(variant_id, 0)
    ]
    if short:
        raise OutOfStock(short)


def available_to(order_id: UUID, stock: Mapping[UUID, Stock]) -> dict[UUID, int]:
    """What this order may have of each variant: what is sellable and what it holds itself.

    A live hold is a right: other people's holds do not count against the pieces it covers, even
    after a count has come out short. A lapsed one has to stand in line again.
    """
    available: dict[UUID, int] = {}
    for variant_id, each in stock.items():
        own = each.held_for(order_id)
        covered = min(own, each.level.unpromised)
        available[variant_id] = max(each.sellable + own, covered)
    return available
