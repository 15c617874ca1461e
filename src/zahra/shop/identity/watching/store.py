"""SQL of the log of what happened at the door. Append-only; identifiers are masked."""

from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.watching.model import AuthEvent


async def note(tx: Transaction, event: AuthEvent) -> None:
    await tx.run(
        """
        INSERT INTO auth_events (id, at, type, outcome, user_id, session_id, identifier_masked,
                                 ip, detail)
        VALUES (%(id)s, %(now)s, %(type)s, %(outcome)s, %(user)s, %(session)s, %(masked)s,
                %(ip)s, %(detail)s)
        """,
        id=ids.new(),
        now=tx.now,
        type=event.type,
        outcome=event.outcome,
        user=event.user_id,
        session=event.session_id,
        masked=event.identifier_masked,
        ip=event.ip,
        detail=Jsonb(event.detail),
    )


async def reuses_since(snapshot: Snapshot, user_id: UUID, moment: datetime) -> int:
    """How often a used refresh token came back for this user."""
    return await snapshot.value(
        """
        SELECT count(*) FROM auth_events
        WHERE type = 'refresh.reused' AND user_id = %(user)s AND at > %(moment)s
        """,
        user=user_id,
        moment=moment,
    )
