"""Showing a style to shoppers, and putting it away."""

from datetime import datetime
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop import tax
from zahra.shop.catalog.compliance import missing_declarations
from zahra.shop.catalog.errors import NotPublishable
from zahra.shop.catalog.events import StyleChanged
from zahra.shop.catalog.states import STYLE_LIFE, StyleEvent
from zahra.shop.catalog.store import prices, styles
from zahra.shop.catalog.store.styles import StyleRow


async def publish_style(
    tx: Transaction, actor: Actor, style_id: UUID, *, at: datetime | None = None
) -> list[tax.PriceFinding]:
    """Show a style from `at` on (None: now); its cards are written at once and wait for `at`.

    Answers with what is wrong with its prices: they fit no GST rate, or no rule covers them.
    Raises NotPublishable while a declaration of the law, a colour or a size is missing.
    """
    actor.must(Permission.CATALOGUE_WRITE)
    style = await _style_to_change(tx, style_id)
    if missing := _missing(style):
        raise NotPublishable(missing)
    await _move(tx, actor, style, StyleEvent.PUBLISH, at=at or tx.now)
    rules = await tax.rules_on(tx, ist_day(at or tx.now))
    return tax.lint_prices(rules, await prices.prices(tx, style_id=style_id))


async def archive_style(tx: Transaction, actor: Actor, style_id: UUID) -> None:
    """Put a style away: no card, no page, nothing to buy. Orders keep their own copies.

    Raises WrongMoment when it is archived already.
    """
    actor.must(Permission.CATALOGUE_WRITE)
    await _move(tx, actor, await _style_to_change(tx, style_id), StyleEvent.ARCHIVE)


async def _style_to_change(tx: Transaction, style_id: UUID) -> StyleRow:
    style = await styles.style_to_change(tx, style_id)
    if style is None:
        raise NotFound
    return style


def _missing(style: StyleRow) -> dict[str, str]:
    missing = missing_declarations(style.compliance, style.origin)
    if not style.colour_ids:
        missing["colours"] = "Add at least one colour."
    if style.sizeless:
        missing["sizes"] = f"Add a size to {', '.join(style.sizeless)}."
    return missing


async def _move(
    tx: Transaction,
    actor: Actor,
    style: StyleRow,
    event: StyleEvent,
    *,
    at: datetime | None = None,
) -> None:
    status = STYLE_LIFE.after(style.status, event)
    await styles.set_status(tx, style.id, status, published_at=at)
    await audit.note(tx, actor, f"style.{status}", subject=str(style.id))
    await tx.announce(StyleChanged(style.colour_ids))
