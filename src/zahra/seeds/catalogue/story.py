"""The people of the demo shop and what they have ordered: `people.toml` and `orders.toml`."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import Field, StringConstraints

from zahra.base import clock

Phone: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\+91[6-9][0-9]{9}$")]
Pincode: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}$")]
StateCode: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]


class AddressKind(StrEnum):
    """What a shopper calls an address."""

    HOME = "home"
    WORK = "work"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Address:
    """A delivery address in India; `state_code` is the GST code, `phone` E.164."""

    name: str
    phone: Phone
    line1: str
    city: str
    state: str
    state_code: StateCode
    pincode: Pincode
    kind: AddressKind = AddressKind.HOME
    line2: str | None = None
    landmark: str | None = None


@dataclass(frozen=True, slots=True)
class Shopper:
    """A customer; the first address is the default one."""

    key: str
    name: str
    phone: Phone
    email: str
    joined_days_ago: int
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Someone who works in the shop."""

    key: str
    name: str
    email: str
    phone: Phone
    role: str


class Method(StrEnum):
    """How an order is paid."""

    RAZORPAY = "razorpay"
    COD = "cod"


class Instrument(StrEnum):
    """What a prepaid order is paid with at the gateway."""

    UPI = "upi"
    CARD = "card"
    NETBANKING = "netbanking"
    WALLET = "wallet"


class Ending(StrEnum):
    """Where an order of the story stands today."""

    PLACED_PAID = "placed_paid"
    PLACED_AFTER_RETRY = "placed_after_retry"
    PLACED_COD = "placed_cod"
    PARTLY_REFUNDED = "partly_refunded"
    PENDING_PAYMENT = "pending_payment"
    CANCELLED_EXPIRED = "cancelled_expired"


class Journey(StrEnum):
    """How far an order's goods have come."""

    NONE = "none"
    CANCELLED = "cancelled"
    SENT = "sent"
    DELIVERED = "delivered"
    CAME_BACK = "came_back"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Goods of an order: style slug, colour slug, size, pieces."""

    style: str
    colour: str
    size: str
    qty: Annotated[int, Field(ge=1, le=10)] = 1


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order of the story, made on an IST day at a time of day, or minutes ago.

    `address` counts the shopper's addresses from 0; `instrument` is what a prepaid order is paid
    with.
    """

    key: str
    shopper: str
    method: Method
    ending: Ending
    lines: tuple[OrderLine, ...]
    address: int = 0
    days_ago: int = 0
    at: time | None = None
    minutes_ago: int = 0
    instrument: Instrument | None = None
    note: str | None = None
    journey: Journey = Journey.NONE

    def made_at(self, now: datetime) -> datetime:
        """When it was made, in UTC, for a story told at `now`; never later than `now`.

        >>> noon = datetime(2026, 11, 22, 12, tzinfo=clock.IST)
        >>> line = OrderLine("kurta", "indigo", "M")
        >>> two_days = PastOrder(
        ...     "k", "asha", Method.COD, Ending.PLACED_COD, (line,), days_ago=2, at=time(20, 42)
        ... )
        >>> two_days.made_at(noon).isoformat()
        '2026-11-20T15:12:00+00:00'
        """
        if self.at is None:
            return now - timedelta(minutes=self.minutes_ago)
        day = clock.ist_day(now) - timedelta(days=self.days_ago)
        return min(clock.start_of(day) + _since_midnight(self.at), now)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
