"""What somebody is reached by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ContactKind(StrEnum):
    """Somebody has at most one of each."""

    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class PendingContact:
    """What somebody wants to be reached by and has not proved yet."""

    kind: ContactKind
    value: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """What somebody proved to be reached by, now or until a moment ago."""

    id: UUID
    kind: ContactKind
    value: str
