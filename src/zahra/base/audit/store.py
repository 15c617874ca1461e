"""SQL of the audit log. A trigger refuses UPDATE and DELETE."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.audit.model import MOST, Asked, Entry
from zahra.base.db import Snapshot, Transaction


async def note(
    tx: Transaction,
    actor: Actor,
    action: str,
    *,
    subject: str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write down who did what to what. `detail` holds no secrets and masked personal data only."""
    await tx.run(
        """
        INSERT INTO audit_log (id, at, actor_kind, actor_id, actor_name, action, subject, detail)
        VALUES (%(id)s, %(at)s, %(kind)s, %(user)s, %(name)s, %(action)s, %(subject)s, %(detail)s)
        """,
        id=ids.new(),
        at=tx.now,
        kind=actor.kind.value,
        user=actor.user_id,
        name=actor.label,
        action=action,
        subject=subject,
        detail=Jsonb(dict(detail or {})),
    )


async def entries(snapshot: Snapshot, asked: Asked) -> list[Entry]:
    """The latest first; `after` names an entry, and an unknown one is followed by none."""
    return await snapshot.rows(
        Entry,
        """
        SELECT id, at, actor_kind, actor_id, actor_name, action, subject, detail FROM audit_log
        WHERE (%(actor)s::uuid IS NULL OR actor_id = %(actor)s::uuid)
          AND starts_with(action, %(action)s) AND starts_with(subject, %(subject)s)
          AND (%(since)s::timestamptz IS NULL OR at >= %(since)s::timestamptz)
          AND (%(until)s::timestamptz IS NULL OR at < %(until)s::timestamptz)
          AND (%(after)s::uuid IS NULL
               OR (at, id) < (SELECT a.at, a.id FROM audit_log a WHERE a.id = %(after)s::uuid))
        ORDER BY at DESC, id DESC LIMIT %(limit)s
        """,
        actor=asked.actor_id,
        action=asked.action,
        subject=asked.subject,
        since=asked.since,
        until=asked.until,
        after=asked.after,
        limit=max(0, min(asked.limit, MOST)),
    )
