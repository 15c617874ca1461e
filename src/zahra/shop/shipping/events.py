"""What shipping announces."""

from dataclasses import dataclass
from uuid import UUID

from zahra.base.events import Event


@dataclass(frozen=True, slots=True)
class ShipmentNews(Event):
    """A courier or the staff told something of a parcel; it is stored and not yet applied."""

    shipment_id: UUID
    order_id: UUID


@dataclass(frozen=True, slots=True)
class UnclaimedNews(Event):
    """A courier told something of a number that none of our parcels has: perhaps it brings
    something back. It is stored and not applied."""

    courier: str
    awb: str
