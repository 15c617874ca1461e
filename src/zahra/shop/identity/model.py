"""What people, their devices and their sessions are."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from uuid import UUID

from zahra.base.actors import Actor, Kind, Permission
from zahra.shop.identity.token_pairs import Tokens

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
    REFRESH_REUSE = "refresh_reuse"
    SESSION_LIMIT = "session_limit"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the shop knows. `phone` and `email` are proven."""

    id: UUID
    name: str | None
    phone: str | None
    email: str | None
    marketing_consent: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What signing in needs to know of a user."""

    id: UUID
    status: Status
    auth_epoch: int


@dataclass(frozen=True, slots=True)
class Device:
    """From where somebody asks, as the request told. Nothing here proves anything."""

    ip: IpAddress | None = None
    user_agent: str = ""
    label: str = ""

    @classmethod
    def seen(cls, host: str | None, *, user_agent: str = "", label: str = "") -> "Device":
        """From a request's own words, cut to what is worth keeping.

        >>> Device.seen("203.0.113.9", user_agent="Mozilla/5.0").ip
        IPv4Address('203.0.113.9')
        >>> Device.seen("testclient").ip is None
        True
        """
        try:
            ip = ip_address(host or "")
        except ValueError:
            ip = None
        return cls(ip, _printable(user_agent)[:300], _printable(label)[:100])

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
        """Roughly from where: the address cut to /24, or /48 for IPv6."""
        if self.ip is None:
            return None
        length = 24 if self.ip.version == 4 else 48
        return str(ip_network((self.ip, length), strict=False))


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session as every request reads it, with its user, in one statement."""

    id: UUID
    user_id: UUID
    kind: SessionKind
    epoch: int
    name: str | None
    permissions: tuple[str, ...]
    last_seen_at: datetime

    @property
    def actor(self) -> Actor:
        """Who asks. A code by SMS or e-mail never makes staff: only admin sessions carry
        permissions."""
        if self.kind is not SessionKind.ADMIN:
            return Actor(Kind.SHOPPER, self.user_id, self.id, self.name or "")
        held = known_permissions(self.permissions)
        return Actor(Kind.STAFF, self.user_id, self.id, self.name or "", held)


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """Whose API key it is, what it was made for and what its owner may."""

    user_id: UUID
    name: str | None
    scopes: tuple[str, ...]
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The outcome of a right code: `secret` for a browser's cookie, or `tokens` for a program."""

    person: Person
    is_new: bool
    session_id: UUID
    secret: str | None = None
    tokens: Tokens | None = None


def known_permissions(names: tuple[str, ...]) -> frozenset[Permission]:
    """The permissions of these names; a name that no longer exists gives nothing."""
    known = {permission.value: permission for permission in Permission}
    return frozenset(known[name] for name in names if name in known)


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())
