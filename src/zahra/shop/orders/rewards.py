"""When the reward for paying online is given: not before all that was sent is somebody's for good.
Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zahra.base.clock import ist_day, start_of
from zahra.shop.cod import RewardEvent
from zahra.shop.orders.states import PieceState
from zahra.shop.payments import Payment

GRACE = timedelta(days=1)  # for what was asked for at the last moment
_OPEN = (PieceState.ORDERED, PieceState.SHIPPED)


@dataclass(frozen=True, slots=True)
class SentPiece:
    """A piece of an order, or of one that replaced pieces of it. `is_asked_back`: a return of its
    order is under way."""

    state: PieceState
    delivered_at: datetime | None
    returnable_days: int
    is_asked_back: bool


def window_ends(delivered_at: datetime, days: int) -> datetime:
    """Until when (exclusive) a piece may be sent back: the end of the last of its `days`, counted
    from the business day after it was delivered.

    >>> from datetime import UTC
    >>> window_ends(datetime(2026, 11, 20, 10, tzinfo=UTC), 7).isoformat()
    '2026-11-27T18:30:00+00:00'
    """
    return start_of(ist_day(delivered_at) + timedelta(days=days + 1))


def verdict_on_reward(
    sent: Sequence[SentPiece], paid: Sequence[Payment], *, now: datetime
) -> RewardEvent | None:
    """Given where something was kept that cannot come back any more, forfeited where nothing was or
    a bank has taken some of the money back; None while that is open.

    >>> verdict_on_reward([], [], now=datetime(2026, 11, 20))
    <RewardEvent.FORFEIT: 'forfeit'>
    """
    if any(payment.lost for payment in paid):
        return RewardEvent.FORFEIT
    is_open = any(piece.state in _OPEN or piece.is_asked_back for piece in sent)
    if is_open or any(payment.is_disputed for payment in paid):
        return None
    ends = [
        window_ends(piece.delivered_at, piece.returnable_days)
        for piece in sent
        if piece.state is PieceState.DELIVERED and piece.delivered_at
    ]
    if not ends:
        return RewardEvent.FORFEIT
    return RewardEvent.GIVE if now >= max(ends) + GRACE else None
