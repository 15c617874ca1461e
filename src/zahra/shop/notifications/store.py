"""SQL of messages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.notifications.model import Channel, Message, MessageState, Owing


async def owe(tx: Transaction, owing: Owing) -> list[UUID]:
    """Messages to the e-mail address and the phone on the order; those that were not owed yet."""
    return await tx.values(
        """
        INSERT INTO messages
            (id, once_key, channel, recipient, template, order_id, facts, created_at)
        SELECT m.id, concat_ws(':', %(template)s::text, %(about)s::text, m.channel), m.channel,
            m.recipient, %(template)s, o.id, %(facts)s, %(now)s
        FROM orders o CROSS JOIN LATERAL (VALUES
            (%(email_id)s::uuid, %(email)s::text, o.email),
            (%(sms_id)s::uuid, %(sms)s::text, o.phone)) AS m (id, channel, recipient)
        WHERE o.id = %(order_id)s AND m.recipient IS NOT NULL
        ON CONFLICT (once_key) DO NOTHING
        RETURNING id
        """,
        template=owing.template,
        about=owing.about,
        facts=Jsonb(dict(owing.facts)),
        now=tx.now,
        email_id=ids.new(),
        email=Channel.EMAIL,
        sms_id=ids.new(),
        sms=Channel.SMS,
        order_id=owing.order_id,
    )


async def message(snapshot: Snapshot, message_id: UUID) -> Message | None:
    return await snapshot.row(
        Message,
        """
        SELECT id, channel, recipient, template, order_id, facts, state
        FROM messages WHERE id = %(id)s
        """,
        id=message_id,
    )


async def mark(tx: Transaction, message_id: UUID, state: MessageState) -> None:
    """Write down what became of a message that was waiting."""
    await tx.run(
        """
        UPDATE messages SET state = %(state)s, sent_at = %(now)s
        WHERE id = %(id)s AND state = 'queued'
        """,
        id=message_id,
        state=state,
        now=tx.now,
    )


async def messages_left_lying(snapshot: Snapshot, *, before: datetime, limit: int) -> list[UUID]:
    """Messages that still wait although they were owed before a moment; oldest first."""
    return await snapshot.values(
        """
        SELECT id FROM messages WHERE state = 'queued' AND created_at <= %(before)s
        ORDER BY created_at LIMIT %(limit)s
        """,
        before=before,
        limit=limit,
    )


async def told_about(snapshot: Snapshot, user_id: UUID) -> list[dict[str, Any]]:
    return await snapshot.values(
        """
        SELECT jsonb_build_object('channel', m.channel, 'to', m.recipient, 'about', m.template,
            'order', o.number, 'writtenAt', m.created_at, 'sentAt', m.sent_at)
        FROM messages m JOIN orders o ON o.id = m.order_id
        WHERE o.user_id = %(user)s ORDER BY m.created_at, m.id
        """,
        user=user_id,
    )


async def forget_erased(tx: Transaction) -> int:
    return await tx.run(
        """
        UPDATE messages m SET recipient = '', facts = '{}'
        FROM orders o JOIN users u ON u.id = o.user_id
        WHERE m.order_id = o.id AND u.status = 'erased' AND m.state <> 'queued'
          AND m.recipient <> ''
        """
    )
