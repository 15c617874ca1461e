"""What a pickup of a return is, and how far one came by what its courier told. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from zahra.base.clock import ist_day
from zahra.base.money import Paise
from zahra.shop.returns.states import EXPECTED, PICKUP_LIFE, PickupEvent, PickupState
from zahra.shop.shipping import BookingState, CourierOrder, PickupStep

_ON = PickupEvent
_EVENTS = {
    PickupStep.SCHEDULED: _ON.SCHEDULE,
    PickupStep.FAILED: _ON.FAIL,
    PickupStep.PICKED_UP: _ON.PICK_UP,
    PickupStep.ON_ITS_WAY: _ON.MOVE,
    PickupStep.DELIVERED: _ON.DELIVER,
    PickupStep.CANCELLED: _ON.CANCEL,
    PickupStep.LOST: _ON.LOSE,
}
_RANK = {step: at for at, step in enumerate(PickupStep)}


@dataclass(frozen=True, slots=True)
class ReturnPickup:
    """A courier who was asked to fetch a return. `booking` says what was asked, `state` where it
    is; `failures` counts the days on which somebody came in vain, `said` is why the last time.
    `last_error` is what went wrong with asking."""

    id: UUID
    return_id: UUID
    number: str
    courier: str
    booking: BookingState
    state: PickupState
    tries: int
    asked_until: datetime
    last_error: str | None
    courier_order_id: str | None
    courier_shipment_id: str | None
    awb: str | None
    carrier: str | None
    tracking_url: str | None
    freight: Paise | None
    pickup_on: date | None
    failures: int
    said: str
    created_at: datetime
    state_at: datetime
    booked_at: datetime | None
    called_off_at: datetime | None

    @property
    def is_expected(self) -> bool:
        """Whether somebody is to come still."""
        return self.state in EXPECTED

    @property
    def order(self) -> CourierOrder | None:
        """The courier's record that is ours, once we know it."""
        if self.courier_order_id is None:
            return None
        return CourierOrder(self.courier_order_id, self.courier_shipment_id or "", self.awb)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened to a pickup. `key` is the same however often it is told."""

    step: PickupStep
    at: datetime
    key: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """How far a pickup came, since when, and how often somebody came in vain."""

    state: PickupState = PICKUP_LIFE.start
    at: datetime | None = None
    failures: int = 0
    said: str = ""


def journey_of(told: Iterable[Told]) -> Journey:
    """The way a pickup went: a walk through what was told by the time it happened, so it is the
    same in whatever order it came in. Of two things of one moment the farther along was later."""
    journey = Journey()
    in_vain: dict[date, Told] = {}
    for each in sorted(told, key=lambda one: (one.at, _RANK[one.step], one.key)):
        event = _EVENTS[each.step]
        if not PICKUP_LIFE.allows(journey.state, event):
            continue
        journey = replace(journey, state=PICKUP_LIFE.after(journey.state, event), at=each.at)
        if event is _ON.FAIL:
            in_vain[ist_day(each.at)] = each
            journey = replace(journey, failures=len(in_vain), said=each.remark)
    return journey
