"""SQL of the audit log. A trigger refuses UPDATE and DELETE."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Transaction


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
