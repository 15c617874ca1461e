"""What staff are told of parcels on their way, and what they may say about them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import places, shipping
from zahra.web.http.schemas import Input, Moment, Output


class AskingParcels(Input):
    """Which parcels; `after` is the last one of the page before."""

    state: shipping.ShipmentState | None = None
    courier: Annotated[str, Field(max_length=40)] = ""
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50

    def sought(self) -> shipping.SeekingParcels:
        return shipping.SeekingParcels(self.state, self.courier, self.after, self.limit)


class AskingNdrs(Input):
    """Which failed attempts."""

    state: shipping.NdrState | None = None
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class AskingRtos(Input):
    """Which parcels that come back."""

    state: shipping.RtoState | None = None
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class ParcelOnItsWayOut(Output):
    """A parcel, without its address; that is on its label. `collectable` is taken at the door."""

    id: UUID
    order_id: UUID
    number: str
    state: shipping.ShipmentState
    courier: str
    carrier: str | None
    awb: str | None
    tracking_url: str | None
    collectable: Paise
    declared: Paise
    weight_grams: int
    pincode: str
    promised_by: date | None
    attempts: int
    created_at: Moment
    state_at: Moment
    dispatched_at: Moment | None
    delivered_at: Moment | None


class ManifestIn(Input):
    """The parcels that somebody takes along."""

    shipment_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]


class WaybillIn(Input):
    """What a courier without a machine wrote on its receipt."""

    awb: Annotated[str, Field(min_length=4, max_length=40, pattern=r"^[A-Za-z0-9-]+$")]
    carrier: Annotated[str | None, Field(max_length=60)] = None
    tracking_url: Annotated[
        str | None, Field(max_length=300, pattern=r"^https://[\x21-\x7e]+$")
    ] = None


class TellingIn(Input):
    """What a courier without a machine says happened to a parcel."""

    event: shipping.ShipmentEvent


class AnsweringIn(Input):
    """What the buyer said on the phone, after an attempt at the door failed."""

    wish: shipping.Wish
    line1: Annotated[str, Field(max_length=120)] = ""
    line2: Annotated[str, Field(max_length=120)] = ""
    landmark: Annotated[str, Field(max_length=120)] = ""
    deliver_on: date | None = None
    note: Annotated[str, Field(max_length=200)] = ""

    def answering(self) -> shipping.Answering:
        return shipping.Answering(**self.model_dump())


class NdrOut(Output):
    """A failed attempt at the door, and what was answered; the address is with the parcel."""

    id: UUID
    shipment_id: UUID
    attempt: int
    state: shipping.NdrState
    reason: str
    wish: shipping.Wish | None
    deliver_on: date | None
    note: str
    answered_by: str | None
    failed_at: Moment
    answered_at: Moment | None
    pushed_at: Moment | None
    closed_at: Moment | None


class RtoOut(Output):
    """A parcel that comes back, with what both ways cost."""

    id: UUID
    shipment_id: UUID
    state: shipping.RtoState
    reason: str
    freight_out: Paise
    freight_back: Paise
    resellable: int
    damaged: int
    opened_at: Moment
    received_at: Moment | None
    judged_at: Moment | None
    closed_at: Moment | None


class PunctualityOut(Output):
    """How many parcels a courier delivered in a zone in the last 90 days, and how many by the day
    that their buyers were promised."""

    courier: str
    zone: places.Zone
    delivered: int
    on_time: int


class RateIn(Input):
    """What a method costs in a zone: the first 500 g, each further 500 g; and its working days."""

    zone: places.Zone
    first_slab: Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
    next_slab: Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
    min_days: Annotated[int, Field(strict=True, ge=1, le=60)]
    max_days: Annotated[int, Field(strict=True, ge=1, le=60)]


class RatesIn(Input):
    """All rates of a method from now on; none: its flat price."""

    rates: Annotated[list[RateIn], Field(max_length=5)]

    def rates_of(self) -> tuple[shipping.Rate, ...]:
        return tuple(shipping.Rate(**each.model_dump()) for each in self.rates)


class RateOut(Output):
    """What a method costs in a zone."""

    zone: places.Zone
    first_slab: Paise
    next_slab: Paise
    min_days: int
    max_days: int


class MethodOut(Output):
    """A way of delivery as the shop has set it."""

    key: str
    name: str
    price: Paise
    free_from: Paise | None
    rates: list[RateOut]
