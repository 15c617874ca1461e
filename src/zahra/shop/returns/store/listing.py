"""SQL that shows returns: first which ones somebody may see, then everything about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.shop.returns.model import Return, WholeReturn
from zahra.shop.returns.states import ReturnState

_WHOLE = """
SELECT jsonb_build_object('id', r.id, 'number', r.number, 'order_id', r.order_id,
        'user_id', r.user_id, 'state', r.state, 'destination', r.destination,
        'payout_destination_id', r.payout_destination_id, 'override', r.override,
        'note', r.note, 'courier', r.courier, 'awb', r.awb, 'pickup_on', r.pickup_on,
        'hand_over_by', r.hand_over_by, 'giveback_id', r.giveback_id,
        'created_at', r.created_at, 'received_at', r.received_at, 'closed_at', r.closed_at)
        AS given,
    (SELECT o.number FROM orders o WHERE o.id = r.order_id) AS order_number,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'return_id', i.return_id,
        'order_line_id', i.order_line_id, 'qty', i.qty, 'reason', i.reason, 'note', i.note,
        'photos', i.photos, 'resolution', i.resolution,
        'exchange_variant_id', i.exchange_variant_id, 'difference', i.difference,
        'came_sound', i.came_sound, 'came_spoilt', i.came_spoilt,
        'taken_sound', i.taken_sound, 'taken_spoilt', i.taken_spoilt,
        'pieces', ARRAY(SELECT p.piece FROM return_pieces p
            WHERE p.return_item_id = i.id ORDER BY p.piece)) ORDER BY i.position), '[]')
     FROM return_items i WHERE i.return_id = r.id) AS items,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('at', s.at, 'from_state', s.from_state,
        'to_state', s.to_state, 'by', s.actor, 'note', s.note, 'photos', s.photos)
        ORDER BY s.seq), '[]')
     FROM return_steps s WHERE s.return_id = r.id) AS steps,
    (SELECT jsonb_build_object('id', x.id, 'return_id', x.return_id, 'state', x.state,
        'held_until', x.held_until, 'created_at', x.created_at)
     FROM exchanges x WHERE x.return_id = r.id) AS exchange,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'width', u.width,
        'height', u.height) ORDER BY u.at, u.id), '[]')
     FROM uploads u WHERE u.id IN (
        SELECT unnest(i.photos) FROM return_items i WHERE i.return_id = r.id
        UNION SELECT unnest(s.photos) FROM return_steps s WHERE s.return_id = r.id)
        AND u.forgotten_at IS NULL) AS photos,
    (SELECT coalesce(jsonb_agg(to_jsonb(k) - 'polled_at' ORDER BY k.created_at, k.id), '[]')
     FROM return_pickups k WHERE k.return_id = r.id) AS pickups
FROM returns r WHERE r.id = ANY(%(ids)s) ORDER BY r.created_at DESC, r.id DESC
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Which returns a page shows, and how many there are in all."""

    ids: tuple[UUID, ...]
    total: int


@dataclass(frozen=True, slots=True)
class KeptPieces:
    """Pieces of an order that its buyer has."""

    order_id: UUID
    delivered_at: datetime
    returnable_days: int


async def returns_seen_by(
    snapshot: Snapshot,
    actor: Actor,
    *,
    order_id: UUID | None,
    state: ReturnState | None,
    limit: int,
    offset: int,
) -> Listed:
    """A page of the returns this actor may see, newest first; of one order or in one state only,
    where those are named."""
    found = await snapshot.row(
        Listed,
        """
        WITH seen AS (
            SELECT id, created_at FROM returns
            WHERE (%(sees_all)s OR user_id = %(user_id)s::uuid)
                AND (%(order_id)s::uuid IS NULL OR order_id = %(order_id)s::uuid)
                AND (%(state)s::text IS NULL OR state = %(state)s::text))
        SELECT (SELECT count(*) FROM seen) AS total,
            ARRAY(SELECT id FROM seen ORDER BY created_at DESC, id DESC
                LIMIT %(limit)s OFFSET %(offset)s) AS ids
        """,
        **_seen_by(actor),
        order_id=order_id,
        state=state,
        limit=limit,
        offset=offset,
    )
    assert found is not None
    return found


async def return_seen_by(snapshot: Snapshot, actor: Actor, named: UUID | str) -> UUID | None:
    """The return of this id or number, if this actor may see it."""
    return await snapshot.value(
        """
        SELECT id FROM returns
        WHERE (%(sees_all)s OR user_id = %(user_id)s::uuid)
            AND (id = %(id)s::uuid OR number = %(number)s::text)
        """,
        **_seen_by(actor),
        id=named if isinstance(named, UUID) else None,
        number=None if isinstance(named, UUID) else named,
    )


async def wholes(snapshot: Snapshot, return_ids: Sequence[UUID]) -> list[WholeReturn]:
    """These returns with everything about them, newest first."""
    return await snapshot.rows(WholeReturn, _WHOLE, ids=list(return_ids))


async def of_orders(snapshot: Snapshot, order_ids: Sequence[UUID]) -> list[Return]:
    """The returns of these orders, oldest first."""
    return await snapshot.rows(
        Return,
        """
        SELECT id, number, order_id, user_id, state, destination, payout_destination_id, override,
            note, courier, awb, pickup_on, hand_over_by, giveback_id, created_at, received_at,
            closed_at
        FROM returns WHERE order_id = ANY(%(ids)s) ORDER BY created_at, id
        """,
        ids=list(order_ids),
    )


async def return_sent_as(snapshot: Snapshot, order_id: UUID) -> Return | None:
    """The return whose exchange this order is."""
    return await snapshot.row(
        Return,
        """
        SELECT r.id, r.number, r.order_id, r.user_id, r.state, r.destination,
            r.payout_destination_id, r.override, r.note, r.courier, r.awb, r.pickup_on,
            r.hand_over_by, r.giveback_id, r.created_at, r.received_at, r.closed_at
        FROM returns r JOIN exchanges e ON e.return_id = r.id WHERE e.id = %(id)s
        """,
        id=order_id,
    )


async def delivered_and_kept(snapshot: Snapshot, order_ids: Sequence[UUID]) -> list[KeptPieces]:
    """The delivered pieces of these orders that no return has, those of a line and a moment as
    one."""
    return await snapshot.rows(
        KeptPieces,
        """
        SELECT DISTINCT l.order_id, p.delivered_at, l.returnable_days
        FROM order_lines l JOIN order_pieces p ON p.order_line_id = l.id
        WHERE l.order_id = ANY(%(ids)s) AND p.state = 'delivered' AND p.delivered_at IS NOT NULL
            AND NOT EXISTS (
                SELECT 1 FROM return_pieces r
                WHERE r.order_line_id = l.id AND r.piece = p.piece AND r.is_live)
        """,
        ids=list(order_ids),
    )


async def not_handed_over(snapshot: Snapshot, *, limit: int) -> list[UUID]:
    """Returns whose time to be handed over has run out, the longest waiting first."""
    return await snapshot.values(
        """
        SELECT id FROM returns
        WHERE state IN ('requested', 'approved', 'pickup_scheduled') AND hand_over_by <= %(now)s
        ORDER BY hand_over_by LIMIT %(limit)s
        """,
        now=snapshot.now,
        limit=limit,
    )


def _seen_by(actor: Actor) -> dict[str, object]:
    sees_all = actor.may(Permission.RETURNS_WRITE) or actor.may(Permission.REFUNDS_CREATE)
    return {"sees_all": sees_all, "user_id": actor.user_id}
