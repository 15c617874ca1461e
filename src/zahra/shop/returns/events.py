"""What returns announce."""

from dataclasses import dataclass, field
from uuid import UUID

from zahra.base import ids
from zahra.base.events import Event
from zahra.base.money import Paise
from zahra.shop.returns.states import ReturnState


@dataclass(frozen=True, slots=True)
class ReturnMoved(Event):
    """A return was asked for, or went on. `note` is meant for its owner; `about` is this news's
    own."""

    return_id: UUID
    number: str
    order_id: UUID
    state: ReturnState
    note: str = ""
    about: UUID = field(default_factory=ids.new)


@dataclass(frozen=True, slots=True)
class ReturnSettled(Event):
    """What was owed for a return is on its way: money, store credit, or a piece in exchange.

    `due` is still to be paid for a dearer piece, on the order `replacement`.
    """

    return_id: UUID
    number: str
    order_id: UUID
    refunded: Paise
    replacement: str | None = None
    due: Paise = 0
    giveback_id: UUID | None = None
