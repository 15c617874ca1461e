"""Putting the demo shop's styles on sale, each with its colours, sizes, pictures and pieces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Transaction
from zahra.seeds.catalogue import Badge, Catalogue, Compliance, Style, StyleColour
from zahra.seeds.picturing import Shots
from zahra.seeds.shelves import Shelves
from zahra.shop import catalog, inventory

CARE = catalog.CareContact("care@zahra.example", "+911414000000")
_LIKED = 100  # popularity of what the owner calls a bestseller

Size = tuple[str, str, str]  # slug of the style, slug of the colour, size


@dataclass(frozen=True, slots=True)
class Stockroom:
    """What styles are made from, and what has been made so far. `today` is an IST day."""

    demo: Catalogue
    shelves: Shelves
    shots: Mapping[str, Shots]
    today: date
    variants: dict[Size, UUID] = field(default_factory=dict[Size, UUID])
    colours: list[UUID] = field(default_factory=list[UUID])


async def put_on_sale(tx: Transaction, actor: Actor, room: Stockroom, style: Style) -> None:
    """Draft a style, take its first delivery and publish it."""
    style_id = await catalog.create_style(tx, actor, _style(room, style))
    delivery: dict[UUID, int] = {}
    for position, colour in enumerate(style.colours):
        new = _colour(style_id, style, colour, position)
        colour_id = await catalog.add_colour(tx, actor, new)
        room.colours.append(colour_id)
        for size, pieces in colour.stock.items():
            variant_id = await catalog.add_variant(
                tx, actor, _variant(colour_id, style, colour, size)
            )
            room.variants[style.slug, colour.slug, size] = variant_id
            delivery[variant_id] = pieces
        for image in room.shots[colour.pictures[0]].of(f"{style.title} in {colour.name}"):
            await catalog.add_picture(tx, actor, colour_id, image)
    if came := {variant_id: pieces for variant_id, pieces in delivery.items() if pieces}:
        await inventory.receive_delivery(tx, actor, came, reason="first delivery")
    await catalog.publish_style(tx, actor, style_id)


def _style(room: Stockroom, style: Style) -> catalog.NewStyle:
    chart = room.demo.chart_of(style)
    return catalog.NewStyle(
        title=style.title,
        category_id=room.shelves.categories[style.category],
        product_type=style.type,
        hsn=style.hsn,
        compliance=_compliance(room, style.compliance),
        origin=style.compliance.origin,
        attributes={key: style.answers(key) for key in style.attributes},
        description=style.description,
        details=style.details,
        fabric=style.fabric,
        care=style.care,
        model_note=style.model_note or "",
        size_chart_id=room.shelves.size_charts[chart.slug] if chart else None,
        popularity=_LIKED if style.badge is Badge.BESTSELLER else 0,
    )


def _compliance(room: Stockroom, said: Compliance) -> catalog.Compliance:
    parties = {each.slug: catalog.Party(each.name, each.address) for each in room.demo.makers}
    return catalog.Compliance(
        maker=parties[said.maker],
        packer=parties[said.packer],
        importer=parties[said.importer] if said.importer else None,
        generic_name=said.generic_name,
        net_quantity=said.net_quantity,
        consumer_care=CARE,
        made_in=f"{said.made_in(room.today):%Y-%m}",
    )


def _colour(style_id: UUID, style: Style, colour: StyleColour, position: int) -> catalog.NewColour:
    return catalog.NewColour(
        style_id,
        colour.colour,
        colour.name,
        colour.swatch,
        slug=style.colour_slug(colour),
        badges=(style.badge.value,) if style.badge else (),
        position=position,
    )


def _variant(colour_id: UUID, style: Style, colour: StyleColour, size: str) -> catalog.NewVariant:
    sku = style.sku(colour, size)
    return catalog.NewVariant(colour_id, sku, size, style.price, style.mrp, style.weight_grams)
