"""SQL of an order's pieces and charges, and of the money given back for them.

The order's lock is held for every write.
"""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.orders.pieces import Giveback, OrderCharge, Piece


async def pieces_of(snapshot: Snapshot, order_id: UUID) -> list[Piece]:
    """Every piece of an order, by its lines' places, then by number. To decide from them, hold the
    order's lock."""
    return await snapshot.rows(
        Piece,
        """
        SELECT p.order_line_id AS line_id, p.piece, l.variant_id, l.sku, l.title, l.size,
            l.colour, l.hsn, l.weight_grams, l.mrp, l.unit_price, l.returnable_days,
            jsonb_build_object('net', p.net, 'rate', p.rate, 'taxable', p.taxable,
                'cgst', p.cgst, 'sgst', p.sgst, 'utgst', p.utgst, 'igst', p.igst) AS taxed,
            p.state, p.shipment_id, p.delivered_at, p.giveback_id
        FROM order_lines l JOIN order_pieces p ON p.order_line_id = l.id
        WHERE l.order_id = %(order_id)s ORDER BY l.position, p.piece
        """,
        order_id=order_id,
    )


async def charges_of(snapshot: Snapshot, order_id: UUID) -> list[OrderCharge]:
    """Freight and fees of an order, by kind and rate."""
    return await snapshot.rows(
        OrderCharge,
        """
        SELECT kind, jsonb_build_object('net', net, 'rate', rate, 'taxable', taxable,
                'cgst', cgst, 'sgst', sgst, 'utgst', utgst, 'igst', igst) AS taxed, giveback_id
        FROM order_charges WHERE order_id = %(order_id)s ORDER BY kind, rate
        """,
        order_id=order_id,
    )


async def giveback_by_key(snapshot: Snapshot, order_id: UUID, key: str) -> Giveback | None:
    return await snapshot.row(
        Giveback,
        """
        SELECT id, order_id, kind, goods, charges, uncollected, refunded, reason, created_at
        FROM givebacks WHERE order_id = %(order_id)s AND idempotency_key = %(key)s
        """,
        order_id=order_id,
        key=key,
    )


async def givebacks_of(snapshot: Snapshot, order_id: UUID) -> list[Giveback]:
    """Oldest first."""
    return await snapshot.rows(
        Giveback,
        """
        SELECT id, order_id, kind, goods, charges, uncollected, refunded, reason, created_at
        FROM givebacks WHERE order_id = %(order_id)s ORDER BY created_at, id
        """,
        order_id=order_id,
    )


async def write_giveback(tx: Transaction, giveback: Giveback, *, key: str, asked_by: str) -> None:
    await tx.run(
        """
        INSERT INTO givebacks (id, order_id, kind, goods, charges, uncollected, refunded, reason,
            idempotency_key, asked_by, created_at)
        VALUES (%(id)s, %(order_id)s, %(kind)s, %(goods)s, %(charges)s, %(uncollected)s,
            %(refunded)s, %(reason)s, %(key)s, %(asked_by)s, %(created_at)s)
        """,
        id=giveback.id,
        order_id=giveback.order_id,
        kind=giveback.kind,
        goods=giveback.goods,
        charges=giveback.charges,
        uncollected=giveback.uncollected,
        refunded=giveback.refunded,
        reason=giveback.reason,
        key=key,
        asked_by=asked_by,
        created_at=giveback.created_at,
    )


async def keep(tx: Transaction, pieces: Sequence[Piece]) -> None:
    """Write where pieces stand, in which parcel, when they came, and what was given back."""
    await tx.run(
        """
        UPDATE order_pieces p SET state = s.state, shipment_id = s.shipment_id,
            delivered_at = s.delivered_at, giveback_id = s.giveback_id
        FROM unnest(%(lines)s::uuid[], %(pieces)s::int[], %(states)s::text[],
                %(shipments)s::uuid[], %(delivered)s::timestamptz[], %(givebacks)s::uuid[])
            AS s (line_id, piece, state, shipment_id, delivered_at, giveback_id)
        WHERE p.order_line_id = s.line_id AND p.piece = s.piece
        """,
        lines=[piece.line_id for piece in pieces],
        pieces=[piece.piece for piece in pieces],
        states=[piece.state.value for piece in pieces],
        shipments=[piece.shipment_id for piece in pieces],
        delivered=[piece.delivered_at for piece in pieces],
        givebacks=[piece.giveback_id for piece in pieces],
    )


async def give_back_charges(tx: Transaction, order_id: UUID, giveback_id: UUID) -> None:
    """Mark every charge that has not gone back as gone back now."""
    await tx.run(
        """
        UPDATE order_charges SET giveback_id = %(giveback_id)s
        WHERE order_id = %(order_id)s AND giveback_id IS NULL
        """,
        order_id=order_id,
        giveback_id=giveback_id,
    )


async def give_back_fee(tx: Transaction, order_id: UUID, giveback_id: UUID) -> None:
    """Mark the fee for paying at the door as gone back now, and leave freight."""
    await tx.run(
        """
        UPDATE order_charges SET giveback_id = %(giveback_id)s
        WHERE order_id = %(order_id)s AND kind = 'cod_fee' AND giveback_id IS NULL
        """,
        order_id=order_id,
        giveback_id=giveback_id,
    )
