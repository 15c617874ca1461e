"""SQL that takes of promotions and gives back.

The promotions that count are locked first, all at once in the order of their ids; what is taken is
taken by conditional updates, so that a limit holds whoever comes at the same time.
"""

from collections.abc import Collection
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.promotions.basket import Reserving


async def lock(tx: Transaction, promotion_ids: Collection[UUID]) -> None:
    """Take the rows of those that are counted."""
    tx.locking(Rank.COUPON)
    await tx.run(
        """
        SELECT 1 FROM promotions WHERE id = ANY(%(ids)s) AND is_counted ORDER BY id FOR UPDATE
        """,
        ids=list(promotion_ids),
    )


async def lock_of_order(tx: Transaction, order_id: UUID) -> None:
    """Take the rows of those that an order has taken of."""
    tx.locking(Rank.COUPON)
    await tx.run(
        """
        SELECT 1 FROM promotions p
        WHERE is_counted AND EXISTS (SELECT FROM redemptions r
            WHERE r.promotion_id = p.id AND r.order_id = %(order)s AND r.state <> 'released')
        ORDER BY id FOR UPDATE
        """,
        order=order_id,
    )


_TAKE = """
WITH wanted AS (
    SELECT p.id, p.is_counted, p.asked_by, p.total_limit, p.person_limit, w.code, w.amount
    FROM jsonb_to_recordset(%(wanted)s) AS w (promotion_id uuid, code text, amount bigint)
    JOIN promotions p ON p.id = w.promotion_id
    WHERE p.status = 'active' AND p.starts_at <= %(now)s
        AND (p.ends_at IS NULL OR %(now)s < p.ends_at)),
keys AS (SELECT key FROM person_keys(%(user)s::uuid) AS k (key)),
counted AS (
    UPDATE promotions p SET used = p.used + 1 FROM wanted w
    WHERE p.id = w.id AND w.is_counted AND (p.total_limit IS NULL OR p.used < p.total_limit)
    RETURNING p.id),
coded AS (
    UPDATE promotion_codes c SET order_id = %(order)s FROM wanted w
    WHERE c.code = w.code AND c.promotion_id = w.id AND c.order_id IS NULL
    RETURNING c.code),
people AS (
    INSERT INTO promotion_people AS mine (promotion_id, person_key, used)
    SELECT w.id, key, 1 FROM wanted w CROSS JOIN keys WHERE w.is_counted ORDER BY w.id, key
    ON CONFLICT (promotion_id, person_key) DO UPDATE SET used = mine.used + 1
    WHERE mine.used < coalesce(
        (SELECT person_limit FROM promotions WHERE id = mine.promotion_id), mine.used + 1)
    RETURNING promotion_id),
kept AS (
    INSERT INTO redemptions AS r (order_id, promotion_id, cart_id, code, person_keys, amount,
        state, reserved_at)
    SELECT %(order)s, w.id, %(cart)s::uuid, w.code, ARRAY(SELECT key FROM keys), w.amount,
        'reserved', %(now)s
    FROM wanted w
    ON CONFLICT (order_id, promotion_id) DO UPDATE
    SET state = 'reserved', reserved_at = %(now)s, released_at = NULL,
        person_keys = excluded.person_keys
    WHERE r.state = 'released'
    RETURNING promotion_id)
SELECT (SELECT count(*) FROM kept) = jsonb_array_length(%(wanted)s)
    AND (SELECT count(*) FROM counted) = (SELECT count(*) FROM wanted WHERE is_counted)
    AND (SELECT count(*) FROM coded) = (SELECT count(*) FROM wanted WHERE asked_by = 'own_code')
    AND (SELECT count(*) FROM people)
        = (SELECT count(*) FROM wanted CROSS JOIN keys WHERE is_counted)
"""


async def take(tx: Transaction, reserving: Reserving) -> bool:
    """Reserve for an order what it takes; False when a limit or a code has been spent, or a
    promotion is over: then everything written here has to be undone by the caller's refusal."""
    wanted = [
        {"promotion_id": str(each.promotion_id), "code": each.code, "amount": each.amount}
        for each in reserving.discounts
    ]
    return await tx.value(
        _TAKE,
        wanted=Jsonb(wanted),
        order=reserving.order_id,
        cart=reserving.cart_id,
        user=reserving.user_id,
        now=tx.now,
    )


async def redeem(tx: Transaction, order_id: UUID, user_id: UUID) -> None:
    """What an order has reserved is redeemed, and its person has ordered."""
    await tx.run(
        """
        WITH redeemed AS (
            UPDATE redemptions SET state = 'redeemed', redeemed_at = %(now)s
            WHERE order_id = %(order)s AND state = 'reserved')
        INSERT INTO buyers (person_key, order_id)
        SELECT key, %(order)s FROM person_keys(%(user)s::uuid) AS k (key) ON CONFLICT DO NOTHING
        """,
        order=order_id,
        user=user_id,
        now=tx.now,
    )


async def release(tx: Transaction, order_id: UUID) -> None:
    """Give back what an order has reserved or redeemed; the rows of `lock_of_order` are held."""
    await tx.run(
        """
        WITH freed AS (
            UPDATE redemptions SET state = 'released', released_at = %(now)s
            WHERE order_id = %(order)s AND state IN ('reserved', 'redeemed')
            RETURNING promotion_id, person_keys),
        counted AS (
            UPDATE promotions p SET used = p.used - 1 FROM freed
            WHERE p.id = freed.promotion_id AND p.is_counted),
        people AS (
            UPDATE promotion_people m SET used = greatest(m.used - 1, 0) FROM freed
            WHERE m.promotion_id = freed.promotion_id AND m.person_key = ANY(freed.person_keys)),
        codes AS (
            UPDATE promotion_codes SET order_id = NULL WHERE order_id = %(order)s)
        DELETE FROM buyers WHERE order_id = %(order)s
        """,
        order=order_id,
        now=tx.now,
    )


async def released_of(snapshot: Snapshot, order_id: UUID, user_id: UUID) -> list[Reserving]:
    """What an order once had of promotions and gave back, one by one."""
    return await snapshot.rows(
        Reserving,
        """
        SELECT r.order_id, %(user)s::uuid AS user_id, r.cart_id,
            jsonb_build_array(jsonb_build_object('promotion_id', r.promotion_id, 'klass', p.klass,
                'code', r.code, 'label', p.label, 'amount', r.amount)) AS discounts
        FROM redemptions r JOIN promotions p ON p.id = r.promotion_id
        WHERE r.order_id = %(order)s AND r.state = 'released' ORDER BY r.promotion_id
        """,
        order=order_id,
        user=user_id,
    )


async def is_for_prepaid_only(snapshot: Snapshot, order_id: UUID) -> bool:
    """Whether an order has taken of something that is only for what is paid before."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT FROM redemptions r JOIN promotions p ON p.id = r.promotion_id
            WHERE r.order_id = %(order)s AND r.state <> 'released' AND p.paid_by = 'prepaid')
        """,
        order=order_id,
    )


async def forget_person(tx: Transaction, user_id: UUID) -> None:
    """Forget by which contacts somebody was counted; what was used of a promotion stays used."""
    await tx.run(
        """
        WITH keys AS (SELECT key FROM person_keys(%(user)s::uuid) AS k (key)),
        people AS (DELETE FROM promotion_people WHERE person_key IN (SELECT key FROM keys)),
        taken AS (
            UPDATE redemptions r SET person_keys = '{}'
            FROM buyers b WHERE b.order_id = r.order_id AND b.person_key IN (SELECT key FROM keys))
        DELETE FROM buyers WHERE person_key IN (SELECT key FROM keys)
        """,
        user=user_id,
    )
