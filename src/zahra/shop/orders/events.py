"""What orders announce."""

from dataclasses import dataclass
from uuid import UUID

from zahra.base.events import Event
from zahra.base.money import Paise
from zahra.shop.payments import Destination


@dataclass(frozen=True, slots=True)
class OrderPlaced(Event):
    """The order is placed: paid for, or to be paid at the door. Once in an order's life, twice
    only where a cancelled one was revived. One that replaces what came back comes from no bag."""

    order_id: UUID
    from_bag: bool = True


@dataclass(frozen=True, slots=True)
class OrderCancelled(Event):
    """The order is cancelled and what it held is free. Says nothing about money."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderLapsed(Event):
    """Nobody confirmed a cash order in time: it is cancelled, and was never placed."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class MoneyReturned(Event):
    """The shop gives money back by itself: too late, too often, or for what is sold out."""

    order_id: UUID
    refund_id: UUID
    amount: Paise


@dataclass(frozen=True, slots=True)
class PayoutNeedsAccount(Event):
    """Money is owed to an account that nobody has named, or that the bank has refused. `about`
    names this news."""

    order_id: UUID
    about: UUID
    amount: Paise


@dataclass(frozen=True, slots=True)
class RefundRedirected(Event):
    """What a gateway would not give back has gone another way."""

    order_id: UUID
    refund_id: UUID
    amount: Paise
    destination: Destination


@dataclass(frozen=True, slots=True)
class PiecesCancelled(Event):
    """Some pieces of a placed order are cancelled and free; others are still to be sent."""

    order_id: UUID
    giveback_id: UUID


@dataclass(frozen=True, slots=True)
class ShipmentDispatched(Event):
    """A parcel has left, and is invoiced."""

    order_id: UUID
    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class ShipmentGoesOut(Event):
    """A parcel is on its way to the door today."""

    order_id: UUID
    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class ShipmentDelivered(Event):
    """A parcel was handed to its buyer, and what was due at the door was taken."""

    order_id: UUID
    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class ShipmentLost(Event):
    """A parcel will not come, and what was paid for it goes back."""

    order_id: UUID
    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class ShipmentCameBack(Event):
    """A parcel that could not be delivered is at our dock again. No return of its buyer's."""

    order_id: UUID
    shipment_id: UUID
