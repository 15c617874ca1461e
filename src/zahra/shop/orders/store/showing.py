"""SQL that finds the orders somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.shop.orders.model import Order
from zahra.shop.orders.whole import Sought


@dataclass(frozen=True, slots=True)
class Listed:
    """Which orders a page shows, and how many there are in all."""

    ids: tuple[UUID, ...]
    total: int


async def order_seen_by(snapshot: Snapshot, actor: Actor, named: UUID | str) -> UUID | None:
    """The order of this id or number, if this actor may see it."""
    return await snapshot.value(
        """
        SELECT id FROM orders
        WHERE (%(sees_all)s OR user_id = %(user_id)s::uuid)
            AND (id = %(id)s::uuid OR number = %(number)s::text)
        """,
        **_seen_by(actor),
        id=named if isinstance(named, UUID) else None,
        number=None if isinstance(named, UUID) else named,
    )


async def order_of_attempt_seen_by(
    snapshot: Snapshot, actor: Actor, attempt_id: UUID
) -> UUID | None:
    """The order an attempt is to pay, if this actor may see it."""
    return await snapshot.value(
        """
        SELECT o.id FROM orders o JOIN payment_attempts a ON a.order_id = o.id
        WHERE (%(sees_all)s OR o.user_id = %(user_id)s::uuid) AND a.id = %(attempt_id)s
        """,
        **_seen_by(actor),
        attempt_id=attempt_id,
    )


async def orders_seen_by(
    snapshot: Snapshot, actor: Actor, sought: Sought, *, limit: int, offset: int
) -> Listed | None:
    """A page of the orders this actor may see and is looking for, newest first."""
    return await snapshot.row(
        Listed,
        """
        WITH found AS (
            SELECT id, created_at FROM orders
            WHERE (%(sees_all)s OR user_id = %(user_id)s::uuid)
                AND (%(status)s::text IS NULL OR status = %(status)s)
                AND (%(payment_status)s::text IS NULL OR payment_status = %(payment_status)s)
                AND (%(fulfilment)s::text IS NULL OR fulfilment_status = %(fulfilment)s)
                AND (%(text)s::text IS NULL OR starts_with(number, upper(%(text)s))
                    OR phone = %(text)s OR email = lower(%(text)s)
                    OR id IN (SELECT order_id FROM shipments WHERE awb = %(text)s)))
        SELECT (SELECT count(*) FROM found) AS total,
            ARRAY(SELECT id FROM found ORDER BY created_at DESC, id DESC
                LIMIT %(limit)s OFFSET %(offset)s) AS ids
        """,
        **_seen_by(actor),
        status=sought.status,
        payment_status=sought.payment_status,
        fulfilment=sought.fulfilment_status,
        text=sought.text,
        limit=limit,
        offset=offset,
    )


async def orders(snapshot: Snapshot, order_ids: Sequence[UUID]) -> list[Order]:
    """Newest first."""
    return await snapshot.rows(
        Order,
        """
        SELECT id, number, user_id, cart_id, cart_version, status, payment_status,
            fulfilment_status, return_status, payment_method, shipping_method, mrp_total, discount,
            coupon_discount, shipping, cod_fee, tax, total, phone, email, created_at, expires_at,
            placed_at, cancelled_at, credit_used, due_online, collectable, flags
        FROM orders WHERE id = ANY(%(ids)s) ORDER BY created_at DESC, id DESC
        """,
        ids=list(order_ids),
    )


async def numbers_of(snapshot: Snapshot, order_ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = await snapshot.values(
        "SELECT jsonb_build_array(id, number) FROM orders WHERE id = ANY(%(ids)s)",
        ids=list(order_ids),
    )
    return {UUID(order_id): number for order_id, number in rows}


def _seen_by(actor: Actor) -> dict[str, object]:
    return {"sees_all": actor.may(Permission.ORDERS_READ), "user_id": actor.user_id}
