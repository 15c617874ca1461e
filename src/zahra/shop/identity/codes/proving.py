"""Whether a typed code is right, whatever it is to prove.

A try is counted and committed before the code is compared, so that no number of parallel guesses
gets more than five comparisons. A right code is used up in the transaction that acts on it.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zahra.base import limits
from zahra.base.db import Database, Transaction
from zahra.base.errors import TooMany
from zahra.base.keys import Keys
from zahra.base.limits import Limit
from zahra.shop.identity.codes import store as challenges
from zahra.shop.identity.codes.challenge import Challenge, Purpose, is_code
from zahra.shop.identity.codes.sending import binding_hash
from zahra.shop.identity.errors import CodesUnavailable, WrongCode
from zahra.shop.identity.identifiers import Identifier, identifier_of
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


@dataclass(frozen=True, slots=True)
class TypedCode:
    """A code as somebody typed it. A browser's is answered with its `binding`, a program's with
    `challenge_id` if it likes."""

    identifier: str
    code: str
    purpose: Purpose = Purpose.LOGIN
    binding: str | None = None
    challenge_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProvenCode:
    """A right code that is not used yet: `use_code` in the transaction that acts on it."""

    to: Identifier
    challenge: Challenge


async def prove_code(
    database: Database, keys: Keys, typed: TypedCode, *, policy: Policy = Policy()
) -> ProvenCode:
    """Compare a code, in transactions of its own.

    Raises WrongCode for every kind of wrong; TooMany where too much wrong was tried for this
    identifier lately (a right code still passes, so strangers lock nobody out); CodesUnavailable.
    """
    to = identifier_of(typed.identifier)
    challenge = await _take_try(database, to, typed, policy)
    if challenge is None or not is_code(keys, challenge, typed.code):
        await _note_failure(database, to, policy, was_compared=challenge is not None)
        raise WrongCode
    return ProvenCode(to, challenge)


async def use_code(tx: Transaction, proven: ProvenCode) -> None:
    """Use a right code up: of any number of callers one passes. Raises WrongCode."""
    challenge = proven.challenge
    if not await challenges.consume(tx, challenge.id):
        raise WrongCode
    detail = {"channel": challenge.channel.value, "purpose": challenge.purpose.value}
    await events.note(
        tx, AuthEvent("otp.verified", identifier_masked=proven.to.masked, detail=detail)
    )


async def _take_try(
    database: Database, to: Identifier, typed: TypedCode, policy: Policy
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
            purpose=typed.purpose,
            binding=binding_hash(typed.binding),
            challenge_id=typed.challenge_id,
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
            await events.note(tx, AuthEvent("otp.rejected", "refused", identifier_masked=to.masked))
    if verdict is not None and refused:
        raise TooMany(retry_after=-(-verdict.retry_after // 5) * 5)
