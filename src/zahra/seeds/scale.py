"""A made-up catalogue of any size, for measurements: the demo shop's words, drawn by lot.

The same number of styles gives the same shop. Each has two colours in six sizes; a tenth of the
sizes is sold out, a tenth nearly.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from zahra.base.actors import program
from zahra.base.db import Database, Snapshot
from zahra.base.text import slug_of
from zahra.seeds.catalogue import Catalogue, Colour, ProductType, Style, read_catalogue
from zahra.seeds.shelves import lay_shelves
from zahra.shop import catalog, inventory, tax

SIZES = ("XS", "S", "M", "L", "XL", "XXL")
_BATCH = 1000  # styles in one transaction
_LOADER = program("scale")
_PIECES = (0, 2, 8, 8, 12, 12, 15, 20, 25, 40)
_PRICES = range(79_900, 800_000, 10_000)
_DISCOUNTS = (0, 0, 5, 10, 15, 20, 25, 30, 40, 50)


async def seed_scale(
    database: Database,
    styles: int,
    *,
    images: Sequence[catalog.Image] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> list[tax.PriceFinding]:
    """Load that many styles, on the shelves there are or on the demo shop's; what is wrong with
    their prices.

    Every colour shows two of `images` in turn. `progress` is told how many styles are done.
    """
    demo = read_catalogue()
    async with database.transaction() as tx:
        if not await catalog.categories(tx):
            await lay_shelves(tx, _LOADER, demo)
        shelves = await _ids_by_slug(tx)
    lots = made_up(demo, shelves, database_now=tx.now, images=images)
    warnings: list[tax.PriceFinding] = []
    for done in range(0, styles, _BATCH):
        batch = list(islice(lots, min(_BATCH, styles - done)))
        async with database.transaction() as tx:
            loaded = await catalog.load_many(tx, _LOADER, batch)
            await inventory.load_stock(tx, _LOADER, loaded.pieces, reason="opening stock")
            await inventory.refresh_cards(tx, loaded.style_colour_ids)
        warnings += loaded.warnings
        progress(done + len(batch))
    return warnings


def made_up(
    demo: Catalogue,
    shelves: Mapping[str, UUID],
    *,
    database_now: datetime,
    images: Sequence[catalog.Image] = (),
) -> Iterator[catalog.Lot]:
    """Styles without end, the same ones every time."""
    draw = Random(2026)
    number = 0
    while True:
        number += 1
        model = draw.choice(demo.styles)
        published_at = database_now - timedelta(hours=draw.randrange(1, 24 * 365))
        colours = draw.sample(demo.colours, 2)
        style = _style(demo, model, shelves[model.category], number=number, draw=draw)
        yield catalog.Lot(
            style,
            published_at,
            tuple(
                _colour(style, each, number=number, draw=draw, images=images) for each in colours
            ),
        )


def _style(
    demo: Catalogue, model: Style, category_id: UUID, *, number: int, draw: Random
) -> catalog.NewStyle:
    kind = demo.type_of(model)
    attributes = _answers(demo, kind, draw)
    labels = {v.value: v.label for a in demo.attributes for v in a.values}
    named = [labels[attributes[key][0]] for key in ("pattern", "fabric") if key in attributes]
    maker = draw.choice(demo.makers)
    origin = draw.choices(("IN", "BD", "NP"), (18, 1, 1))[0]
    return catalog.NewStyle(
        title=f"{' '.join(named)} {kind.name} {number}",
        category_id=category_id,
        product_type=kind.slug,
        hsn=model.hsn,
        compliance=catalog.Compliance(
            maker=catalog.Party(maker.name, maker.address),
            importer=catalog.Party(maker.name, maker.address),
            generic_name=kind.name,
            net_quantity="1 N",
            consumer_care=catalog.CareContact("care@zahra.example", "+911412345678"),
        ),
        origin=origin,
        attributes=attributes,
        description=model.description,
        popularity=int(draw.paretovariate(1.2) * 10),
    )


def _answers(demo: Catalogue, kind: ProductType, draw: Random) -> dict[str, tuple[str, ...]]:
    asked = {each.key: each for each in demo.attributes}
    return {
        key: tuple(
            sorted(each.value for each in draw.sample(asked[key].values, draw.choice((1, 2))))[
                : None if asked[key].many else 1
            ]
        )
        for key in kind.attributes
    }


def _colour(
    style: catalog.NewStyle,
    colour: Colour,
    *,
    number: int,
    draw: Random,
    images: Sequence[catalog.Image],
) -> catalog.LotColour:
    mrp = draw.choice(_PRICES)
    price = mrp * (100 - draw.choice(_DISCOUNTS)) // 10_000 * 100
    code = f"SC{number:06d}-{colour.slug}".upper()
    shown = [images[(number + place) % len(images)] for place in range(2)] if images else []
    return catalog.LotColour(
        colour=colour.slug,
        name=colour.label,
        swatch=colour.swatch,
        slug=slug_of(f"{style.title} {colour.slug}"),
        sizes=tuple(
            catalog.LotSize(f"{code}-{size}", size, price, mrp, 400, draw.choice(_PIECES))
            for size in SIZES
        ),
        images=tuple(shown),
    )


async def _ids_by_slug(snapshot: Snapshot) -> dict[str, UUID]:
    """Every shelf there is."""
    found: dict[str, UUID] = {}
    ahead = await catalog.categories(snapshot)
    while ahead:
        each = ahead.pop()
        found[each.slug] = each.id
        ahead.extend(each.children)
    return found
