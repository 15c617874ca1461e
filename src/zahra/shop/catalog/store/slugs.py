"""SQL of addresses: the one a style-colour has now, and those it had before."""

from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.catalog.listing import Address


async def on_sale(snapshot: Snapshot, *, limit: int) -> list[Address]:
    """The newest addresses of what is on sale."""
    return await snapshot.rows(
        Address,
        """
        SELECT slug, published_at FROM cards WHERE published_at <= %(now)s
        ORDER BY published_at DESC, slug LIMIT %(limit)s
        """,
        now=snapshot.now,
        limit=limit,
    )


async def slug(snapshot: Snapshot, style_colour_id: UUID) -> str:
    """The address now, of a style-colour that exists."""
    return await snapshot.value(
        "SELECT slug FROM style_colours WHERE id = %(id)s", id=style_colour_id
    )


async def is_taken(snapshot: Snapshot, wanted: str, *, by_other_than: UUID) -> bool:
    """Whether another style-colour has, or once had, this address."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT FROM style_colours WHERE slug = %(slug)s AND id <> %(id)s)
            OR EXISTS (SELECT FROM slug_history
                       WHERE old_slug = %(slug)s AND style_colour_id <> %(id)s)
        """,
        slug=wanted,
        id=by_other_than,
    )


async def move(tx: Transaction, style_colour_id: UUID, *, old: str, new: str) -> None:
    """Give the style-colour its new address and keep the old one for redirects."""
    await tx.run(
        """
        WITH kept AS (
            INSERT INTO slug_history (old_slug, style_colour_id, changed_at)
            VALUES (%(old)s, %(id)s, %(now)s)),
        taken_back AS (DELETE FROM slug_history WHERE old_slug = %(new)s)
        UPDATE style_colours SET slug = %(new)s WHERE id = %(id)s
        """,
        id=style_colour_id,
        old=old,
        new=new,
        now=tx.now,
    )
