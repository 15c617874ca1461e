"""What the audit log says, and what can be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from zahra.base.actors import Kind

MOST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to what, and when. `subject` is a kind and an id or number: `user:…`."""

    id: UUID
    at: datetime
    actor_kind: Kind
    actor_id: UUID | None
    actor_name: str
    action: str
    subject: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries: of one person, of actions that begin so (`staff.`), about one subject, from
    `since` and before `until`, older than the entry `after`; at most `limit`."""

    actor_id: UUID | None = None
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: UUID | None = None
    limit: int = 50
