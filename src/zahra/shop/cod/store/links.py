"""SQL of links to pay a cash order online."""

from dataclasses import asdict
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.cod.links import LinkSeen, PrepaidLink
from zahra.shop.cod.states import LinkState


async def insert(tx: Transaction, link: PrepaidLink) -> None:
    await tx.run(
        """
        INSERT INTO prepaid_links
            (id, order_id, state, amount, fee_waived, reward, sent_by, created_at, expires_at,
                state_at)
        VALUES (%(id)s, %(order_id)s, %(state)s, %(amount)s, %(fee_waived)s, %(reward)s,
            %(sent_by)s, %(created_at)s, %(expires_at)s, %(state_at)s)
        """,
        **asdict(link),
    )


async def link(snapshot: Snapshot, link_id: UUID) -> PrepaidLink | None:
    return await snapshot.row(
        PrepaidLink,
        """
        SELECT id, order_id, state, amount, fee_waived, reward, sent_by, created_at, expires_at,
            state_at
        FROM prepaid_links WHERE id = %(id)s
        """,
        id=link_id,
    )


async def latest_of_order(snapshot: Snapshot, order_id: UUID) -> PrepaidLink | None:
    return await snapshot.row(
        PrepaidLink,
        """
        SELECT id, order_id, state, amount, fee_waived, reward, sent_by, created_at, expires_at,
            state_at
        FROM prepaid_links WHERE order_id = %(order_id)s
        ORDER BY created_at DESC, id DESC LIMIT 1
        """,
        order_id=order_id,
    )


async def links(
    snapshot: Snapshot,
    order_id: UUID | None,
    state: LinkState | None,
    *,
    limit: int,
    offset: int,
) -> list[LinkSeen]:
    """The latest first."""
    return await snapshot.rows(
        LinkSeen,
        """
        SELECT l.id, l.order_id, l.state, l.amount, l.fee_waived, l.reward,
            r.state AS reward_state, l.sent_by, l.created_at, l.expires_at, l.state_at
        FROM prepaid_links l LEFT JOIN prepaid_rewards r ON r.link_id = l.id
        WHERE (%(order_id)s::uuid IS NULL OR l.order_id = %(order_id)s::uuid)
          AND (%(state)s::text IS NULL OR l.state = %(state)s::text)
        ORDER BY l.created_at DESC, l.id DESC LIMIT %(limit)s OFFSET %(offset)s
        """,
        order_id=order_id,
        state=state,
        limit=limit,
        offset=offset,
    )


async def move(tx: Transaction, link: PrepaidLink, state: LinkState) -> None:
    await tx.run(
        "UPDATE prepaid_links SET state = %(state)s, state_at = %(now)s WHERE id = %(id)s",
        id=link.id,
        state=state,
        now=tx.now,
    )


async def run_out(tx: Transaction) -> int:
    """End every live link whose time is over; how many."""
    return await tx.run(
        """
        UPDATE prepaid_links SET state = 'expired_auto', state_at = %(now)s
        WHERE state IN ('sent', 'opened') AND expires_at <= %(now)s
        """,
        now=tx.now,
    )
