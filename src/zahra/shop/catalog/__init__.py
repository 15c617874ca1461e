"""What is sold: styles in colours and sizes, the shelves they stand on, and finding them.

How many there are is `inventory`'s; it has the cards of listings rewritten through `write_cards`.
"""

from zahra.shop.catalog.arranging import (
    add_choices,
    create_attribute,
    create_category,
    create_product_type,
    create_size_chart,
    teach_synonyms,
)
from zahra.shop.catalog.asking import Asking, Sort
from zahra.shop.catalog.browsing import addresses, listing, suggest
from zahra.shop.catalog.changing import change_price, change_slug
from zahra.shop.catalog.compliance import CareContact, Compliance, Party
from zahra.shop.catalog.designing import add_colour, add_picture, add_variant, create_style
from zahra.shop.catalog.drafts import (
    Choice,
    NewAttribute,
    NewCategory,
    NewColour,
    NewStyle,
    NewVariant,
)
from zahra.shop.catalog.errors import NotPublishable, SlugMoved
from zahra.shop.catalog.events import StyleChanged
from zahra.shop.catalog.linting import lint_prices
from zahra.shop.catalog.listing import (
    Address,
    Card,
    CardSize,
    Facet,
    FacetValue,
    Listing,
    Rating,
    Suggestion,
    Suggestions,
    Swatch,
)
from zahra.shop.catalog.loading import Loaded, load_many
from zahra.shop.catalog.lots import Lot, LotColour, LotSize
from zahra.shop.catalog.model import Band, Category, Crumb, Image, VariantFacts
from zahra.shop.catalog.origins import ORIGINS
from zahra.shop.catalog.pictures import (
    WEBP_WIDTHS,
    EncodedPicture,
    Rendition,
    encode_picture,
    names_of,
)
from zahra.shop.catalog.product import Answer, Product, Sibling, Variant
from zahra.shop.catalog.provider import NoSuchFile, Storage, StorageDown, is_stored_name
from zahra.shop.catalog.publishing import archive_style, publish_style
from zahra.shop.catalog.shelves import categories, category
from zahra.shop.catalog.showing import product, variant_facts
from zahra.shop.catalog.size_charts import Measure, SizeChart, centimetres
from zahra.shop.catalog.sizes import canonical_size, in_size_order, size_rank
from zahra.shop.catalog.states import STYLE_LIFE, StyleEvent, StyleStatus
from zahra.shop.catalog.store.cards import write_cards

__all__ = [
    "ORIGINS",
    "STYLE_LIFE",
    "WEBP_WIDTHS",
    "Address",
    "Answer",
    "Asking",
    "Band",
    "Card",
    "CardSize",
    "CareContact",
    "Category",
    "Choice",
    "Compliance",
    "Crumb",
    "EncodedPicture",
    "Facet",
    "FacetValue",
    "Image",
    "Listing",
    "Loaded",
    "Lot",
    "LotColour",
    "LotSize",
    "Measure",
    "NewAttribute",
    "NewCategory",
    "NewColour",
    "NewStyle",
    "NewVariant",
    "NoSuchFile",
    "NotPublishable",
    "Party",
    "Product",
    "Rating",
    "Rendition",
    "Sibling",
    "SizeChart",
    "SlugMoved",
    "Sort",
    "Storage",
    "StorageDown",
    "StyleChanged",
    "StyleEvent",
    "StyleStatus",
    "Suggestion",
    "Suggestions",
    "Swatch",
    "Variant",
    "VariantFacts",
    "add_choices",
    "add_colour",
    "add_picture",
    "add_variant",
    "addresses",
    "archive_style",
    "canonical_size",
    "categories",
    "category",
    "centimetres",
    "change_price",
    "change_slug",
    "create_attribute",
    "create_category",
    "create_product_type",
    "create_size_chart",
    "create_style",
    "encode_picture",
    "in_size_order",
    "is_stored_name",
    "lint_prices",
    "listing",
    "load_many",
    "names_of",
    "product",
    "publish_style",
    "size_rank",
    "suggest",
    "teach_synonyms",
    "variant_facts",
    "write_cards",
]
