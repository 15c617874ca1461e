"""What staff see of people: masked, as far as looking after them needs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.web.ui.forms import UNTOUCHED, FormState
from zahra.web.ui.page import NavLink

TRAIL = NavLink("People", "/admin/people")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the list. Phone and e-mail are masked."""

    id: UUID
    name: str
    phone: str | None
    email: str | None
    is_closed: bool
    is_staff: bool
    joined_at: datetime
    last_login_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The newest first; `older_url` leads to those after the last."""

    people: tuple[PersonRow, ...]
    filters: FormState = UNTOUCHED
    older_url: str | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.filters.value("q"))


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Where somebody is signed in."""

    id: UUID
    device: str
    is_phone: bool
    where: str | None
    last_seen_at: datetime
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person, and what may be done for them by whoever looks."""

    person: PersonRow
    roles: tuple[str, ...]
    sessions: tuple[OpenSession, ...]
    may_change: bool
    trail: tuple[NavLink, ...]
