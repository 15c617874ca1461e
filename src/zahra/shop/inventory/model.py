"""What there is of a variant, and what an order wants of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many pieces of a variant, at least one."""

    variant_id: UUID
    qty: int


class MovementKind(StrEnum):
    """Why a level changed. Dispatch and receipt move `on_hand`, orders move `allocated`."""

    RECEIVED = "received"
    ALLOCATED = "allocated"
    SHIPPED = "shipped"
    RELEASED = "released"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of the ledger: by how much the level of a variant changes."""

    variant_id: UUID
    kind: MovementKind
    on_hand: int = 0
    allocated: int = 0
    unavailable: int = 0


@dataclass(frozen=True, slots=True)
class Cause:
    """Who moved stock, and what for: the ledger keeps all of it."""

    actor: str
    reason: str | None = None
    order_id: UUID | None = None
    shipment_id: UUID | None = None
    return_id: UUID | None = None
    rto_id: UUID | None = None
    exchange_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The stored quantities of one variant, its row locked.

    `on_hand` a picker can count, `unavailable` is damaged or kept back, `allocated` is promised to
    orders; `oversell_limit` is how far below nothing a promise may go.
    """

    variant_id: UUID
    style_colour_id: UUID
    on_hand: int
    unavailable: int
    allocated: int
    oversell_limit: int

    @property
    def unpromised(self) -> int:
        """What could be promised if nobody held any, the allowed oversell included."""
        return self.on_hand - self.unavailable - self.allocated + self.oversell_limit


@dataclass(frozen=True, slots=True)
class Hold:
    """Pieces kept for an order that is being paid. A lapsed one counts for nothing any more."""

    variant_id: UUID
    order_id: UUID
    qty: int
    is_live: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """Pieces promised to an order, and what of the promise was kept or taken back."""

    variant_id: UUID
    qty: int
    shipped: int = 0
    released: int = 0

    @property
    def outstanding(self) -> int:
        """What is still promised and lies on the shelf."""
        return self.qty - self.shipped - self.released


@dataclass(frozen=True, slots=True)
class Stock:
    """One variant's level with the holds on it: everything a decision is made from."""

    level: Level
    holds: tuple[Hold, ...] = field(default=())

    @property
    def sellable(self) -> int:
        """What may be sold to anyone now; below zero when a count came out short."""
        return self.level.unpromised - sum(hold.qty for hold in self.holds if hold.is_live)

    @property
    def sellable_as_last_told(self) -> int:
        """`sellable` while lapsed holds were alive: what the card was last written from."""
        return self.level.unpromised - sum(hold.qty for hold in self.holds)

    def held_for(self, order_id: UUID) -> int:
        """What this order holds, alive."""
        return sum(hold.qty for hold in self.holds if hold.is_live and hold.order_id == order_id)
