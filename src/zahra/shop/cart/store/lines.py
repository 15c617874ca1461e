"""SQL of the lines in a cart. The cart's row is locked before any of them is written."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Snapshot, Transaction
from zahra.shop import inventory
from zahra.shop.cart.model import Holder, Notice
from zahra.shop.cart.stored import StoredItem


async def items(snapshot: Snapshot, cart_id: UUID) -> list[StoredItem]:
    """The lines, first put in first."""
    return await snapshot.rows(
        StoredItem,
        """
        SELECT id, variant_id, qty, price_seen FROM cart_items
        WHERE cart_id = %(cart_id)s ORDER BY added_at, id
        """,
        cart_id=cart_id,
    )


async def count_pieces(snapshot: Snapshot, holder: Holder) -> int:
    """Pieces in the holder's live cart."""
    return await snapshot.value(
        """
        SELECT coalesce(sum(i.qty), 0)::int FROM cart_items i JOIN carts c ON c.id = i.cart_id
        WHERE c.completed_at IS NULL
            AND (c.user_id = %(user_id)s::uuid OR c.token_hash = %(token_hash)s::bytea)
        """,
        user_id=holder.user_id,
        token_hash=holder.token_hash,
    )


async def put_item(
    tx: Transaction, cart_id: UUID, item: StoredItem, *, notices: Sequence[Notice] = ()
) -> None:
    """Write one line and the cart's next version, with what is to be told of it."""
    await tx.run(
        """
        WITH next AS (
            UPDATE carts SET version = version + 1, changed_at = %(now)s, notices = %(notices)s
            WHERE id = %(cart_id)s)
        INSERT INTO cart_items (id, cart_id, variant_id, qty, price_seen, added_at)
        VALUES (%(id)s, %(cart_id)s, %(variant_id)s, %(qty)s, %(price_seen)s, %(now)s)
        ON CONFLICT (cart_id, variant_id)
        DO UPDATE SET qty = excluded.qty, price_seen = excluded.price_seen
        """,
        cart_id=cart_id,
        id=item.id,
        variant_id=item.variant_id,
        qty=item.qty,
        price_seen=item.price_seen,
        notices=_json(notices),
        now=tx.now,
    )


async def put_items(tx: Transaction, cart_id: UUID, items: Sequence[StoredItem]) -> None:
    """Write several lines at once; the version is the caller's to write."""
    await tx.run(
        """
        INSERT INTO cart_items (id, cart_id, variant_id, qty, price_seen, added_at)
        SELECT id, %(cart_id)s, variant_id, qty, price_seen, %(now)s
        FROM unnest(%(ids)s::uuid[], %(variants)s::uuid[], %(qtys)s::int[], %(prices)s::bigint[])
            AS line (id, variant_id, qty, price_seen)
        ON CONFLICT (cart_id, variant_id)
        DO UPDATE SET qty = excluded.qty, price_seen = excluded.price_seen
        """,
        cart_id=cart_id,
        ids=[item.id for item in items],
        variants=[item.variant_id for item in items],
        qtys=[item.qty for item in items],
        prices=[item.price_seen for item in items],
        now=tx.now,
    )


async def take_out(
    tx: Transaction, cart_id: UUID, item_ids: Sequence[UUID], *, notices: Sequence[Notice] = ()
) -> None:
    """Remove lines and write the cart's next version, with what is to be told of it."""
    await tx.run(
        """
        WITH next AS (
            UPDATE carts SET version = version + 1, changed_at = %(now)s, notices = %(notices)s
            WHERE id = %(cart_id)s)
        DELETE FROM cart_items WHERE cart_id = %(cart_id)s AND id = ANY(%(ids)s)
        """,
        cart_id=cart_id,
        ids=list(item_ids),
        notices=_json(notices),
        now=tx.now,
    )


async def take_out_bought(
    tx: Transaction, cart_id: UUID, bought: Sequence[inventory.Wanted]
) -> None:
    """Take bought pieces out of a live cart, the code they were bought with too, and write its
    next version."""
    await tx.run(
        """
        WITH live AS (
            UPDATE carts SET version = version + 1, changed_at = %(now)s, coupon_code = NULL
            WHERE id = %(cart_id)s AND completed_at IS NULL RETURNING id),
        bought AS (
            SELECT * FROM unnest(%(variants)s::uuid[], %(qtys)s::int[]) AS b (variant_id, qty)),
        gone AS (
            DELETE FROM cart_items i USING live, bought b
            WHERE i.cart_id = live.id AND i.variant_id = b.variant_id AND i.qty <= b.qty)
        UPDATE cart_items i SET qty = i.qty - b.qty FROM live, bought b
        WHERE i.cart_id = live.id AND i.variant_id = b.variant_id AND i.qty > b.qty
        """,
        cart_id=cart_id,
        variants=[line.variant_id for line in bought],
        qtys=[line.qty for line in bought],
        now=tx.now,
    )


def _json(notices: Sequence[Notice]) -> Jsonb:
    return Jsonb([asdict(notice) for notice in notices])
