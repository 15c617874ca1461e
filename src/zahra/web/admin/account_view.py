"""What staff see of their own account: everything that opens it, and where it is open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.web.admin.enrol_view import AppSetup
from zahra.web.admin.people_view import OpenSession
from zahra.web.ui.forms import UNTOUCHED, FormState
from zahra.web.ui.page import NavLink

HERE = NavLink("Your account", "/admin/account")


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """One of one's own passkeys."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None
    is_backed_up: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """`password_since` is None where none is set."""

    name: str | None
    email: str | None
    password_since: datetime | None
    has_totp: bool
    passkeys: tuple[PasskeyRow, ...]
    recovery_codes: int
    sessions: tuple[OpenSession, ...]
    can_passkeys: bool
    password_form: FormState = UNTOUCHED
    passkey_form: FormState = UNTOUCHED


@dataclass(frozen=True, slots=True)
class AppPage:
    """A new app is to be set up, in the place of the one before where there is one."""

    app: AppSetup
    form: FormState = UNTOUCHED
    trail: tuple[NavLink, ...] = (HERE, NavLink("Authenticator app", "/admin/account/app"))
