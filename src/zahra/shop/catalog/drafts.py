"""What somebody fills in to put goods on the shelf: one request per thing that is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.catalog.compliance import HOME, Compliance


@dataclass(frozen=True, slots=True)
class NewCategory:
    """A shelf, below `parent_id` or at the top. `position` is its place among its siblings."""

    slug: str
    name: str
    description: str = ""
    position: int = 0
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer an attribute may have. `swatch` as #rrggbb, for colours."""

    value: str
    label: str
    swatch: str | None = None


@dataclass(frozen=True, slots=True)
class NewAttribute:
    """A question asked of styles; `choices` in the order a filter shows them."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    position: int = 0
    is_facet: bool = True


@dataclass(frozen=True, slots=True)
class NewStyle:
    """One design in all its colours. `attributes`: key to chosen values, of its type's only.

    `origin` is the ISO code of the country it was made in.
    """

    title: str
    category_id: UUID
    product_type: str
    hsn: str
    compliance: Compliance = field(default_factory=Compliance)
    origin: str = HOME
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    description: str = ""
    details: tuple[str, ...] = ()
    fabric: str = ""
    care: tuple[str, ...] = ()
    model_note: str = ""
    size_chart_id: UUID | None = None
    returnable_days: int = 7
    popularity: int = 0


@dataclass(frozen=True, slots=True)
class NewColour:
    """A style in a colour. `colour` is the filter's value, `name` this shade's own.

    The slug is made of title and shade when none is given.
    """

    style_id: UUID
    colour: str
    name: str
    swatch: str
    slug: str = ""
    badges: tuple[str, ...] = ()
    position: int = 0


@dataclass(frozen=True, slots=True)
class NewVariant:
    """One size of a style-colour. Price and MRP include GST."""

    style_colour_id: UUID
    sku: str
    size: str
    price: Paise
    mrp: Paise
    weight_grams: int
    barcode: str | None = None
