"""What a state and a PIN code are, and how far one PIN code is from another."""

from dataclasses import dataclass
from enum import StrEnum

from zahra.base.money import Paise

ENOUGH = 20  # parcels of our own, before what they taught us counts


@dataclass(frozen=True, slots=True)
class State:
    """A state or union territory. `code` is its two-digit GST code, a GSTIN's first two digits."""

    code: str
    name: str
    is_union_territory: bool = False


class Zone(StrEnum):
    """How far a parcel travels, as couriers count: within a city, within a state, from one big
    city to another, to the rest of India, to where it is hard to go."""

    CITY = "A"
    STATE = "B"
    METRO = "C"
    REST = "D"
    REMOTE = "E"


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a PIN code. 52 codes lie in more than one state, 82 in none.

    First the directory; then what couriers or staff say (None: nothing); then what our own parcels
    taught us: how many went there, how many came back, and in how many working days half of the
    delivered ones and nine tenths of them were there.
    """

    pincode: str
    districts: tuple[str, ...]
    state_codes: tuple[str, ...]
    zone: Zone | None = None
    is_serviceable: bool = True
    takes_cash: bool = True
    cash_max: Paise | None = None
    min_days: int | None = None
    max_days: int | None = None
    parcels: int = 0
    parcels_back: int = 0
    days_p50: int | None = None
    days_p90: int | None = None

    def allows(self, state_code: str) -> bool:
        """Whether an address here may be in this state; yes where no state is known."""
        return not self.state_codes or state_code in self.state_codes

    @property
    def has_taught_us(self) -> bool:
        """Whether enough of our own parcels went there to believe what they say."""
        return self.parcels >= ENOUGH

    @property
    def back_rate(self) -> float | None:
        """The share of our parcels that came back; None before there are enough."""
        return self.parcels_back / self.parcels if self.has_taught_us else None


@dataclass(frozen=True, slots=True)
class Lesson:
    """What our own parcels to a PIN code say: how many ended, how many of them back with us, and
    the working days of the delivered ones (None where none was)."""

    pincode: str
    parcels: int
    parcels_back: int
    days_p50: int | None
    days_p90: int | None
