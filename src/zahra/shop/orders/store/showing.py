"""SQL that shows orders: first which ones somebody may see, then everything about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.shop.orders.model import Copy, Order
from zahra.shop.orders.whole import Line, Moment, Paying, TaxAtRate

_DETAILS = """
SELECT o.id AS order_id,
    jsonb_build_object('shipping_address', o.shipping_address,
        'billing_address', o.billing_address, 'place_of_supply', o.place_of_supply,
        'gstin', o.gstin, 'note', o.note, 'promised_by', o.promised_by) AS copy,
    (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'variant_id', l.variant_id,
        'product_id', l.product_id, 'slug', l.slug, 'sku', l.sku, 'title', l.title,
        'size', l.size, 'colour', l.colour, 'image', l.image, 'qty', l.qty,
        'unit_price', l.unit_price, 'mrp', l.mrp, 'discount', l.discount,
        'total', l.total, 'returnable_days', l.returnable_days) ORDER BY l.position)
     FROM order_lines l WHERE l.order_id = o.id) AS lines,
    (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.rate), '[]')
     FROM (
        SELECT rate, sum(taxable) AS taxable, sum(cgst) AS cgst, sum(sgst) AS sgst,
            sum(utgst) AS utgst, sum(igst) AS igst
        FROM (
            SELECT rate, taxable, cgst, sgst, utgst, igst FROM order_pieces
            WHERE order_line_id IN (SELECT id FROM order_lines WHERE order_id = o.id)
            UNION ALL
            SELECT rate, taxable, cgst, sgst, utgst, igst FROM order_charges
            WHERE order_id = o.id) AS amounts
        GROUP BY rate) AS t) AS taxes,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('at', h.at, 'life', h.life,
        'from_state', h.from_state, 'to_state', h.to_state, 'by', h.actor,
        'note', h.note) ORDER BY h.seq), '[]')
     FROM status_history h WHERE h.order_id = o.id) AS history,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'order_id', a.order_id,
        'provider', a.provider, 'attempt_state', a.state,
        'provider_order_id', a.provider_order_id, 'payment_state', p.state,
        'amount', coalesce(p.amount, a.amount),
        'amount_refunded', coalesce(p.amount_refunded, 0), 'currency', a.currency,
        'method', p.method, 'error_reason', p.error_reason, 'created_at', a.created_at)
        ORDER BY a.created_at, a.id), '[]')
     FROM payment_attempts a LEFT JOIN LATERAL (
        SELECT state, amount, amount_refunded, method, error_reason FROM payments
        WHERE attempt_id = a.id AND purpose <> 'quarantined'
        ORDER BY purpose = 'order' DESC, captured_at IS NULL, state = 'authorized' DESC,
            first_seen_at DESC
        LIMIT 1) AS p ON true
     WHERE a.order_id = o.id) AS payments
FROM orders o WHERE o.id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Which orders a page shows, and how many there are in all."""

    ids: tuple[UUID, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Detail:
    """What belongs to an order besides its own row."""

    order_id: UUID
    copy: Copy
    lines: tuple[Line, ...]
    taxes: tuple[TaxAtRate, ...]
    history: tuple[Moment, ...]
    payments: tuple[Paying, ...]


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
    snapshot: Snapshot, actor: Actor, *, limit: int, offset: int
) -> Listed | None:
    """A page of the orders this actor may see, newest first."""
    return await snapshot.row(
        Listed,
        """
        SELECT
            (SELECT count(*) FROM orders
             WHERE %(sees_all)s OR user_id = %(user_id)s::uuid) AS total,
            ARRAY(
                SELECT id FROM orders WHERE %(sees_all)s OR user_id = %(user_id)s::uuid
                ORDER BY created_at DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s) AS ids
        """,
        **_seen_by(actor),
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


async def details(snapshot: Snapshot, order_ids: Sequence[UUID]) -> list[Detail]:
    """Lines, taxes by rate, history and payments of these orders. A payment is an attempt with
    what has come furthest on it."""
    return await snapshot.rows(Detail, _DETAILS, ids=list(order_ids))


def _seen_by(actor: Actor) -> dict[str, object]:
    return {"sees_all": actor.may(Permission.ORDERS_READ), "user_id": actor.user_id}
