"""What staff and programs did, as the audit log tells it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.web.ui.forms import UNTOUCHED, FormState


@dataclass(frozen=True, slots=True)
class LogRow:
    """One thing that was done. `detail` is in words, "roles: owner"."""

    at: datetime
    who: str
    who_url: str | None
    action: str
    subject: str
    subject_url: str | None
    detail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditLogPage:
    """The latest first. `filters` holds what narrows the list, as it was typed."""

    rows: tuple[LogRow, ...]
    filters: FormState = UNTOUCHED
    person: UUID | None = None
    older_url: str | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.filters.values.values())
