"""What a way of delivery, an offer of it and an answer about a PIN code are."""

from dataclasses import dataclass, replace
from datetime import date

from zahra.base.money import Paise
from zahra.shop import places
from zahra.shop.places import Place, Zone

SLAB_GRAMS = 500  # couriers charge by these
BAG_GRAMS = 60  # what goods usually travel in
LIGHT_GRAMS = SLAB_GRAMS - BAG_GRAMS  # goods that still go for the first slab, in their bag
BY_HAND = "manual"  # the courier that staff write down; every shop has it


@dataclass(frozen=True, slots=True)
class Origin:
    """Where our parcels leave from, and the Indian hour until which they leave the same day.
    `holidays` are days without that, besides Sundays and the national ones."""

    pincode: str = "302001"
    state_code: str = "08"
    cut_off_hour: int = 14
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Trip:
    """What delivery is reckoned from: from where to where, from which day on, for goods of what
    worth (after discounts) and weight, unpacked: light ones where nobody has said. An unknown place
    is as far as its digits say."""

    origin: Origin
    pincode: str
    place: Place | None
    leaves_on: date
    goods_total: Paise = 0
    weight_grams: int = LIGHT_GRAMS

    @property
    def zone(self) -> Zone:
        """How far it is."""
        state = self.origin.state_code
        return places.zone_between(
            self.origin.pincode, self.pincode, state_code=state, place=self.place
        )

    @property
    def is_near(self) -> bool:
        """Whether it stays within our own state."""
        return self.place is not None and self.origin.state_code in self.place.state_codes


@dataclass(frozen=True, slots=True)
class Rate:
    """What a method costs and how long it takes in a zone: the first 500 g, each further 500 g."""

    zone: Zone
    first_slab: Paise
    next_slab: Paise
    min_days: int
    max_days: int

    def price(self, weight_grams: int) -> Paise:
        """The price of a parcel of so many grams.

        >>> rate = Rate(Zone.REST, 8000, 4000, 4, 6)
        >>> [rate.price(grams) for grams in (1, 500, 501, 1600)]
        [8000, 8000, 12000, 20000]
        """
        slabs = max(1, -(-weight_grams // SLAB_GRAMS))
        return self.first_slab + (slabs - 1) * self.next_slab


@dataclass(frozen=True, slots=True)
class Method:
    """A way of delivery. Days are working days; near is within the seller's own state.

    Free where the goods come to `free_from` or more. With rates it is priced by zone and weight,
    and offered only where there is one; without, it has one price.
    """

    key: str
    name: str
    price: Paise
    free_from: Paise | None
    near_min_days: int
    near_max_days: int
    far_min_days: int
    far_max_days: int
    rates: tuple[Rate, ...] = ()

    def rate_for(self, zone: Zone) -> Rate | None:
        """Its rate for a zone."""
        return next((rate for rate in self.rates if rate.zone is zone), None)


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

    def at(self, place: Place | None) -> "CodTerms":
        """The same at one place: couriers take no cash at some, and only so much at others."""
        if place is None:
            return self
        most = min(self.max_total, place.cash_max or self.max_total) if place.takes_cash else 0
        return replace(self, max_total=most)

    def allows(self, total: Paise) -> bool:
        """Whether an order that comes to `total` may be paid at the door."""
        return self.min_total <= total <= self.max_total and self.max_total > 0


@dataclass(frozen=True, slots=True)
class Serviceability:
    """What a shopper learns about a PIN code. Without delivery, `message` says why; the days are
    those of the first method. One that is not `known` is served all the same, as far away, and
    `message` asks to check it."""

    serviceable: bool
    known: bool = True
    district: str | None = None
    cities: tuple[str, ...] = ()
    state: str | None = None
    state_code: str | None = None
    cod_available: bool = False
    cod_max: Paise | None = None
    min_days: int | None = None
    max_days: int | None = None
    message: str | None = None
