"""What people, their devices and their sessions are."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from uuid import UUID

from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.shop.identity.device_names import name_of
from zahra.shop.identity.roles import permissions_of

IpAddress = IPv4Address | IPv6Address


class Status(StrEnum):
    """Whether an account can be used."""

    ACTIVE = "active"
    DISABLED = "disabled"
    ERASED = "erased"


class SessionKind(StrEnum):
    """Web: an opaque cookie. API: an access token and a refresh token. Both are one session row."""

    WEB = "web"
    API = "api"
    ADMIN = "admin"


class RevokeReason(StrEnum):
    """Why a session ended."""

    LOGOUT = "logout"
    LOGOUT_ALL = "logout_all"
    REVOKED_BY_USER = "revoked_by_user"
    REVOKED_BY_ADMIN = "revoked_by_admin"
    REFRESH_REUSE = "refresh_reuse"
    PASSWORD_RESET = "password_reset"
    PASSWORD_CHANGE = "password_change"
    IDENTITY_CHANGE = "identity_change"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ERASED = "account_erased"
    SESSION_LIMIT = "session_limit"
    IDLE = "idle"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the shop knows. `phone` and `email` are proven."""

    id: UUID
    name: str | None
    phone: str | None
    email: str | None
    marketing_consent: bool
    created_at: datetime
    date_of_birth: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What signing in needs to know of a user."""

    id: UUID
    status: Status
    auth_epoch: int
    is_staff: bool

    @property
    def may_reset_by_phone(self) -> bool:
        """Whether a code by SMS may give it a new password: never to staff, whose letters go by
        e-mail."""
        return self.status is Status.ACTIVE and not self.is_staff


@dataclass(frozen=True, slots=True)
class Device:
    """From where somebody asks, as the request told. Nothing here proves anything."""

    ip: IpAddress | None = None
    user_agent: str = ""
    label: str = ""
    hash: bytes | None = None

    @classmethod
    def seen(
        cls, host: str | None, *, user_agent: str = "", label: str = "", token: str | None = None
    ) -> "Device":
        """From a request's own words, cut to what is worth keeping. `token` is the one by which a
        browser is known again; only its hash is kept.

        >>> Device.seen("203.0.113.9", user_agent="Mozilla/5.0").ip
        IPv4Address('203.0.113.9')
        >>> Device.seen("testclient").ip is None
        True
        """
        try:
            ip = ip_address(host or "")
        except ValueError:
            ip = None
        known = None if token is None else ids.token_hash(token)
        return cls(ip, _printable(user_agent)[:300], _printable(label)[:100], known)

    @property
    def name(self) -> str:
        """What its owner would call it: as it says itself, or as its user agent gives away."""
        return self.label or name_of(self.user_agent)

    @property
    def ua_hash(self) -> bytes:
        return hashlib.sha256(self.user_agent.encode()).digest()


UNKNOWN_DEVICE = Device()


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in device, as its owner may see it."""

    id: UUID
    kind: SessionKind
    created_at: datetime
    last_seen_at: datetime
    ip: IpAddress | None
    device: str
    user_agent: str
    is_current: bool

    @property
    def ip_area(self) -> str | None:
        """Roughly from where."""
        return None if self.ip is None else area_of(self.ip)


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session as every request reads it, with its user, in one statement.

    `is_secret_before` says that the browser came with the secret before the newest; that one ends
    at `secret_before_until`.
    """

    id: UUID
    user_id: UUID
    kind: SessionKind
    epoch: int
    name: str | None
    roles: tuple[str, ...]
    amr: tuple[str, ...]
    proven_at: datetime
    last_seen_at: datetime
    secret_rotated_at: datetime | None = None
    secret_before_until: datetime | None = None
    is_secret_before: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether it carries what its user's roles may: only if two factors opened it, and never
        on the storefront."""
        return acts_for_staff(self.kind, self.amr) and bool(self.roles)

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return Actor(
            Kind.STAFF if self.is_staff else Kind.SHOPPER,
            self.user_id,
            self.id,
            self.name or "",
            permissions_of(self.roles) if self.is_staff else frozenset(),
            proven_at=self.proven_at,
        )


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """Whose API key it is, what it was made for and what its owner may."""

    user_id: UUID
    name: str | None
    scopes: tuple[str, ...]
    permissions: tuple[str, ...]
    roles: tuple[str, ...]

    @property
    def held(self) -> frozenset[Permission]:
        """What the key opens: its scopes, as far as its owner still may."""
        may = known_permissions(self.permissions) | permissions_of(self.roles)
        return known_permissions(self.scopes) & may


def area_of(ip: IpAddress) -> str:
    """An address cut to /24, or /48 for IPv6.

    >>> area_of(ip_address("203.0.113.9"))
    '203.0.113.0/24'
    """
    return str(ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def acts_for_staff(kind: SessionKind, amr: Collection[str]) -> bool:
    """Whether such a session may carry permissions: a code by SMS or e-mail alone never does.

    >>> acts_for_staff(SessionKind.API, ("pwd", "otp", "mfa")), acts_for_staff(SessionKind.API, ())
    (True, False)
    """
    return kind is not SessionKind.WEB and "mfa" in amr


def known_permissions(names: tuple[str, ...]) -> frozenset[Permission]:
    """The permissions of these names; a name that no longer exists gives nothing."""
    known = {permission.value: permission for permission in Permission}
    return frozenset(known[name] for name in names if name in known)


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())
