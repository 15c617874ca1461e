"""What a way of delivery, an offer of it and an answer about a PIN code are."""

from dataclasses import dataclass
from datetime import date

from zahra.base.money import Paise


@dataclass(frozen=True, slots=True)
class Method:
    """A way of delivery. Days are working days; near is within the seller's own state.

    Free where the goods come to `free_from` or more.
    """

    key: str
    name: str
    price: Paise
    free_from: Paise | None
    near_min_days: int
    near_max_days: int
    far_min_days: int
    far_max_days: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A method as it is offered for one place and one sum of goods."""

    key: str
    name: str
    price: Paise
    min_days: int
    max_days: int
    promised_by: date
    free_from: Paise | None = None


@dataclass(frozen=True, slots=True)
class CodTerms:
    """Cash on delivery: its fee, and the least and most an order may come to, both inclusive.

    A `max_total` of nothing turns it off.
    """

    fee: Paise
    min_total: Paise
    max_total: Paise

    def allows(self, total: Paise) -> bool:
        """Whether an order that comes to `total` may be paid at the door."""
        return self.min_total <= total <= self.max_total and self.max_total > 0


@dataclass(frozen=True, slots=True)
class Serviceability:
    """What a shopper learns about a PIN code. Without delivery, `message` says why; the days are
    those of the first method."""

    serviceable: bool
    district: str | None = None
    cities: tuple[str, ...] = ()
    state: str | None = None
    state_code: str | None = None
    cod_available: bool = False
    cod_max: Paise | None = None
    min_days: int | None = None
    max_days: int | None = None
    message: str | None = None
