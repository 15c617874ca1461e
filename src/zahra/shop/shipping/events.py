"""What shipping announces."""

from dataclasses import dataclass
from uuid import UUID

from zahra.base.events import Event


@dataclass(frozen=True, slots=True)
class ShipmentNews(Event):
    """A courier or the staff told something of a parcel; it is stored and not yet applied."""

    shipment_id: UUID
    order_id: UUID
