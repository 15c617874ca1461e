"""How returns say no."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from zahra.base.errors import Conflict, Invalid


class NotReturnable(Conflict):
    """Something asked for cannot be sent back, or not so many of it. Details: `items`, each
    `{orderItemId, why, until, left}`."""

    code = "not_returnable"
    message = "Some of this cannot be sent back any more."

    def __init__(self, items: Sequence[tuple[UUID, str, datetime | None, int]]) -> None:
        super().__init__(
            items=[
                {
                    "orderItemId": str(line_id),
                    "why": why,
                    "until": until.isoformat().replace("+00:00", "Z") if until else None,
                    "left": left,
                }
                for line_id, why, until, left in items
            ]
        )


class NoSuchExchange(Invalid):
    """What is wanted in exchange is no other size or colour of the same piece, or not for sale."""

    code = "no_such_exchange"
    message = "This piece cannot be exchanged for that."


class NoDestination(Invalid):
    """Money is to go to an account, and none of the owner's was named."""

    code = "no_payout_account"
    message = "Choose the account the money should go to."


class CountTooHigh(Invalid):
    """More was counted than was asked for, or more taken than came. Details: `most`."""

    code = "count_too_high"
    message = "That is more than there can be."


class PickupNotFailed(Conflict):
    """Nobody came in vain for this return, or it is not to be fetched any more."""

    code = "pickup_not_failed"
    message = "There is no pickup to ask for again."
