"""Whether a second factor's code is right, whatever it is to prove.

A try is counted and committed before the code is compared. A right code is used up in the
transaction that acts on it.
"""

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Database, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.factors.changing import note_change
from zahra.shop.identity.factors.errors import WrongSecondFactor
from zahra.shop.identity.factors.model import Change, Method, TotpSecret
from zahra.shop.identity.factors.rules import is_recovery_code, matching_step, tidied
from zahra.shop.identity.factors.sealing import opened, sealed
from zahra.shop.identity.factors.store import recovery_codes, totp
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


@dataclass(frozen=True, slots=True)
class ProvenFactor:
    """A code that is right and not used yet: an app's, with its step, or, still to be looked up,
    a recovery code."""

    user_id: UUID
    secret: TotpSecret | None = field(default=None, repr=False)
    step: int = 0
    recovery_hashes: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def method(self) -> Method:
        return Method.TOTP if self.secret else Method.RECOVERY_CODE


async def prove_factor(
    database: Database, keys: Keys, user_id: UUID, *, code: str, policy: Policy
) -> ProvenFactor:
    """Compare a code of this person's, in transactions of its own. Raises WrongSecondFactor."""
    tidy = tidied(code)
    if is_recovery_code(tidy):
        return ProvenFactor(user_id, recovery_hashes=recovery_hashes(keys, user_id, tidy))
    async with database.transaction() as tx:
        secret = await totp.take_try(tx, user_id, most=policy.totp_failures_in_a_row)
    proven = _compared(keys, secret, tidy, now=tx.now) if secret else None
    if proven is None:
        await note_failure(database, user_id, Method.TOTP)
        raise WrongSecondFactor
    return proven


async def use_factor(tx: Transaction, proven: ProvenFactor) -> None:
    """Use a right code up: of any number of callers one passes. Raises WrongSecondFactor."""
    if proven.secret is not None:
        if not await totp.use_step(tx, proven.secret, proven.step):
            raise WrongSecondFactor
        return
    if not await recovery_codes.use(tx, proven.user_id, proven.recovery_hashes):
        raise WrongSecondFactor
    await totp.forget_failures(tx, proven.user_id)
    await note_change(tx, proven.user_id, Change.RECOVERY_CODE_USED)


async def prove_totp(
    database: Database, keys: Keys, actor: Actor, code: str, *, policy: Policy = Policy()
) -> None:
    """Check a code of the actor's app or a recovery code of theirs, for a step-up, and use it up.

    Counted before it is compared. Raises WrongSecondFactor.
    """
    proven = await prove_factor(database, keys, actor.person, code=code, policy=policy)
    async with database.transaction() as tx:
        await use_factor(tx, proven)


async def note_failure(database: Database, user_id: UUID, method: Method) -> None:
    event = AuthEvent("mfa.rejected", "refused", user_id=user_id, detail={"by": method.value})
    async with database.transaction() as tx:
        await events.note(tx, event)


def recovery_hashes(keys: Keys, user_id: UUID, tidy: str) -> tuple[bytes, ...]:
    """How a recovery code may stand in the database: under each of the shop's keys, the newest
    first."""
    told = user_id.bytes + tidy.encode()
    return tuple(hmac.digest(key, told, "sha256") for key in keys.every("recovery-code"))


def _compared(keys: Keys, secret: TotpSecret, code: str, *, now: datetime) -> ProvenFactor | None:
    """A right code's factor, its secret sealed under the newest key."""
    plain = opened(keys, secret.user_id, secret.sealed, kid=secret.kid)
    step = plain and matching_step(plain, code, now=now, after=secret.last_step)
    if not plain or not step:
        return None
    if secret.kid != keys.newest:
        anew, kid = sealed(keys, secret.user_id, plain)
        secret = replace(secret, sealed=anew, kid=kid)
    return ProvenFactor(secret.user_id, secret, step)
