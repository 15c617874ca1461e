"""What a return is: what is asked back, what came, what was taken, and what is sent instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.payments import Destination
from zahra.shop.returns.pickups import ReturnPickup
from zahra.shop.returns.states import ExchangeState, Reason, Resolution, ReturnState
from zahra.shop.uploads import Upload

HAND_OVER = timedelta(days=10)  # to hand the pieces to the courier, from asking or approval
TRAVEL = timedelta(days=10)  # what is kept for an exchange waits so long for the parcel besides
CHECKING = timedelta(days=5)  # and so long at the dock
PAY_WITHIN = timedelta(days=3)  # to pay the difference for a dearer piece


@dataclass(frozen=True, slots=True)
class AskingItem:
    """So many pieces of an order's line, why, and what for. `photos` are ids of uploads."""

    order_line_id: UUID
    qty: int
    reason: Reason
    note: str = ""
    photos: tuple[str, ...] = ()
    resolution: Resolution = Resolution.REFUND
    exchange_variant_id: UUID | None = None

    @property
    def is_exchange(self) -> bool:
        return self.resolution is Resolution.EXCHANGE


@dataclass(frozen=True, slots=True)
class Asking:
    """A wish to send pieces back, made once per `key`.

    `destination` is where money goes that cannot go back to its source, or all of it where it is
    store credit. `override` is why staff take it although it is too late.
    """

    items: tuple[AskingItem, ...]
    key: str
    destination: Destination = Destination.SOURCE
    account_id: UUID | None = None
    note: str = ""
    override: str | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """A return's own row. Until `hand_over_by` its pieces are to be with the courier."""

    id: UUID
    number: str
    order_id: UUID
    user_id: UUID
    state: ReturnState
    destination: Destination
    payout_destination_id: UUID | None
    override: str | None
    note: str
    courier: str | None
    awb: str | None
    pickup_on: date | None
    hand_over_by: datetime
    giveback_id: UUID | None
    created_at: datetime
    received_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """A line of a return. What came and what was taken are counts of the dock, sound and spoilt.

    `difference` is by how much the piece in exchange is dearer than the old one, frozen when it
    was asked for; below zero where it is cheaper. `pieces` are those of the order's line.
    """

    id: UUID
    return_id: UUID
    order_line_id: UUID
    qty: int
    reason: Reason
    note: str
    photos: tuple[str, ...]
    resolution: Resolution
    exchange_variant_id: UUID | None
    difference: Paise
    pieces: tuple[int, ...]
    came_sound: int = 0
    came_spoilt: int = 0
    taken_sound: int = 0
    taken_spoilt: int = 0

    @property
    def taken(self) -> int:
        """How many passed."""
        return self.taken_sound + self.taken_spoilt

    @property
    def is_exchange(self) -> bool:
        return self.resolution is Resolution.EXCHANGE


@dataclass(frozen=True, slots=True)
class Counted:
    """So many pieces of an item, sound (fit to be sold again) and spoilt."""

    sound: int = 0
    spoilt: int = 0

    @property
    def all(self) -> int:
        return self.sound + self.spoilt


@dataclass(frozen=True, slots=True)
class Count:
    """A count at the dock, or a judgement: pieces by item, what was seen, and pictures of it."""

    items: Mapping[UUID, Counted]
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pickup:
    """Who fetches the pieces, and on which day."""

    courier: str
    on: date
    awb: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is kept for a buyer. Its id becomes that of the order that sends it out."""

    id: UUID
    return_id: UUID
    state: ExchangeState
    held_until: datetime
    created_at: datetime

    def is_kept(self, now: datetime) -> bool:
        """Whether it can still be sent; else money goes back."""
        is_late = self.state is ExchangeState.HELD and self.held_until <= now
        return self.state is not ExchangeState.RELEASED and not is_late


@dataclass(frozen=True, slots=True)
class Step:
    """A move of a return, for its history."""

    at: datetime
    from_state: ReturnState | None
    to_state: ReturnState
    by: str
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeReturn:
    """A return with everything its owner may see of it. `photos` are those of items and steps;
    `pickups` the couriers who were asked, oldest first."""

    given: Return
    order_number: str
    items: tuple[ReturnItem, ...]
    steps: tuple[Step, ...]
    exchange: Exchange | None
    photos: tuple[Upload, ...] = ()
    pickups: tuple[ReturnPickup, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A page of returns, newest first, and how many there are in all."""

    returns: tuple[WholeReturn, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """What of an order's line may be sent back now: `qty` pieces until `until` (exclusive).

    Where that is nothing `why` says it: not_delivered, too_late, final_sale, in_a_return,
    given_back. `only_faulty`: no more for any reason, but for one that is the shop's fault.
    """

    line_id: UUID
    qty: int
    until: datetime | None
    why: str | None
    pieces: tuple[int, ...] = ()
    only_faulty: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A size a piece could be exchanged for, and by how much it is dearer."""

    variant_id: UUID
    size: str
    colour: str
    difference: Paise
    is_in_stock: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be asked of an order: its lines, and the sizes each could be exchanged for."""

    lines: tuple[ReturnableLine, ...]
    choices: Mapping[UUID, tuple[Choice, ...]] = field(default_factory=dict[UUID, Any])
