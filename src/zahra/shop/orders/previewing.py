"""What cancelling would give back, said before anybody does it: reckoned as it is then done."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.money import Paise
from zahra.shop.orders.cancelling_placed import to_cancel
from zahra.shop.orders.giving_back.granting import books_of
from zahra.shop.orders.giving_back.spreading import charges_go_back, reckon, with_what_nobody_takes
from zahra.shop.orders.moving import order_row
from zahra.shop.orders.pieces import GivebackKind, GivingBack
from zahra.shop.orders.showing import order as order_seen
from zahra.shop.payments import Purpose


@dataclass(frozen=True, slots=True)
class GoesBack:
    """What goes back to a tender: of a gateway's, by which method it was paid."""

    purpose: Purpose
    method: str | None
    amount: Paise


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
    refunds = [
        GoesBack(share.tender.purpose, share.tender.method, share.amount)
        for share in reckoned.shares
    ]
    is_whole = len(going) == sum(piece.is_waiting for piece in books.pieces)
    return CancellingPreview(len(going), tuple(refunds), reckoned.uncollected, is_whole)
