"""Signing in, however somebody proved who they are: a code, a password, a passkey."""

from dataclasses import dataclass, replace
from uuid import UUID

from zahra.base.db import Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.devices.noticing import notice_device
from zahra.shop.identity.events import LoggedIn
from zahra.shop.identity.model import UNKNOWN_DEVICE, Account, Device, Person, SessionKind
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.opening import Opening, open_session
from zahra.shop.identity.sessions.token_pairs import Tokens
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


@dataclass(frozen=True, slots=True)
class SigningIn:
    """A proof that was right, and what is asked for it.

    `amr` names what was proved by (RFC 8176: `sms`, `email`, `pwd`, `otp`, `hwk`). `renews` is a
    session to prove anew instead of opening another; `cart_token` is the guest's bag; `is_new`
    says that the account was made by this proof.
    """

    kind: SessionKind
    amr: tuple[str, ...]
    device: Device = UNKNOWN_DEVICE
    renews: UUID | None = None
    cart_token: str | None = None
    identifier_masked: str | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in: `secret` is for a browser's cookie, or `tokens` for a program."""

    person: Person
    is_new: bool
    session_id: UUID
    secret: str | None = None
    tokens: Tokens | None = None


async def sign_in(
    tx: Transaction, keys: Keys, account: Account, signing: SigningIn, *, policy: Policy
) -> SignedIn:
    """Open (or renew) a session and write the login down. Announces LoggedIn.

    Raises AccountDisabled, and SessionRevoked when all sessions were ended between proof and this.
    """
    opening = Opening(signing.kind, signing.amr, signing.device, signing.renews)
    opened = await open_session(tx, keys, account, opening, policy=policy)
    is_program = signing.kind is SessionKind.API
    device = replace(signing.device, hash=None) if is_program else signing.device
    await notice_device(tx, account.id, opened.session_id, device)
    await _note_login(tx, account, signing, opened.session_id)
    await tx.announce(LoggedIn(account.id, signing.cart_token))
    person = await users.person(tx, account.id)
    assert person is not None, "an account that can open a session is there"
    return SignedIn(person, signing.is_new, opened.session_id, opened.secret, opened.tokens)


async def _note_login(
    tx: Transaction, account: Account, signing: SigningIn, session_id: UUID
) -> None:
    event = AuthEvent(
        "login.ok",
        user_id=account.id,
        session_id=session_id,
        identifier_masked=signing.identifier_masked,
        ip=signing.device.ip,
        detail={"by": "+".join(signing.amr), "kind": signing.kind.value},
    )
    await events.note(tx, event)
