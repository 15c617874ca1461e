"""What factors are."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from zahra.shop.identity.model import UNKNOWN_DEVICE, Account, Device, SessionKind, Status


class CeremonyKind(StrEnum):
    """What was begun and waits for its proof."""

    SECOND_FACTOR = "second_factor"
    PASSKEY_SIGN_IN = "passkey_sign_in"
    PASSKEY_ADDING = "passkey_adding"
    PASSKEY_STEP_UP = "passkey_step_up"


class Change(StrEnum):
    """What can become of somebody's factors."""

    TOTP_ADDED = "totp_added"
    TOTP_REMOVED = "totp_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"


class Method(StrEnum):
    """By what a second factor can be shown."""

    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"


@dataclass(frozen=True, slots=True)
class Ceremony:
    """Something begun for a user (a passkey sign-in: for nobody yet), as it was at that moment."""

    kind: CeremonyKind
    user_id: UUID | None = None
    epoch: int | None = None
    challenge: bytes | None = None

    @property
    def owner(self) -> UUID:
        """Whose it is; a sign-in by passkey is nobody's before it ends."""
        assert self.user_id is not None, "a sign-in by passkey has no owner"
        return self.user_id


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """A new secret for an authenticator app, which counts only once `confirm_totp` saw a code.

    `qr_svg` is an SVG document that shows `uri`; `secret` is for typing. `sealed` is the whole
    setup for a hidden field: handed back, it shows the same secret again, for an hour.
    """

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    qr_svg: str = field(repr=False)
    sealed: str = field(repr=False)

    @property
    def in_groups(self) -> str:
        """The secret as people type it.

        >>> TotpSetup("ABCDEFGH", "otpauth://", "<svg/>", "x").in_groups
        'ABCD EFGH'
        """
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    @property
    def picture(self) -> str:
        """The QR code as the `src` of an `<img>`."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.qr_svg.encode()).decode()


@dataclass(frozen=True, slots=True)
class TotpSecret:
    """The secret of an authenticator app as it is stored. `last_step` was used last."""

    user_id: UUID
    sealed: bytes
    kid: str
    last_step: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner may see it. `is_backed_up`: it is kept by more than one device."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None
    is_backed_up: bool


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey as an authenticator made it. `public_key` is COSE."""

    id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int
    is_backed_up: bool
    name: str


@dataclass(frozen=True, slots=True)
class StoredPasskey:
    """A passkey as it is checked, and its owner as they are now."""

    id: UUID
    user_id: UUID
    status: Status
    auth_epoch: int
    is_staff: bool
    public_key: bytes
    sign_count: int

    @property
    def account(self) -> Account:
        return Account(self.user_id, self.status, self.auth_epoch, self.is_staff)


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody has beside a password."""

    has_totp: bool
    passkeys: int
    recovery_codes: int

    @property
    def has_any(self) -> bool:
        """Whether there is something that recovery codes could stand in for."""
        return self.has_totp or self.passkeys > 0

    @property
    def methods(self) -> tuple[Method, ...]:
        """By what they can show a second factor."""
        held = {
            Method.TOTP: self.has_totp,
            Method.RECOVERY_CODE: self.recovery_codes > 0,
            Method.PASSKEY: self.passkeys > 0,
        }
        return tuple(method for method in Method if held[method])


@dataclass(frozen=True, slots=True)
class SecondFactorNeeded:
    """A right password that waits for its second factor.

    `token` names the wait and is a secret: for a cookie or a hidden field of a page that nobody
    stores, or for the program that asked. `expires_in` is in seconds.
    """

    token: str = field(repr=False)
    methods: tuple[Method, ...]
    expires_in: int


@dataclass(frozen=True, slots=True)
class FinishingSecondFactor:
    """A code from the app, or a recovery code in any spelling, and what is asked for it."""

    token: str = field(repr=False)
    code: str = field(repr=False)
    kind: SessionKind
    device: Device = UNKNOWN_DEVICE
    cart_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PasskeyAsked:
    """What to hand to the browser. `token` comes back with its answer; `options` is the JSON form
    that `PublicKeyCredential.parse…OptionsFromJSON` takes."""

    token: str = field(repr=False)
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AddingPasskey:
    """What the browser answered (`credential.toJSON()`), and what its owner calls it."""

    token: str = field(repr=False)
    credential: Mapping[str, Any]
    name: str


@dataclass(frozen=True, slots=True)
class SigningInWithPasskey:
    """What the browser answered, and what is asked for it."""

    token: str = field(repr=False)
    credential: Mapping[str, Any]
    kind: SessionKind
    device: Device = UNKNOWN_DEVICE
    cart_token: str | None = field(default=None, repr=False)
