"""What would be given back, said before anybody does it: reckoned as it is then done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.money import Paise
from zahra.shop.orders.cancelling_placed import to_cancel
from zahra.shop.orders.giving_back.granting import books_of
from zahra.shop.orders.giving_back.spreading import (
    Share,
    charges_go_back,
    directed,
    left_of,
    reckon,
    spread,
    with_what_nobody_takes,
)
from zahra.shop.orders.moving import order_row
from zahra.shop.orders.pieces import GivebackKind, GivingBack
from zahra.shop.orders.showing import order as order_seen
from zahra.shop.payments import Destination, Purpose


@dataclass(frozen=True, slots=True)
class GoesBack:
    """What goes back of a tender and where to: of a gateway's, by which method it was paid."""

    purpose: Purpose
    method: str | None
    amount: Paise
    destination: Destination


@dataclass(frozen=True, slots=True)
class CancellingPreview:
    """What cancelling these pieces gives back. `uncollected` is no longer taken at the door."""

    pieces: int
    refunds: tuple[GoesBack, ...]
    uncollected: Paise
    is_whole: bool


async def preview_cancelling(
    snapshot: Snapshot, actor: Actor, number: str, lines: Mapping[UUID, int] | None
) -> CancellingPreview:
    """The same reckoning as `cancel_order`, with nothing done. Raises NotFound, Invalid."""
    seen = await order_seen(snapshot, actor, number)
    books = await books_of(snapshot, await order_row(snapshot, seen.order.id))
    going = to_cancel(books.pieces, lines)
    giving = GivingBack(
        GivebackKind.CANCELLATION,
        tuple(going),
        reason="",
        key="",
        by="",
        with_charges=charges_go_back(books.pieces, going),
    )
    reckoned = reckon(books, going, with_what_nobody_takes(books, going, giving))
    is_whole = len(going) == sum(piece.is_waiting for piece in books.pieces)
    refunds = _told(reckoned.shares)
    return CancellingPreview(len(going), refunds, reckoned.uncollected, is_whole)


async def preview_refund(
    snapshot: Snapshot,
    order_id: UUID,
    amount: Paise,
    *,
    to: Destination,
    with_charges: bool = False,
) -> tuple[GoesBack, ...]:
    """Where so much of what an order was paid with would go, with its freight and fees or without:
    to where it came from, and what was cash as `to` says; all of it where that is store credit."""
    books = await books_of(snapshot, await order_row(snapshot, order_id))
    total = amount + (left_of(books.charges) if with_charges else 0)
    is_payout = to is Destination.PAYOUT
    giving = GivingBack(
        GivebackKind.RETURN,
        (),
        reason="",
        key="",
        by="",
        cash_to=Destination.PAYOUT if is_payout else Destination.STORE_CREDIT,
        as_credit=total if to is Destination.STORE_CREDIT else 0,
    )
    return _told(directed(spread(total, books.tenders), giving))


def _told(shares: Iterable[Share]) -> tuple[GoesBack, ...]:
    return tuple(
        GoesBack(share.tender.purpose, share.tender.method, share.amount, share.destination)
        for share in shares
    )
