"""SQL of exchanges. The order's lock is held to change them."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.returns.model import Exchange
from zahra.shop.returns.states import ExchangeState


async def insert(tx: Transaction, exchange: Exchange) -> None:
    await tx.run(
        """
        INSERT INTO exchanges (id, return_id, state, held_until, created_at)
        VALUES (%(id)s, %(return_id)s, %(state)s, %(held_until)s, %(created_at)s)
        """,
        **asdict(exchange),
    )


async def exchange_of(snapshot: Snapshot, return_id: UUID) -> Exchange | None:
    return await snapshot.row(
        Exchange,
        """
        SELECT id, return_id, state, held_until, created_at FROM exchanges
        WHERE return_id = %(id)s
        """,
        id=return_id,
    )


async def exchange(snapshot: Snapshot, exchange_id: UUID) -> Exchange | None:
    return await snapshot.row(
        Exchange,
        """
        SELECT id, return_id, state, held_until, created_at FROM exchanges WHERE id = %(id)s
        """,
        id=exchange_id,
    )


async def sent_instead(snapshot: Snapshot, order_id: UUID) -> dict[UUID, UUID]:
    """The orders of exchanges, by the giveback of what came back for them."""
    rows = await snapshot.values(
        """
        SELECT jsonb_build_array(r.giveback_id, e.id)
        FROM returns r JOIN exchanges e ON e.return_id = r.id
        WHERE r.order_id = %(order_id)s AND r.giveback_id IS NOT NULL AND e.state <> 'released'
        """,
        order_id=order_id,
    )
    return {UUID(giveback): UUID(sent) for giveback, sent in rows}


async def exchanges_newest(
    snapshot: Snapshot, *, state: ExchangeState | None, limit: int, offset: int
) -> list[Exchange]:
    """Newest first."""
    return await snapshot.rows(
        Exchange,
        """
        SELECT id, return_id, state, held_until, created_at FROM exchanges
        WHERE %(state)s::text IS NULL OR state = %(state)s::text
        ORDER BY created_at DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s
        """,
        state=state,
        limit=limit,
        offset=offset,
    )


async def count(snapshot: Snapshot, *, state: ExchangeState | None) -> int:
    return await snapshot.value(
        """
        SELECT count(*) FROM exchanges WHERE %(state)s::text IS NULL OR state = %(state)s::text
        """,
        state=state,
    )


async def keep(
    tx: Transaction, exchange_id: UUID, *, state: ExchangeState, held_until: datetime
) -> None:
    await tx.run(
        """
        UPDATE exchanges SET state = %(state)s, held_until = %(held_until)s WHERE id = %(id)s
        """,
        id=exchange_id,
        state=state,
        held_until=held_until,
    )


async def was_sent(snapshot: Snapshot, return_id: UUID) -> bool:
    """Whether a return led to an order for what was wanted in exchange."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM exchanges x JOIN orders o ON o.id = x.id
            WHERE x.return_id = %(id)s AND o.status <> 'cancelled')
        """,
        id=return_id,
    )
