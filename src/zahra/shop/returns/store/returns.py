"""SQL of returns: their rows, items, pieces and steps. The order's lock is held to change them."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.returns.model import Counted, Return, ReturnItem, Step


async def insert(tx: Transaction, given: Return, items: Sequence[ReturnItem], *, key: str) -> None:
    """A new return with its items and the pieces each takes, by one statement."""
    await tx.run(
        """
        WITH written AS (
            INSERT INTO returns (id, number, order_id, user_id, state, destination,
                payout_destination_id, idempotency_key, override, note, hand_over_by, created_at)
            VALUES (%(id)s, %(number)s, %(order_id)s, %(user_id)s, %(state)s, %(destination)s,
                %(account)s, %(key)s, %(override)s, %(note)s, %(hand_over_by)s, %(created_at)s)),
        lines AS (
            INSERT INTO return_items (id, return_id, position, order_line_id, qty, reason, note,
                photos, resolution, exchange_variant_id, difference)
            SELECT id, %(id)s, position, order_line_id, qty, reason, note, photos, resolution,
                exchange_variant_id, difference
            FROM jsonb_to_recordset(%(items)s) AS item (id uuid, position int,
                order_line_id uuid, qty int, reason text, note text, photos text[],
                resolution text, exchange_variant_id uuid, difference bigint))
        INSERT INTO return_pieces (return_item_id, order_line_id, piece)
        SELECT id, order_line_id, unnest(pieces)
        FROM jsonb_to_recordset(%(items)s) AS item (id uuid, order_line_id uuid, pieces int[])
        """,
        id=given.id,
        number=given.number,
        order_id=given.order_id,
        user_id=given.user_id,
        state=given.state,
        destination=given.destination,
        account=given.payout_destination_id,
        key=key,
        override=given.override,
        note=given.note,
        hand_over_by=given.hand_over_by,
        created_at=given.created_at,
        items=Jsonb([_item(item, at) for at, item in enumerate(items, start=1)]),
    )


async def given_return(snapshot: Snapshot, return_id: UUID) -> Return | None:
    return await snapshot.row(
        Return,
        """
        SELECT id, number, order_id, user_id, state, destination, payout_destination_id, override,
            note, courier, awb, pickup_on, hand_over_by, giveback_id, created_at, received_at,
            closed_at
        FROM returns WHERE id = %(id)s
        """,
        id=return_id,
    )


async def return_by_key(snapshot: Snapshot, order_id: UUID, key: str) -> Return | None:
    """What was asked back of an order with this key before."""
    return await snapshot.row(
        Return,
        """
        SELECT id, number, order_id, user_id, state, destination, payout_destination_id, override,
            note, courier, awb, pickup_on, hand_over_by, giveback_id, created_at, received_at,
            closed_at
        FROM returns WHERE order_id = %(order_id)s AND idempotency_key = %(key)s
        """,
        order_id=order_id,
        key=key,
    )


async def returns_of_order(snapshot: Snapshot, order_id: UUID) -> list[Return]:
    """Oldest first."""
    return await snapshot.rows(
        Return,
        """
        SELECT id, number, order_id, user_id, state, destination, payout_destination_id, override,
            note, courier, awb, pickup_on, hand_over_by, giveback_id, created_at, received_at,
            closed_at
        FROM returns WHERE order_id = %(id)s ORDER BY created_at, id
        """,
        id=order_id,
    )


async def items_of(snapshot: Snapshot, return_ids: Sequence[UUID]) -> list[ReturnItem]:
    """The items of these returns, in their order, with the pieces each took."""
    return await snapshot.rows(
        ReturnItem,
        """
        SELECT i.id, i.return_id, i.order_line_id, i.qty, i.reason, i.note, i.photos, i.resolution,
            i.exchange_variant_id, i.difference, i.came_sound, i.came_spoilt, i.taken_sound,
            i.taken_spoilt,
            ARRAY(SELECT piece FROM return_pieces WHERE return_item_id = i.id ORDER BY piece)
                AS pieces
        FROM return_items i WHERE i.return_id = ANY(%(ids)s) ORDER BY i.return_id, i.position
        """,
        ids=list(return_ids),
    )


async def taken_of_order(snapshot: Snapshot, order_id: UUID) -> set[tuple[UUID, int]]:
    """The pieces of an order that a return has, as line and number."""
    found = await snapshot.values(
        """
        SELECT jsonb_build_array(p.order_line_id, p.piece)
        FROM return_pieces p JOIN return_items i ON i.id = p.return_item_id
            JOIN returns r ON r.id = i.return_id
        WHERE r.order_id = %(id)s AND p.is_live
        """,
        id=order_id,
    )
    return {(UUID(line_id), piece) for line_id, piece in found}


async def let_pieces_go(tx: Transaction, return_id: UUID) -> None:
    """The pieces of a return may be asked for again."""
    await tx.run(
        """
        UPDATE return_pieces p SET is_live = false FROM return_items i
        WHERE i.id = p.return_item_id AND i.return_id = %(id)s
        """,
        id=return_id,
    )


async def let_missing_go(tx: Transaction, return_id: UUID) -> None:
    """The pieces that were not in the parcel may be asked for again: of each item the last."""
    await tx.run(
        """
        UPDATE return_pieces p SET is_live = false
        FROM (
            SELECT n.return_item_id, n.piece
            FROM (
                SELECT q.return_item_id, q.piece, i.came_sound + i.came_spoilt AS came,
                    row_number() OVER (PARTITION BY q.return_item_id ORDER BY q.piece) AS at
                FROM return_pieces q JOIN return_items i ON i.id = q.return_item_id
                WHERE i.return_id = %(id)s) AS n
            WHERE n.at > n.came) AS missing
        WHERE p.return_item_id = missing.return_item_id AND p.piece = missing.piece
        """,
        id=return_id,
    )


async def note_came(tx: Transaction, item_id: UUID, count: Counted) -> None:
    await tx.run(
        """
        UPDATE return_items SET came_sound = %(sound)s, came_spoilt = %(spoilt)s WHERE id = %(id)s
        """,
        id=item_id,
        sound=count.sound,
        spoilt=count.spoilt,
    )


async def note_taken(tx: Transaction, item_id: UUID, count: Counted) -> None:
    await tx.run(
        """
        UPDATE return_items SET taken_sound = %(sound)s, taken_spoilt = %(spoilt)s
        WHERE id = %(id)s
        """,
        id=item_id,
        sound=count.sound,
        spoilt=count.spoilt,
    )


async def move(tx: Transaction, given: Return, step: Step) -> None:
    """Write where a return stands, and the step that led there."""
    await tx.run(
        """
        WITH moved AS (
            UPDATE returns SET state = %(state)s, courier = %(courier)s, awb = %(awb)s,
                pickup_on = %(pickup_on)s, hand_over_by = %(hand_over_by)s,
                giveback_id = %(giveback_id)s, received_at = %(received_at)s,
                closed_at = %(closed_at)s
            WHERE id = %(return_id)s)
        INSERT INTO return_steps (id, return_id, at, from_state, to_state, actor, note, photos)
        VALUES (%(id)s, %(return_id)s, %(at)s, %(from)s, %(to)s, %(by)s, %(note)s, %(photos)s)
        """,
        return_id=given.id,
        state=given.state,
        courier=given.courier,
        awb=given.awb,
        pickup_on=given.pickup_on,
        hand_over_by=given.hand_over_by,
        giveback_id=given.giveback_id,
        received_at=given.received_at,
        closed_at=given.closed_at,
        **{"id": ids.new(), "at": step.at, "from": step.from_state, "to": step.to_state},
        by=step.by,
        note=step.note,
        photos=list(step.photos),
    )


def _item(item: ReturnItem, position: int) -> dict[str, object]:
    fields = asdict(item)
    names = ("id", "order_line_id", "exchange_variant_id")
    as_text = {name: str(fields[name]) if fields[name] else None for name in names}
    del fields["return_id"]
    return {**fields, **as_text, "position": position}
