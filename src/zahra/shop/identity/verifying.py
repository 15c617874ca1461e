"""Answering a code, and signing in by it. Sign-in and sign-up are one.

A try is counted and committed before the code is compared, so that no number of parallel guesses
gets more than five comparisons.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zahra.base import limits
from zahra.base.db import Database, Transaction
from zahra.base.errors import TooMany
from zahra.base.keys import Keys
from zahra.base.limits import Limit
from zahra.shop.identity.codes import Challenge, is_code
from zahra.shop.identity.errors import CodesUnavailable, WrongCode
from zahra.shop.identity.events import LoggedIn
from zahra.shop.identity.finding import find_or_create_user
from zahra.shop.identity.identifiers import Identifier, identifier_of
from zahra.shop.identity.model import UNKNOWN_DEVICE, Account, Device, SessionKind, SignedIn
from zahra.shop.identity.opening import Opening, open_session
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sending import binding_hash
from zahra.shop.identity.store import challenges, events, users


@dataclass(frozen=True, slots=True)
class VerifyingCode:
    """A typed code and what is asked for it.

    A browser's code is answered with its `binding`, a program's with `challenge_id` if it likes.
    `session_id` is proved anew instead of opening another; `cart_token` is the guest's bag.
    """

    identifier: str
    code: str
    kind: SessionKind
    binding: str | None = None
    challenge_id: UUID | None = None
    session_id: UUID | None = None
    cart_token: str | None = None
    device: Device = UNKNOWN_DEVICE

    def opening(self, to: Identifier) -> Opening:
        """The session that a right code opens."""
        return Opening(self.kind, (to.channel.value,), self.device, self.session_id)


async def verify_code(
    database: Database, keys: Keys, asked: VerifyingCode, *, policy: Policy = Policy()
) -> SignedIn:
    """Sign in by a code. Announces LoggedIn.

    Raises WrongCode for every kind of wrong; TooMany where too much wrong was tried for this
    identifier lately (a right code still passes, so strangers lock nobody out); CodesUnavailable;
    AccountDisabled, after a right code only.
    """
    to = identifier_of(asked.identifier)
    challenge = await _take_try(database, to, asked, policy)
    if challenge is None or not is_code(keys, challenge, asked.code):
        await _note_failure(database, to, policy, was_compared=challenge is not None)
        raise WrongCode

    async def sign_in(tx: Transaction) -> SignedIn:
        if not await challenges.consume(tx, challenge.id):
            raise WrongCode
        account, is_new = await find_or_create_user(tx, to)
        opened = await open_session(tx, keys, account, asked.opening(to), policy=policy)
        await _note_login(tx, to, account, asked)
        await tx.announce(LoggedIn(account.id, asked.cart_token))
        person = await users.person(tx, account.id)
        assert person is not None
        return SignedIn(person, is_new, opened.session_id, opened.secret, opened.tokens)

    return await database.run(sign_in)


async def _take_try(
    database: Database, to: Identifier, asked: VerifyingCode, policy: Policy
) -> Challenge | None:
    """Count a try in a transaction of its own. Raises CodesUnavailable."""
    async with database.transaction() as tx:
        if not policy.limits_off:
            failed = await challenges.failures_this_hour(tx)
            if failed >= policy.failed_by_everyone_per_hour:
                raise CodesUnavailable
        return await challenges.take_try(
            tx,
            to.value,
            binding=binding_hash(asked.binding),
            challenge_id=asked.challenge_id,
            most=policy.tries,
        )


async def _note_failure(
    database: Database, to: Identifier, policy: Policy, *, was_compared: bool
) -> None:
    """Raises TooMany once the identifier's failures of the hour are spent, live code or none."""
    hourly = Limit("otp_failed", policy.failed_per_hour, timedelta(hours=1))
    async with database.transaction() as tx:
        if was_compared:
            await challenges.count_failure(tx)
        verdict = None if policy.limits_off else await limits.spend(tx, hourly, to.value)
        refused = verdict is not None and not verdict.passed
        if not refused:
            await events.note(
                tx, events.AuthEvent("otp.rejected", "refused", identifier_masked=to.masked)
            )
    if verdict is not None and refused:
        raise TooMany(retry_after=-(-verdict.retry_after // 5) * 5)


async def _note_login(
    tx: Transaction, to: Identifier, account: Account, asked: VerifyingCode
) -> None:
    await events.note(
        tx,
        events.AuthEvent(
            "login.ok",
            user_id=account.id,
            identifier_masked=to.masked,
            ip=asked.device.ip,
            detail={"by": to.channel.value, "kind": asked.kind.value},
        ),
    )
