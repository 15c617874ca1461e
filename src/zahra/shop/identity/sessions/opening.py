"""Opening a session for somebody who has just proved who they are."""

from dataclasses import dataclass, replace
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.errors import AccountDisabled, SessionRevoked
from zahra.shop.identity.model import (
    UNKNOWN_DEVICE,
    Account,
    Device,
    SessionKind,
    Status,
    acts_for_staff,
)
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.access_tokens import Claims
from zahra.shop.identity.sessions.refresh_tokens import first_refresh_token
from zahra.shop.identity.sessions.store import refreshing, sessions
from zahra.shop.identity.sessions.store.sessions import NewSession
from zahra.shop.identity.sessions.token_pairs import Issuing, Tokens


@dataclass(frozen=True, slots=True)
class Opening:
    """What session to open. `renews` names one that is to be proved anew instead: it is, if it is
    this user's, of this kind and alive; else a new one is opened."""

    kind: SessionKind
    amr: tuple[str, ...]
    device: Device = UNKNOWN_DEVICE
    renews: UUID | None = None

    def is_staff(self, account: Account) -> bool:
        """Whether the session would carry the account's permissions, and so lives shorter."""
        return account.is_staff and acts_for_staff(self.kind, self.amr)


@dataclass(frozen=True, slots=True)
class Opened:
    """A session and what its owner keeps: a cookie's `secret`, or `tokens`."""

    session_id: UUID
    secret: str | None = None
    tokens: Tokens | None = None


async def open_session(
    tx: Transaction, keys: Keys, account: Account, opening: Opening, *, policy: Policy
) -> Opened:
    """Open a session with a fresh secret, whatever the browser held before.

    Locks the user. Raises AccountDisabled, and SessionRevoked when a logout everywhere came in
    between the proof and this.
    """
    if account.status is not Status.ACTIVE:
        raise AccountDisabled
    if not await users.enter(tx, account):
        raise SessionRevoked
    if opening.kind is SessionKind.API:
        opened = await _open_api(tx, account, opening, Issuing(keys, policy, tx.now))
    else:
        secret = ids.token()
        session_id = await _write(tx, account, opening, policy, secret_hash=ids.token_hash(secret))
        opened = Opened(session_id, secret=secret)
    most = policy.most_sessions(is_staff=opening.is_staff(account))
    await sessions.revoke_beyond(tx, account.id, most=most)
    return opened


async def _open_api(
    tx: Transaction, account: Account, opening: Opening, issuing: Issuing
) -> Opened:
    session_id = await _write(tx, account, opening, issuing.policy)
    first = first_refresh_token(session_id)
    await refreshing.begin_chain(tx, session_id, first.hash)
    claims = Claims(account.id, session_id, account.auth_epoch, opening.amr, tx.now)
    return Opened(session_id, tokens=issuing.pair(claims, first))


async def _write(
    tx: Transaction,
    account: Account,
    opening: Opening,
    policy: Policy,
    *,
    secret_hash: bytes | None = None,
) -> UUID:
    """Renew the session that `opening` names, or add one; its id."""
    is_staff = opening.is_staff(account)
    new = NewSession(
        id=opening.renews or ids.new(),
        kind=opening.kind,
        amr=opening.amr,
        secret_hash=secret_hash,
        idle_expires_at=tx.now + policy.idle(is_staff=is_staff),
        absolute_expires_at=tx.now + policy.absolute(is_staff=is_staff),
    )
    if opening.renews is not None:
        if await sessions.renew_session(tx, new, account, device=opening.device):
            return new.id
        new = replace(new, id=ids.new())
    await sessions.add_session(tx, new, account, device=opening.device)
    return new.id
