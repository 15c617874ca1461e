"""The port to a courier: what the shop asks of one, in the shop's own words.

An adapter (`providers/couriers/shiprocket` …) turns these into the courier's protocol. Nothing here
decides. Every call may raise `CourierDown` (no usable answer: unknown whether it acted) or
`CourierRefused` (a clear no).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from zahra.base.errors import Conflict, Unavailable
from zahra.base.money import Paise
from zahra.shop.shipping.parcels import Answer, Consignee, Content, Parcel
from zahra.shop.shipping.states import ShipmentState


class CourierDown(Unavailable):
    """No usable answer came: it is unknown whether the courier acted."""

    code = "courier_unavailable"
    message = "The courier did not answer. Nothing is lost; please try again in a moment."


class CourierRefused(Conflict):
    """The courier said no. Details: `said`, `status`."""

    code = "courier_refused"
    message = "The courier does not take this parcel."


class NotByMachine(Conflict):
    """This courier has no machine to ask: staff write down what it says."""

    code = "not_by_machine"
    message = "This courier is written down by hand."


class NotByHand(Conflict):
    """This courier tells by itself what becomes of a parcel."""

    code = "not_by_hand"
    message = "This courier tells us by itself what becomes of a parcel."


class ForgedScan(Exception):
    """A webhook that shows neither the current nor the previous secret."""


class PickupStep(StrEnum):
    """What a courier tells of a parcel that it fetches from a buyer and brings to us."""

    SCHEDULED = "scheduled"
    FAILED = "failed"
    PICKED_UP = "picked_up"
    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Consignment:
    """What a courier is told of a parcel. `collectable` of zero: prepaid. The address is where it
    goes, or where it is fetched."""

    number: str
    ordered_at: datetime
    address: Consignee
    parcel: Parcel
    contents: tuple[Content, ...]
    declared: Paise
    collectable: Paise
    email: str | None = None


@dataclass(frozen=True, slots=True)
class CourierOrder:
    """The courier's own record of a parcel; it may have an AWB already."""

    order_id: str
    shipment_id: str
    awb: str | None = None


@dataclass(frozen=True, slots=True)
class Waybill:
    """The number a parcel travels under, and who carries it for how much."""

    awb: str
    carrier: str | None = None
    freight: Paise | None = None
    tracking_url: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Whether a courier goes from our PIN code to another, and in how many days."""

    serves: bool
    takes_cash: bool = False
    min_days: int | None = None
    max_days: int | None = None


@dataclass(frozen=True, slots=True)
class ScanFact:
    """One scan as the courier told it. `stamp` is its time by the courier's clock: what is told
    twice is told with the same stamp. `state` is None for a code that says nothing of where the
    parcel is, and for one that we do not know."""

    awb: str
    code: str
    state: ShipmentState | None
    occurred_at: datetime
    stamp: str
    remark: str = ""
    location: str = ""
    is_known: bool = True  # its code stands in our table


class Courier(Protocol):
    """Somebody who carries parcels."""

    name: str

    @property
    def is_by_hand(self) -> bool:
        """Whether staff write down what this courier says; then nothing else here is asked."""
        ...

    @property
    def hears(self) -> bool:
        """Whether its webhook can be believed: a secret is set."""
        ...

    async def route_to(self, pincode: str, parcel: Parcel, *, collectable: Paise) -> Route: ...

    async def open_order(self, consignment: Consignment) -> CourierOrder:
        """Make the courier's record of a parcel. A repeat makes another one: look first."""
        ...

    async def find_order(self, number: str) -> CourierOrder | None:
        """The courier's record under our number, the one with an AWB before the others."""
        ...

    async def assign_awb(self, order: CourierOrder) -> Waybill:
        """The parcel's number; a repeat gives the same one."""
        ...

    async def ask_pickup(self, order: CourierOrder) -> date | None:
        """Have the parcel fetched; the day, where it is told. Harmless to repeat."""
        ...

    async def open_pickup(self, consignment: Consignment) -> CourierOrder:
        """Make the courier's record of a parcel that is fetched from the address and brought to
        us. A repeat makes another one: look first."""
        ...

    async def find_pickup(self, number: str) -> CourierOrder | None:
        """As `find_order`, among the parcels that are brought to us."""
        ...

    async def assign_pickup_awb(self, order: CourierOrder) -> Waybill:
        """As `assign_awb`, for one that is brought to us."""
        ...

    async def ask_pickup_again(self, order: CourierOrder) -> date | None:
        """Have somebody sent once more, after they came in vain; the day, where it is told."""
        ...

    def step_of(self, code: str) -> PickupStep | None:
        """What a scan's code means of a parcel that is brought to us; nothing is asked."""
        ...

    async def cancel(self, order: CourierOrder) -> None: ...

    async def track(self, awb: str) -> tuple[ScanFact, ...]:
        """Everything that was told of a parcel."""
        ...

    async def tell_answer(self, awb: str, answer: Answer) -> None:
        """What is to be done after a failed attempt: deliver again (where, when), or turn back."""
        ...

    def read_scans(self, raw: bytes, headers: Mapping[str, str]) -> tuple[ScanFact, ...]:
        """The scans of a webhook; none of a body that cannot be read. Raises ForgedScan."""
        ...

    async def close(self) -> None: ...
