"""SQL of the carts themselves."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.clock import ist_day
from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.cart.model import Choosing, Holder, Notice
from zahra.shop.cart.stored import StoredCart

_CART = """
SELECT c.id, c.version, c.user_id, c.pincode, c.shipping_method, c.payment_method,
    c.notices,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'variant_id', i.variant_id,
        'qty', i.qty, 'price_seen', i.price_seen) ORDER BY i.added_at, i.id), '[]')
     FROM cart_items i WHERE i.cart_id = c.id) AS items,
    EXISTS (SELECT 1 FROM identities p WHERE p.user_id = c.user_id AND p.kind = 'phone'
        AND p.released_at IS NULL) AS has_verified_phone,
    (SELECT to_jsonb(p) FROM pincodes p
     WHERE p.pincode = coalesce(%(pincode)s::char(6), c.pincode)) AS place,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', r.name,
        'hsn_prefix', r.hsn_prefix, 'threshold', r.threshold,
        'rate_low', r.rate_low, 'rate_high', r.rate_high)), '[]')
     FROM tax_rules_on(%(day)s) r) AS rules,
    (SELECT coalesce(jsonb_agg(to_jsonb(m) - 'position' || jsonb_build_object('rates', (
        SELECT coalesce(jsonb_agg(to_jsonb(r) - 'method_key'), '[]')
        FROM shipping_rates r WHERE r.method_key = m.key)
     ) ORDER BY m.position, m.key), '[]')
     FROM shipping_methods m) AS methods,
    cod_standing(c.user_id, coalesce(%(pincode)s::char(6), c.pincode), %(now)s) AS standing,
    coalesce(%(typed)s::text, c.coupon_code) AS coupon_code,
    (SELECT coalesce(jsonb_agg(to_jsonb(o)), '[]')
     FROM promotions_for(%(now)s, coalesce(%(typed)s::text, c.coupon_code), c.user_id, c.id)
        AS o) AS promotions,
    EXISTS (SELECT FROM buyers WHERE person_key IN (SELECT person_keys(c.user_id)))
        AS has_ordered
FROM carts c
WHERE c.completed_at IS NULL
    AND (c.user_id = %(user_id)s::uuid OR c.token_hash = %(token_hash)s::bytea)
"""


@dataclass(frozen=True, slots=True)
class Merging:
    """One of two carts about to become one, locked. The guest's has no `user_id`."""

    id: UUID
    user_id: UUID | None
    coupon_code: str | None


async def cart(
    snapshot: Snapshot, holder: Holder, *, pincode: str | None, typed: str | None = None
) -> StoredCart | None:
    """The holder's live cart with its lines (first put in first), the place of `pincode` (else of
    its own), the tax rules of the day, the ways of delivery, and the promotions that may count:
    with the code `typed`, else with its own."""
    return await snapshot.row(
        StoredCart,
        _CART,
        user_id=holder.user_id,
        token_hash=holder.token_hash,
        pincode=pincode,
        typed=typed,
        day=ist_day(snapshot.now),
        now=snapshot.now,
    )


async def cart_to_change(tx: Transaction, holder: Holder) -> UUID | None:
    """The holder's live cart, locked."""
    tx.locking(Rank.CART)
    return await tx.value(
        """
        SELECT id FROM carts
        WHERE completed_at IS NULL
            AND (user_id = %(user_id)s::uuid OR token_hash = %(token_hash)s::bytea)
        FOR UPDATE
        """,
        user_id=holder.user_id,
        token_hash=holder.token_hash,
    )


async def lock(tx: Transaction, cart_id: UUID) -> None:
    """Take the cart's row, live or completed."""
    tx.locking(Rank.CART)
    await tx.run("SELECT 1 FROM carts WHERE id = %(id)s FOR UPDATE", id=cart_id)


async def open_cart(tx: Transaction, holder: Holder) -> UUID:
    """A new cart, locked; or the shopper's own where another request has just made it.

    Version 0 says that nothing was ever put in.
    """
    tx.locking(Rank.CART)
    return await tx.value(
        """
        INSERT INTO carts (id, user_id, token_hash, version, created_at, changed_at)
        VALUES (%(id)s, %(user_id)s, %(token_hash)s, 0, %(now)s, %(now)s)
        ON CONFLICT (user_id) WHERE completed_at IS NULL DO UPDATE SET changed_at = %(now)s
        RETURNING id
        """,
        id=ids.new(),
        user_id=holder.user_id,
        token_hash=holder.token_hash,
        now=tx.now,
    )


async def carts_to_merge(tx: Transaction, holder: Holder, user_id: UUID) -> list[Merging]:
    """The guest's live cart and the shopper's, locked in id order."""
    tx.locking(Rank.CART)
    return await tx.rows(
        Merging,
        """
        SELECT id, user_id, coupon_code FROM carts
        WHERE completed_at IS NULL
            AND (user_id = %(user_id)s OR token_hash = %(token_hash)s::bytea)
        ORDER BY id FOR UPDATE
        """,
        user_id=user_id,
        token_hash=holder.token_hash,
    )


async def absorb(
    tx: Transaction, cart_id: UUID, *, source: UUID, notices: Sequence[Notice]
) -> None:
    """Remove the source, take over what was chosen on it, and write the next version."""
    await tx.run(
        """
        WITH gone AS (DELETE FROM carts WHERE id = %(source)s
            RETURNING pincode, shipping_method, payment_method, coupon_code)
        UPDATE carts c SET version = c.version + 1, changed_at = %(now)s, notices = %(notices)s,
            pincode = coalesce(gone.pincode, c.pincode),
            shipping_method = coalesce(gone.shipping_method, c.shipping_method),
            payment_method = coalesce(gone.payment_method, c.payment_method),
            coupon_code = coalesce(gone.coupon_code, c.coupon_code)
        FROM gone WHERE c.id = %(cart_id)s
        """,
        cart_id=cart_id,
        source=source,
        notices=Jsonb([asdict(notice) for notice in notices]),
        now=tx.now,
    )


async def keep_choices(tx: Transaction, cart_id: UUID, choosing: Choosing) -> None:
    """Remember what was chosen; what was not stays. The version is that of the goods."""
    await tx.run(
        """
        UPDATE carts SET changed_at = %(now)s,
            pincode = coalesce(%(pincode)s, pincode),
            shipping_method = coalesce(%(shipping_method)s, shipping_method),
            payment_method = coalesce(%(payment_method)s, payment_method)
        WHERE id = %(cart_id)s
        """,
        cart_id=cart_id,
        pincode=choosing.pincode,
        shipping_method=choosing.shipping_method,
        payment_method=choosing.payment_method,
        now=tx.now,
    )


async def put_coupon(tx: Transaction, cart_id: UUID, code: str | None) -> None:
    """Write the code, or that there is none, and the cart's next version."""
    await tx.run(
        """
        UPDATE carts SET coupon_code = %(code)s, version = version + 1, changed_at = %(now)s,
            notices = '[]'
        WHERE id = %(cart_id)s
        """,
        cart_id=cart_id,
        code=code,
        now=tx.now,
    )


async def complete(tx: Transaction, cart_id: UUID, version: int) -> bool:
    """Close the cart if its goods are still those of `version`; whether that was so."""
    closed = await tx.run(
        """
        UPDATE carts SET completed_at = %(now)s, changed_at = %(now)s
        WHERE id = %(cart_id)s AND version = %(version)s AND completed_at IS NULL
        """,
        cart_id=cart_id,
        version=version,
        now=tx.now,
    )
    return closed > 0


async def forget_old(
    tx: Transaction, *, empty: timedelta, guests: timedelta, shoppers: timedelta
) -> int:
    """Delete live carts that nobody has touched for so long; how many."""
    return await tx.run(
        """
        DELETE FROM carts c
        WHERE c.completed_at IS NULL AND c.changed_at < %(now)s::timestamptz - CASE
            WHEN NOT EXISTS (SELECT 1 FROM cart_items i WHERE i.cart_id = c.id)
            THEN %(empty)s::interval
            WHEN c.user_id IS NULL THEN %(guests)s::interval
            ELSE %(shoppers)s::interval END
        """,
        now=tx.now,
        empty=empty,
        guests=guests,
        shoppers=shoppers,
    )


async def told_about(snapshot: Snapshot, user_id: UUID) -> list[dict[str, Any]]:
    return await snapshot.values(
        """
        SELECT jsonb_build_object('sku', v.sku, 'qty', i.qty, 'priceSeen', i.price_seen,
            'addedAt', i.added_at, 'pincode', c.pincode)
        FROM carts c JOIN cart_items i ON i.cart_id = c.id JOIN variants v ON v.id = i.variant_id
        WHERE c.user_id = %(user)s AND c.completed_at IS NULL
        ORDER BY i.added_at, i.id
        """,
        user=user_id,
    )


async def forget_person(tx: Transaction, user_id: UUID) -> None:
    tx.locking(Rank.CART)
    await tx.run(
        "DELETE FROM carts WHERE user_id = %(user)s AND completed_at IS NULL", user=user_id
    )
    await tx.run(
        "UPDATE carts SET pincode = NULL WHERE user_id = %(user)s AND pincode IS NOT NULL",
        user=user_id,
    )
