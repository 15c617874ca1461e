"""What the account shows of how it is opened, where it is open, and what the shop knows."""

from dataclasses import dataclass
from datetime import datetime

from zahra.base.money import Paise
from zahra.web.ui.forms import UNTOUCHED, FormState


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Somewhere the person is signed in. `area` is roughly where, as a network."""

    id: str
    device: str
    glyph: str
    area: str
    since: datetime
    last_seen_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """Something the person has signed in with."""

    id: str
    name: str
    glyph: str
    first_seen_at: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """A passkey by its owner's name for it."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None
    is_synced: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of one's data that was asked for; `url` once it is made."""

    asked_at: datetime
    expires_at: datetime
    url: str | None


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """How the account is opened, and where it is open. Times are None for what is not set up."""

    reached_by: tuple[str, ...]  # masked
    password_since: datetime | None
    has_app: bool
    recovery_codes: int
    passkeys: tuple[OwnPasskey, ...]
    can_have_passkeys: bool
    sessions: tuple[OpenSession, ...]
    devices: tuple[OwnDevice, ...] = ()
    copy: Copy | None = None
    form: FormState = UNTOUCHED

    @property
    def has_second_factor(self) -> bool:
        return self.has_app or bool(self.passkeys)

    @property
    def has_others(self) -> bool:
        """Whether it is open anywhere but here."""
        return any(not each.is_current for each in self.sessions)

    @property
    def has_other_devices(self) -> bool:
        return any(not each.is_this for each in self.devices)


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """Set a password, or change the one there is."""

    has_password: bool
    username: str
    form: FormState = UNTOUCHED


@dataclass(frozen=True, slots=True)
class AppPage:
    """An authenticator app to set up: `secret` in groups for typing, `sealed` for the form."""

    picture: str
    secret: str
    uri: str
    sealed: str
    form: FormState = UNTOUCHED


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    """Recovery codes, shown this once."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeletePage:
    """What deleting the account means; `form` after a refusal. `credit` would be lost with it."""

    form: FormState = UNTOUCHED
    credit: Paise = 0


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """What people tell about themselves, and how they are reached (masked, None where not)."""

    phone: str | None
    email: str | None
    form: FormState = UNTOUCHED

    @property
    def can_remove(self) -> bool:
        """One of the two always stays."""
        return bool(self.phone and self.email)


@dataclass(frozen=True, slots=True)
class ContactPage:
    """A new phone or e-mail address (`kind`), in the place of the `present` one."""

    kind: str
    present: str | None
    form: FormState = UNTOUCHED
