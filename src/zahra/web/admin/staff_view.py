"""Who works here, as what, and by what they sign in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.shop.identity import Role
from zahra.web.ui.forms import UNTOUCHED, FormState
from zahra.web.ui.page import NavLink

TRAIL = NavLink("Staff", "/admin/staff")
DOES: Mapping[Role, str] = {
    Role.OWNER: "Everything, staff included",
    Role.MANAGER: "Everything but staff",
    Role.CATALOGUE: "What is for sale, and the stock",
    Role.FULFILMENT: "Orders on their way out, and the stock",
    Role.SUPPORT: "Looks after people and their orders",
    Role.FINANCE: "Refunds, and the audit log",
    Role.VIEWER: "Sees orders, changes nothing",
}


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody who works here, or has an unused link that makes them `invited_as`."""

    id: UUID
    name: str
    email: str | None
    roles: tuple[str, ...]
    is_closed: bool
    has_totp: bool
    passkeys: int
    last_login_at: datetime | None
    invited_as: tuple[str, ...]
    invited_until: datetime | None
    is_oneself: bool = False

    @property
    def is_invited_only(self) -> bool:
        """Whether they have yet to use their first link."""
        return not self.roles and self.invited_until is not None

    @property
    def factors(self) -> str:
        """By what they sign in, in words."""
        keys = {0: "", 1: "a passkey"}.get(self.passkeys, f"{self.passkeys} passkeys")
        held = [each for each in ("app" if self.has_totp else "", keys) if each]
        return " and ".join(held) or "None yet"


@dataclass(frozen=True, slots=True)
class StaffPage:
    """Everybody, by e-mail address."""

    staff: tuple[StaffRow, ...]


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role that can be given, and what it is for."""

    name: str
    does: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class InvitePage:
    """Somebody is to be invited."""

    roles: tuple[RoleChoice, ...]
    form: FormState = UNTOUCHED
    trail: tuple[NavLink, ...] = (TRAIL, NavLink("Invite somebody", "/admin/staff/invite"))


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One member of staff."""

    member: StaffRow
    roles: tuple[RoleChoice, ...]
    trail: tuple[NavLink, ...]
    form: FormState = UNTOUCHED


def choices(held: frozenset[str] = frozenset()) -> tuple[RoleChoice, ...]:
    """Every role, those held ticked."""
    return tuple(RoleChoice(role.value, DOES[role], role.value in held) for role in Role)
