"""Changing what is on sale: prices and addresses."""

import re
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.base.money import Paise
from zahra.shop import tax
from zahra.shop.catalog.events import StyleChanged
from zahra.shop.catalog.rules import price_refusals
from zahra.shop.catalog.store import prices, slugs, styles, variants

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


async def change_price(
    tx: Transaction, actor: Actor, variant_id: UUID, *, price: Paise, mrp: Paise
) -> list[tax.PriceFinding]:
    """Price a variant anew. Carts show the change; orders keep what was agreed.

    Answers with what is wrong with the prices of its style, as publishing does. Raises Invalid
    above MRP, which the law forbids.
    """
    actor.must(Permission.CATALOGUE_WRITE)
    if wrong := price_refusals(price, mrp):
        raise Invalid(wrong)
    style = await styles.style_of_variant_to_change(tx, variant_id)
    if style is None:
        raise NotFound
    style_colour_id = await variants.set_price(tx, variant_id, price=price, mrp=mrp)
    detail = {"price": price, "mrp": mrp}
    await audit.note(tx, actor, "price.changed", subject=str(variant_id), detail=detail)
    if style.is_shown:
        await tx.announce(StyleChanged((style_colour_id,)))
    rules = await tax.rules_on(tx, ist_day(tx.now))
    return tax.lint_prices(rules, await prices.prices(tx, style_id=style.id))


async def change_slug(tx: Transaction, actor: Actor, style_colour_id: UUID, slug: str) -> None:
    """Give a style-colour another address; the old one goes on answering with a redirect.

    Raises Invalid for an address that another style-colour has or ever had.
    """
    actor.must(Permission.CATALOGUE_WRITE)
    if not _SLUG.fullmatch(slug):
        raise Invalid({"slug": "Use small letters, digits and single hyphens."})
    style = await styles.style_of_colour_to_change(tx, style_colour_id)
    if style is None:
        raise NotFound
    old = await slugs.slug(tx, style_colour_id)
    if old == slug:
        return
    if await slugs.is_taken(tx, slug, by_other_than=style_colour_id):
        raise Invalid({"slug": "Another product has, or once had, this address."})
    await slugs.move(tx, style_colour_id, old=old, new=slug)
    detail = {"from": old, "to": slug}
    await audit.note(tx, actor, "slug.changed", subject=str(style_colour_id), detail=detail)
    if style.is_shown:
        await tx.announce(StyleChanged(style.colour_ids))
