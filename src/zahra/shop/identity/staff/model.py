"""What staff, invitations and the people they look after are."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from zahra.base.text import mask
from zahra.shop.identity.factors.model import TotpSetup
from zahra.shop.identity.model import UNKNOWN_DEVICE, Device, Session, Status
from zahra.shop.identity.sessions.signing_in import SignedIn


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works here, or has an unused link: good until `invited_until`, it makes them
    `invited_as`."""

    id: UUID
    name: str | None
    email: str | None
    roles: tuple[str, ...]
    status: Status
    last_login_at: datetime | None
    has_totp: bool
    passkeys: int
    invited_as: tuple[str, ...]
    invited_until: datetime | None


@dataclass(frozen=True, slots=True)
class Enrolling:
    """What the page behind a link shows. `email` is masked: the link may have gone astray."""

    email: str
    name: str | None
    roles: tuple[str, ...]
    totp: TotpSetup


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What somebody chose behind their link: a password and an app (`sealed` and `code` of its
    setup), or a passkey (`passkey_token` and the browser's answer), with or without a password."""

    token: str = field(repr=False)
    password: str | None = field(default=None, repr=False)
    name: str | None = None
    sealed: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)
    passkey_token: str | None = field(default=None, repr=False)
    passkey: Mapping[str, Any] | None = None
    device: Device = UNKNOWN_DEVICE


@dataclass(frozen=True, slots=True)
class Enrolled:
    """They work here now and are signed in to the admin. The recovery codes are shown this once."""

    signed_in: SignedIn
    recovery_codes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody the shop knows."""

    id: UUID
    name: str | None
    phone: str | None
    email: str | None
    status: Status
    roles: tuple[str, ...]
    created_at: datetime
    last_login_at: datetime | None

    @property
    def masked(self) -> "KnownPerson":
        """As staff see them."""
        phone = self.phone and mask(self.phone)
        return replace(self, phone=phone, email=self.email and mask(self.email))


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people, the newest first, and where the next page begins."""

    people: tuple[KnownPerson, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class PersonAtHand:
    """One person and where they are signed in."""

    person: KnownPerson
    sessions: tuple[Session, ...]
