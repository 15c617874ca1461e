"""The demo shop's catalogue as data: goods, people and past orders, read from the files here."""

from .checking_styles import NEW_FOR_DAYS
from .contents import Catalogue
from .errors import CatalogueError
from .goods import (
    Attribute,
    AttributeValue,
    Badge,
    Category,
    Colour,
    Compliance,
    Maker,
    Measure,
    ProductType,
    SizeChart,
    Style,
    StyleColour,
    Synonym,
)
from .reading import read_catalogue
from .story import (
    Address,
    AddressKind,
    Ending,
    Instrument,
    Journey,
    Method,
    OrderLine,
    PastOrder,
    Shopper,
    StaffMember,
)

__all__ = [
    "NEW_FOR_DAYS",
    "Address",
    "AddressKind",
    "Attribute",
    "AttributeValue",
    "Badge",
    "Catalogue",
    "CatalogueError",
    "Category",
    "Colour",
    "Compliance",
    "Ending",
    "Instrument",
    "Journey",
    "Maker",
    "Measure",
    "Method",
    "OrderLine",
    "PastOrder",
    "ProductType",
    "Shopper",
    "SizeChart",
    "StaffMember",
    "Style",
    "StyleColour",
    "Synonym",
    "read_catalogue",
]
