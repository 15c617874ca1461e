"""What orders announce."""

from dataclasses import dataclass
from uuid import UUID

from zahra.base.events import Event
from zahra.base.money import Paise


@dataclass(frozen=True, slots=True)
class OrderPlaced(Event):
    """The order is placed: paid for, or to be paid at the door. Once in an order's life, twice
    only where a cancelled one was revived."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderCancelled(Event):
    """The order is cancelled and what it held is free. Says nothing about money."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class MoneyReturned(Event):
    """The shop gives money back by itself: too late, too often, or for what is sold out."""

    order_id: UUID
    refund_id: UUID
    amount: Paise
