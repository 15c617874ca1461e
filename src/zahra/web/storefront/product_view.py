"""What a product's page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zahra.base.money import Paise
from zahra.web.storefront.cards_view import Badge, Entry, ProductCard
from zahra.web.ui.page import NavLink
from zahra.web.ui.pictures import Picture


@dataclass(frozen=True, slots=True)
class ColourOption:
    """The style in a colour, which is a page of its own."""

    name: str
    url: str
    picture: Picture
    is_current: bool = False
    is_sold_out: bool = False


@dataclass(frozen=True, slots=True)
class SizeOption:
    """A variant of the colour shown. `left` is given only when few are really left."""

    variant_id: str
    size: str
    sku: str
    price: Paise
    mrp: Paise
    discount_percent: int
    left: int | None = None
    is_sold_out: bool = False
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class SizeRow:
    """One size's measurements, written out, in the order of the chart's columns."""

    size: str
    inches: tuple[str, ...]
    centimetres: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SizeChart:
    """Body or garment measurements."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[SizeRow, ...]


@dataclass(frozen=True, slots=True)
class SizeGuide:
    """The charts of a product type, and how to read them."""

    charts: tuple[SizeChart, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryCheck:
    """What a PIN code may expect: a date, not a speed. Empty before one is given."""

    pincode: str = ""
    place: str = ""  # "Jaipur, Rajasthan"
    arrives_by: date | None = None
    charge: Paise | None = None  # 0: free
    cod_fee: Paise | None = None  # None: no cash on delivery there
    error: str | None = None  # not a PIN, or nobody delivers there

    @property
    def is_answered(self) -> bool:
        """Whether there is a promise to show."""
        return self.arrives_by is not None


@dataclass(frozen=True, slots=True)
class BuyNote:
    """Why it could not go into the bag, where htmx asked."""

    error: str


@dataclass(frozen=True, slots=True)
class MoreProducts:
    """What goes with a product or might do instead; the page fetches it when it is scrolled to."""

    cards: tuple[ProductCard, ...]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One style in one colour, with everything the law and the buyer want to know."""

    slug: str
    url: str
    title: str
    kicker: str  # "Hand block printed"
    colour: str
    description: str
    price: Paise
    mrp: Paise
    discount_percent: int
    gallery: tuple[Picture, ...]  # front first
    sizes: tuple[SizeOption, ...]
    trail: tuple[NavLink, ...]
    colours: tuple[ColourOption, ...] = ()
    badge: Badge | None = None
    size_guide: SizeGuide | None = None
    fit_note: str = ""  # "Model is 5′6″ and wears S"
    details: tuple[Entry, ...] = ()
    care: tuple[Entry, ...] = ()
    delivery_and_returns: tuple[str, ...] = ()
    compliance: tuple[Entry, ...] = ()  # Legal Metrology: maker, origin, MRP, care contact …
    delivery: DeliveryCheck = DeliveryCheck()
    returns_promise: str = ""
    structured_data: tuple[Mapping[str, Any], ...] = ()  # JSON-LD documents
    idempotency_key: str = ""
    error: str | None = None  # why it could not go into the bag

    @property
    def shelf(self) -> NavLink | None:
        """The category it stands in, on the way from home."""
        return self.trail[-2] if len(self.trail) > 2 else None

    @property
    def is_sold_out(self) -> bool:
        """Whether no size is left."""
        return all(size.is_sold_out for size in self.sizes)

    @property
    def selected_size(self) -> str | None:
        """The size chosen in the address or before."""
        return next((size.size for size in self.sizes if size.is_selected), None)
