"""SQL of the promotions themselves, and of the codes made for them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.promotions.basket import Candidate
from zahra.shop.promotions.model import OwnCode, Promotion


@dataclass(frozen=True, slots=True)
class Told:
    """A page's rows, and how many there are in all."""

    promotions: tuple[Promotion, ...]
    total: int


async def candidates(
    snapshot: Snapshot, *, typed: str | None, user_id: UUID | None
) -> list[Candidate]:
    """What may count by itself, may be known by everybody, or is what was typed."""
    return await snapshot.rows(
        Candidate,
        """
        SELECT promotion, code, is_free, taken, taken_by_person
        FROM promotions_for(%(now)s::timestamptz, %(typed)s::text, %(user)s::uuid, NULL)
        """,
        now=snapshot.now,
        typed=typed,
        user=user_id,
    )


async def has_ordered(snapshot: Snapshot, user_id: UUID) -> bool:
    """Whether somebody has a placed order, by this account or by one of its contacts."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT FROM buyers WHERE person_key IN (SELECT person_keys(%(user)s::uuid)))
        """,
        user=user_id,
    )


async def insert(tx: Transaction, promotion: Promotion) -> bool:
    """Write a new promotion; False when another one or a code of one's own has its code."""
    written = await tx.run(
        """
        INSERT INTO promotions (id, label, kind, klass, asked_by, code, percent, amount, buy, get,
            minimum, cap, categories, products, is_first_order, paid_by, combines_with, priority,
            is_public, starts_at, ends_at, total_limit, person_limit, is_counted, used, status,
            created_at)
        SELECT %(id)s, %(label)s, %(kind)s, %(klass)s, %(asked_by)s, %(code)s, %(percent)s,
            %(amount)s, %(buy)s, %(get)s, %(minimum)s, %(cap)s, %(categories)s, %(products)s,
            %(is_first_order)s, %(paid_by)s, %(combines_with)s, %(priority)s, %(is_public)s,
            %(starts_at)s, %(ends_at)s, %(total_limit)s, %(person_limit)s, %(is_counted)s,
            %(used)s, %(status)s, %(created_at)s
        WHERE NOT EXISTS (SELECT FROM promotion_codes WHERE code = %(code)s::text)
        ON CONFLICT DO NOTHING
        """,
        **_columns(promotion),
    )
    return written > 0


async def unknown_scopes(tx: Transaction, promotion: Promotion) -> list[str]:
    """Which of `categories` and `products` name what there is not."""
    return await tx.values(
        """
        SELECT 'categories' WHERE EXISTS (SELECT FROM unnest(%(categories)s::uuid[]) AS named (id)
            WHERE NOT EXISTS (SELECT FROM categories c WHERE c.id = named.id))
        UNION ALL
        SELECT 'products' WHERE EXISTS (SELECT FROM unnest(%(products)s::uuid[]) AS named (id)
            WHERE NOT EXISTS (SELECT FROM style_colours s WHERE s.id = named.id))
        """,
        categories=list(promotion.categories),
        products=list(promotion.products),
    )


async def promotion(snapshot: Snapshot, promotion_id: UUID) -> Promotion | None:
    return await snapshot.row(
        Promotion, "SELECT * FROM promotions WHERE id = %(id)s", id=promotion_id
    )


async def promotion_to_change(tx: Transaction, promotion_id: UUID) -> Promotion | None:
    tx.locking(Rank.COUPON)
    return await tx.row(
        Promotion, "SELECT * FROM promotions WHERE id = %(id)s FOR UPDATE", id=promotion_id
    )


async def promotions(
    snapshot: Snapshot, *, after: UUID | None, limit: int, offset: int
) -> Told | None:
    """Newest first; `after` names the one before the page."""
    return await snapshot.row(
        Told,
        """
        SELECT (SELECT count(*) FROM promotions) AS total,
            (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.id DESC), '[]') FROM (
                SELECT * FROM promotions
                WHERE %(after)s::uuid IS NULL OR id < %(after)s::uuid
                ORDER BY id DESC LIMIT %(limit)s OFFSET %(offset)s) p) AS promotions
        """,
        after=after,
        limit=limit,
        offset=offset,
    )


async def change(tx: Transaction, promotion: Promotion) -> None:
    """Write what staff may change of one, whose row is locked."""
    await tx.run(
        """
        UPDATE promotions SET label = %(label)s, is_public = %(is_public)s,
            priority = %(priority)s, starts_at = %(starts_at)s, ends_at = %(ends_at)s,
            total_limit = %(total_limit)s, person_limit = %(person_limit)s, status = %(status)s
        WHERE id = %(id)s
        """,
        **{name: _columns(promotion)[name] for name in ("id", *CHANGEABLE, "status")},
    )


CHANGEABLE = (
    "label",
    "is_public",
    "priority",
    "starts_at",
    "ends_at",
    "total_limit",
    "person_limit",
)


async def delete(tx: Transaction, promotion_id: UUID) -> bool:
    """Delete one that no order has ever taken anything of, with its codes; whether it was so."""
    gone = await tx.run(
        """
        WITH codes AS (
            DELETE FROM promotion_codes WHERE promotion_id = %(id)s AND NOT EXISTS (
                SELECT FROM redemptions WHERE promotion_id = %(id)s))
        DELETE FROM promotions WHERE id = %(id)s AND NOT EXISTS (
            SELECT FROM redemptions WHERE promotion_id = %(id)s)
        """,
        id=promotion_id,
    )
    return gone > 0


async def insert_codes(
    tx: Transaction, promotion_id: UUID, codes: Sequence[str], *, now: datetime
) -> list[str]:
    """Write codes for a promotion; those that were free."""
    return await tx.values(
        """
        INSERT INTO promotion_codes (code, promotion_id, created_at)
        SELECT code, %(id)s, %(now)s FROM unnest(%(codes)s::text[]) AS made (code)
        WHERE NOT EXISTS (SELECT FROM promotions p WHERE p.code = made.code)
        ON CONFLICT DO NOTHING RETURNING code
        """,
        id=promotion_id,
        codes=list(codes),
        now=now,
    )


async def codes_of(
    snapshot: Snapshot, promotion_id: UUID, *, limit: int, offset: int
) -> list[OwnCode]:
    """The codes made for a promotion, in the order they were made."""
    return await snapshot.rows(
        OwnCode,
        """
        SELECT code, order_id IS NOT NULL AS is_used FROM promotion_codes
        WHERE promotion_id = %(id)s ORDER BY created_at, code LIMIT %(limit)s OFFSET %(offset)s
        """,
        id=promotion_id,
        limit=limit,
        offset=offset,
    )


async def count_codes(snapshot: Snapshot, promotion_id: UUID) -> int:
    return await snapshot.value(
        "SELECT count(*) FROM promotion_codes WHERE promotion_id = %(id)s", id=promotion_id
    )


def _columns(promotion: Promotion) -> dict[str, object]:
    fields = asdict(promotion)
    lists = ("categories", "products", "combines_with")
    return {**fields, **{name: sorted(fields[name]) for name in lists}}
