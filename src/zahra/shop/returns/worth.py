"""What a return is worth: which pieces passed, and what is owed for them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import credit
from zahra.shop.orders import Piece, PieceState
from zahra.shop.returns.model import ReturnItem


@dataclass(frozen=True, slots=True)
class Worth:
    """What passed, in pieces of the order: those to be refunded, and those to be exchanged with
    what each piece sent instead costs, by variant."""

    refunded: tuple[Piece, ...]
    exchanged: tuple[Piece, ...]
    instead: Mapping[UUID, tuple[Paise, ...]]

    @property
    def value(self) -> Paise:
        """What was paid for the pieces to be exchanged."""
        return sum(piece.net for piece in self.exchanged)

    @property
    def price(self) -> Paise:
        """What is sent instead costs."""
        return sum(sum(nets) for nets in self.instead.values())

    @property
    def due(self) -> Paise:
        """What is still to be paid for something dearer: nothing, or what a gateway takes."""
        return self.price - self.kept

    @property
    def kept(self) -> Paise:
        """How much of the value pays for what is sent instead; the rest goes back."""
        return credit.usable(self.value, self.price)

    @property
    def back(self) -> Paise:
        """What goes back as money: for what is refunded, and where something cheaper is sent."""
        return sum(piece.net for piece in self.refunded) + self.value - self.as_credit

    @property
    def as_credit(self) -> Paise:
        """How much of the value becomes store credit, to be kept for that. A few paise more than
        `kept` stay there where a gateway could not take as little as is missing."""
        return min(self.price, self.value)


def worth_of(items: Iterable[ReturnItem], pieces: Iterable[Piece], *, is_kept: bool) -> Worth:
    """What passed, and what is owed for it. Where what was wanted in exchange could not be kept,
    all of it is refunded."""
    by_key = {(piece.line_id, piece.piece): piece for piece in pieces}
    refunded: list[Piece] = []
    exchanged: list[Piece] = []
    instead: dict[UUID, tuple[Paise, ...]] = {}
    for item in items:
        passed = [by_key[item.order_line_id, piece] for piece in item.pieces[: item.taken]]
        variant_id = item.exchange_variant_id
        if variant_id is None or not is_kept:
            refunded.extend(passed)
            continue
        exchanged.extend(passed)
        nets = tuple(price_in_exchange(piece.net, item.difference) for piece in passed)
        instead[variant_id] = (*instead.get(variant_id, ()), *nets)
    return Worth(tuple(refunded), tuple(exchanged), {v: n for v, n in instead.items() if n})


def difference_between(old: Paise, new: Paise, *, paid: Paise) -> Paise:
    """By how much a piece in exchange is dearer, by today's prices of both. Of a cheaper one the
    same part of what was `paid` goes back: after a discount the whole gap would be more than that.

    >>> [difference_between(200000, new, paid=50000) for new in (220000, 110000)]
    [20000, -22500]
    """
    return new - old if new >= old else -(paid * (old - new) // old)


def price_in_exchange(net: Paise, difference: Paise) -> Paise:
    """What a piece in exchange costs: what was paid for the old one and the difference.

    >>> [price_in_exchange(141568, difference) for difference in (0, 20000, -22500)]
    [141568, 161568, 119068]
    """
    return max(0, net + difference)


def gives_charges_back(items: Sequence[ReturnItem], pieces: Iterable[Piece]) -> bool:
    """Whether freight and fees go back as well: nothing that was delivered stays with the buyer,
    and the shop was at fault for all of it. `items` are those of all the order's returns."""
    taken = [item for item in items if item.taken]
    if not taken or not all(item.reason.is_shops_fault for item in taken):
        return False
    coming = {(item.order_line_id, piece) for item in taken for piece in item.pieces[: item.taken]}
    had = (PieceState.DELIVERED, PieceState.RETURNED)
    return all((p.line_id, p.piece) in coming for p in pieces if p.state in had)
