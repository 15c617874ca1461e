"""What a parcel on its way is, who it is for, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.shipping.model import BY_HAND, SLAB_GRAMS
from zahra.shop.shipping.states import (
    DISPATCHED,
    OVER,
    BookingState,
    NdrState,
    RtoState,
    ShipmentState,
    Wish,
)

MOST_GRAMS, MOST_CM = 30_000, 150  # what a courier's bag takes
VOLUME = 5000  # cubic centimetres that are charged like a kilogram
ATTEMPTS = 3  # at the door, before a parcel turns back


@dataclass(frozen=True, slots=True)
class Parcel:
    """A packed parcel: grams, and whole centimetres."""

    weight_grams: int
    length_cm: int
    width_cm: int
    height_cm: int

    @property
    def chargeable_grams(self) -> int:
        """What couriers charge for: the weight, or the room it takes, in slabs of 500 g.

        >>> Parcel(400, 30, 25, 5).chargeable_grams, Parcel(400, 35, 28, 8).chargeable_grams
        (1000, 2000)
        >>> Parcel(500, 10, 10, 5).chargeable_grams
        500
        """
        room = -(-self.length_cm * self.width_cm * self.height_cm * 1000 // VOLUME)
        return -(-max(self.weight_grams, room) // SLAB_GRAMS) * SLAB_GRAMS


@dataclass(frozen=True, slots=True)
class Consignee:
    """Who a parcel is for, and where; a copy of its order's address."""

    name: str
    phone: str
    line1: str
    city: str
    state: str
    state_code: str
    pincode: str
    line2: str | None = None
    landmark: str | None = None
    country: str = "IN"


@dataclass(frozen=True, slots=True)
class Content:
    """So many pieces of one kind in a parcel; `price` is what one of them was sold for."""

    sku: str
    title: str
    hsn: str
    qty: int
    price: Paise


@dataclass(frozen=True, slots=True)
class Opening:
    """A parcel about to be made of packed pieces. `number` is the order's.

    `collectable` is what is to be taken at the door: reckoned from the order's pieces and tenders,
    never typed. `declared` is what the contents are worth.
    """

    order_id: UUID
    number: str
    collectable: Paise
    declared: Paise
    address: Consignee
    parcel: Parcel
    contents: tuple[Content, ...]
    courier: str = BY_HAND
    promised_by: date | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel. Its state is reckoned from everything that was told of it.

    `number` is how couriers know it. `carrier` is who carries it, where the courier is an
    aggregator. `attempts` counts days on which it was not delivered at the door. `freight` is what
    the courier charges for the way there.
    """

    id: UUID
    order_id: UUID
    number: str
    state: ShipmentState
    courier: str
    collectable: Paise
    declared: Paise
    parcel: Parcel
    address: Consignee
    email: str | None
    contents: tuple[Content, ...]
    pincode: str
    promised_by: date | None
    courier_order_id: str | None
    courier_shipment_id: str | None
    awb: str | None
    carrier: str | None
    tracking_url: str | None
    freight: Paise | None
    attempts: int
    created_at: datetime
    state_at: datetime
    dispatched_at: datetime | None
    delivered_at: datetime | None

    @property
    def is_dispatched(self) -> bool:
        """Whether it has left our hands."""
        return self.state in DISPATCHED

    @property
    def is_unbooked(self) -> bool:
        """Whether its courier, which tells of parcels by their number, has given it none: nothing
        that became of it would ever be heard."""
        return self.awb is None and self.courier != BY_HAND

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.state in OVER

    @property
    def is_delivered(self) -> bool:
        return self.state is ShipmentState.DELIVERED

    @property
    def weight_grams(self) -> int:
        return self.parcel.weight_grams


@dataclass(frozen=True, slots=True)
class Scan:
    """One thing that was told of a parcel. `state` is None for a code that we do not know.

    `key` is the same however often it is told. `occurred_at` is when it happened, as the courier
    says, and never later than when it was told.
    """

    key: str
    code: str
    state: ShipmentState | None
    remark: str
    location: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Booking:
    """Whether a courier was asked to carry a shipment, and which of its orders is ours."""

    shipment_id: UUID
    courier: str
    state: BookingState
    tries: int
    asked_until: datetime
    courier_order_id: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be done after a failed attempt: the corrected address, another day, or no more."""

    wish: Wish
    address: Consignee | None = None
    deliver_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ndr:
    """A failed attempt at the door (non-delivery report), the `attempt`-th of usually three."""

    id: UUID
    shipment_id: UUID
    attempt: int
    state: NdrState
    reason: str
    wish: Wish | None
    address: Consignee | None
    deliver_on: date | None
    note: str
    answered_by: str | None
    failed_at: datetime
    opened_at: datetime
    answered_at: datetime | None
    pushed_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rto:
    """A parcel that comes back (return to origin), and what it cost both ways."""

    id: UUID
    shipment_id: UUID
    state: RtoState
    reason: str
    freight_out: Paise
    freight_back: Paise
    resellable: int
    damaged: int
    opened_at: datetime
    received_at: datetime | None
    judged_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """How many parcels a courier delivered to a PIN code, and how many by the promised day."""

    courier: str
    pincode: str
    delivered: int
    on_time: int
