"""Goods that tests are told about, put on the shelf by the shop's own verbs.

`an_indigo_kurta(tx)` is on sale when it returns: published, in stock, with its cards written.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from zahra.base.actors import program
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop import catalog, inventory

SHELF_KEEPER = program("tests")
COMPLIANCE = catalog.Compliance(
    maker=catalog.Party("Chhipa Rang Printers", "14 Chhipa Mohalla, Bagru, Jaipur 303007"),
    generic_name="Women's kurta",
    net_quantity="1 N",
    consumer_care=catalog.CareContact("care@zahra.example", "+911412345678"),
)
PICTURE = catalog.Image(
    avif={"320": "indigo-320.avif", "480": "indigo-480.avif"},
    webp={"480": "indigo-480.webp"},
    width=960,
    height=1280,
    alt="Indigo kurta with white butas, from the front",
    tint="#2b3a67",
)


@dataclass(frozen=True, slots=True)
class Goods:
    """A style-colour on sale. `variants` by size; `product_id` is its id in the API."""

    style_id: UUID
    product_id: UUID
    slug: str
    variants: Mapping[str, UUID]

    def __getitem__(self, size: str) -> UUID:
        return self.variants[size]


async def a_shelf(
    tx: Transaction, slug: str = "kurtas", name: str = "Kurtas", *, parent: UUID | None = None
) -> UUID:
    """The category with this slug, put up when it is not there."""
    try:
        return (await catalog.category(tx, slug)).id
    except NotFound:
        new = catalog.NewCategory(slug, name, parent_id=parent)
        return await catalog.create_category(tx, SHELF_KEEPER, new)


async def kinds_of_goods(tx: Transaction) -> None:
    """Kurtas with a fabric and occasions, in colours to filter by; harmless the second time."""
    for attribute in ATTRIBUTES:
        with suppress(Invalid):
            await catalog.create_attribute(tx, SHELF_KEEPER, attribute)
    await catalog.add_choices(tx, SHELF_KEEPER, "colour", COLOURS)
    await catalog.create_product_type(tx, SHELF_KEEPER, "kurta", "Kurta", ("fabric", "occasion"))


ATTRIBUTES = (
    catalog.NewAttribute(
        "fabric",
        "Fabric",
        (catalog.Choice("mulmul", "Mulmul"), catalog.Choice("silk", "Raw silk")),
        position=0,
    ),
    catalog.NewAttribute(
        "occasion",
        "Occasion",
        (catalog.Choice("office", "Office"), catalog.Choice("festive", "Festive")),
        position=1,
    ),
)
COLOURS = (
    catalog.Choice("indigo", "Indigo", "#2b3a67"),
    catalog.Choice("madder", "Madder", "#8e2a2c"),
    catalog.Choice("ivory", "Ivory", "#f3e9d8"),
)


@dataclass(frozen=True, slots=True)
class Design:
    """What a test may want otherwise than usual of a style in one colour."""

    title: str = "Buta Kurta"
    colour: str = "indigo"
    shade: str = "Indigo"
    price: int = 159900
    mrp: int = 199900
    hsn: str = "621142"
    origin: str = "IN"
    category: str = "kurtas"
    fabric: str = "mulmul"
    occasions: tuple[str, ...] = ("office",)
    popularity: int = 0


async def on_sale(tx: Transaction, design: Design, stock: Mapping[str, int]) -> Goods:
    """A new style in one colour, published, with this many pieces by size."""
    style_id = await a_draft(tx, design)
    goods = await in_colour(tx, style_id, design, stock)
    await catalog.publish_style(tx, SHELF_KEEPER, style_id)
    await inventory.refresh_cards(tx, [goods.product_id])
    return goods


async def a_draft(tx: Transaction, design: Design) -> UUID:
    """A style without a colour yet, everything said that the law wants said."""
    await kinds_of_goods(tx)
    importer = None if design.origin == "IN" else catalog.Party("Zahra Imports", "Jaipur 302029")
    return await catalog.create_style(
        tx,
        SHELF_KEEPER,
        catalog.NewStyle(
            title=design.title,
            category_id=await a_shelf(tx, design.category, design.category.title()),
            product_type="kurta",
            hsn=design.hsn,
            compliance=replace(COMPLIANCE, importer=importer),
            origin=design.origin,
            attributes={"fabric": (design.fabric,), "occasion": design.occasions},
            popularity=design.popularity,
        ),
    )


async def in_colour(
    tx: Transaction, style_id: UUID, design: Design, stock: Mapping[str, int]
) -> Goods:
    """One colour of a style, with its sizes, their stock and a picture."""
    new = catalog.NewColour(style_id, design.colour, design.shade, "#2b3a67")
    product_id = await catalog.add_colour(tx, SHELF_KEEPER, new)
    await catalog.add_picture(tx, SHELF_KEEPER, product_id, PICTURE)
    variants: dict[str, UUID] = {}
    for size, pieces in stock.items():
        sku = f"{str(product_id)[-12:]}-{size}".upper()
        variant = catalog.NewVariant(product_id, sku, size, design.price, design.mrp, 380)
        variants[size] = await catalog.add_variant(tx, SHELF_KEEPER, variant)
        if pieces:
            await inventory.receive_stock(
                tx, SHELF_KEEPER, variants[size], pieces, reason="opening stock"
            )
    facts = await catalog.variant_facts(tx, list(variants.values()))
    slug = next(iter(facts.values())).slug
    return Goods(style_id, product_id, slug, variants)


async def an_indigo_kurta(
    tx: Transaction, stock: Mapping[str, int] | None = None, **wishes: int | str | tuple[str, ...]
) -> Goods:
    """A mulmul kurta at ₹1,599 (MRP ₹1,999), five pieces each of S, M and L unless told otherwise.

    `wishes` are fields of `Design`: `price=`, `mrp=`, `hsn=`, `title=`, …
    """
    design = replace(Design(), **wishes)
    return await on_sale(tx, design, stock or {"S": 5, "M": 5, "L": 5})


async def a_madder_saree(tx: Transaction, pieces: int = 3) -> Goods:
    """A silk saree in its one size at ₹7,499 (MRP ₹8,999)."""
    design = Design(
        title="Jaal Saree",
        colour="madder",
        shade="Madder",
        price=749900,
        mrp=899900,
        hsn="500720",
        category="sarees",
        fabric="silk",
        occasions=("festive",),
    )
    return await on_sale(tx, design, {"Free": pieces})
