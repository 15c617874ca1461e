"""SQL that takes an order's lock, and moves the order along its lives."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.inventory import Wanted
from zahra.shop.orders.model import Copy, Order, Step, ToSettle


async def order(snapshot: Snapshot, order_id: UUID) -> Order | None:
    return await snapshot.row(
        Order,
        """
        SELECT id, number, user_id, cart_id, cart_version, status, payment_status,
            fulfilment_status, return_status, payment_method, shipping_method, mrp_total, discount,
            coupon_discount, shipping, cod_fee, tax, total, phone, email, created_at, expires_at,
            placed_at, cancelled_at, credit_used, due_online, collectable, flags
        FROM orders WHERE id = %(id)s
        """,
        id=order_id,
    )


async def to_settle(snapshot: Snapshot, attempt_id: UUID) -> ToSettle | None:
    """An attempt with what about its order never changes."""
    return await snapshot.row(
        ToSettle,
        """
        SELECT jsonb_build_object('id', a.id, 'order_id', a.order_id, 'provider', a.provider,
                'amount', a.amount, 'currency', a.currency, 'state', a.state,
                'provider_order_id', a.provider_order_id, 'created_at', a.created_at,
                'expires_at', a.expires_at) AS attempt,
            o.cart_id,
            (SELECT jsonb_agg(jsonb_build_object('variant_id', l.variant_id, 'qty', l.qty)
                ORDER BY l.position)
             FROM order_lines l WHERE l.order_id = o.id) AS wanted
        FROM payment_attempts a JOIN orders o ON o.id = a.order_id
        WHERE a.id = %(attempt_id)s
        """,
        attempt_id=attempt_id,
    )


async def order_by_key(snapshot: Snapshot, user_id: UUID, key: str) -> Order | None:
    """What this person has ordered with this key before."""
    return await snapshot.row(
        Order,
        """
        SELECT id, number, user_id, cart_id, cart_version, status, payment_status,
            fulfilment_status, return_status, payment_method, shipping_method, mrp_total, discount,
            coupon_discount, shipping, cod_fee, tax, total, phone, email, created_at, expires_at,
            placed_at, cancelled_at, credit_used, due_online, collectable, flags
        FROM orders WHERE user_id = %(user_id)s AND idempotency_key = %(key)s
        """,
        user_id=user_id,
        key=key,
    )


async def order_to_change(tx: Transaction, order_id: UUID) -> Order | None:
    tx.locking(Rank.ORDER)
    return await tx.row(
        Order,
        """
        SELECT id, number, user_id, cart_id, cart_version, status, payment_status,
            fulfilment_status, return_status, payment_method, shipping_method, mrp_total, discount,
            coupon_discount, shipping, cod_fee, tax, total, phone, email, created_at, expires_at,
            placed_at, cancelled_at, credit_used, due_online, collectable, flags
        FROM orders WHERE id = %(id)s FOR UPDATE
        """,
        id=order_id,
    )


async def pending_of_cart_to_change(tx: Transaction, cart_id: UUID) -> Order | None:
    """The order of this cart that waits for money or for its code, locked."""
    tx.locking(Rank.ORDER)
    return await tx.row(
        Order,
        """
        SELECT id, number, user_id, cart_id, cart_version, status, payment_status,
            fulfilment_status, return_status, payment_method, shipping_method, mrp_total, discount,
            coupon_discount, shipping, cod_fee, tax, total, phone, email, created_at, expires_at,
            placed_at, cancelled_at, credit_used, due_online, collectable, flags
        FROM orders WHERE cart_id = %(cart_id)s
            AND status IN ('pending_payment', 'pending_confirmation') FOR UPDATE
        """,
        cart_id=cart_id,
    )


async def copy_of(snapshot: Snapshot, order_id: UUID) -> Copy | None:
    return await snapshot.row(
        Copy,
        """
        SELECT shipping_address, billing_address, place_of_supply, gstin, note, promised_by
        FROM orders WHERE id = %(id)s
        """,
        id=order_id,
    )


async def has_live_sibling(snapshot: Snapshot, order: Order) -> bool:
    """Whether the same cart has led to another order since that is alive."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM orders
            WHERE cart_id = %(cart_id)s AND id <> %(id)s AND status <> 'cancelled')
        """,
        cart_id=order.cart_id,
        id=order.id,
    )


async def was_called_off(snapshot: Snapshot, order_id: UUID) -> bool:
    """Whether somebody cancelled pieces of it: an order that merely ran out keeps them."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM order_lines l JOIN order_pieces p ON p.order_line_id = l.id
            WHERE l.order_id = %(id)s AND p.state = 'cancelled')
        """,
        id=order_id,
    )


async def wanted_by(snapshot: Snapshot, order_id: UUID) -> list[Wanted]:
    """The pieces of stock an order is about."""
    return await snapshot.rows(
        Wanted,
        "SELECT variant_id, qty FROM order_lines WHERE order_id = %(id)s ORDER BY position",
        id=order_id,
    )


async def extend(tx: Transaction, order_id: UUID, *, expires_at: datetime) -> None:
    """Wait at least so long for an order's money."""
    await tx.run(
        """
        UPDATE orders SET expires_at = greatest(expires_at, %(expires_at)s) WHERE id = %(id)s
        """,
        id=order_id,
        expires_at=expires_at,
    )


async def move(tx: Transaction, order: Order, steps: Sequence[Step]) -> None:
    """Write an order's states and times, and the steps that led there, by one statement."""
    await tx.run(
        """
        WITH moved AS (
            UPDATE orders SET status = %(status)s, payment_status = %(payment_status)s,
                payment_method = %(payment_method)s, expires_at = %(expires_at)s,
                placed_at = %(placed_at)s, cancelled_at = %(cancelled_at)s,
                fulfilment_status = %(fulfilment_status)s, return_status = %(return_status)s,
                due_online = %(due_online)s, collectable = %(collectable)s, flags = %(flags)s
            WHERE id = %(order_id)s)
        INSERT INTO status_history (id, order_id, at, life, from_state, to_state, actor, note)
        SELECT id, %(order_id)s, %(now)s, life, from_state, to_state, by, note
        FROM jsonb_to_recordset(%(steps)s)
            AS step (id uuid, life text, from_state text, to_state text, by text, note text)
        """,
        order_id=order.id,
        status=order.status,
        payment_status=order.payment_status,
        payment_method=order.payment_method,
        expires_at=order.expires_at,
        placed_at=order.placed_at,
        cancelled_at=order.cancelled_at,
        fulfilment_status=order.fulfilment_status,
        return_status=order.return_status,
        due_online=order.due_online,
        collectable=order.collectable,
        flags=list(order.flags),
        now=tx.now,
        steps=Jsonb([{"id": str(ids.new()), **asdict(step)} for step in steps]),
    )
