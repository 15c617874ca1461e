"""A new password for somebody who lost theirs. It never logs anybody in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from zahra.base import ids, limits
from zahra.base.db import Database, Transaction
from zahra.base.errors import TooMany
from zahra.base.keys import Keys
from zahra.base.limits import Limit
from zahra.shop.identity.claims.recycling import sleeper
from zahra.shop.identity.codes.challenge import Purpose
from zahra.shop.identity.codes.proving import TypedCode, prove_code, use_code
from zahra.shop.identity.codes.sending import SentCode, send_code
from zahra.shop.identity.errors import WrongCode
from zahra.shop.identity.identifiers import Identifier, identifier_of
from zahra.shop.identity.model import RevokeReason, Status
from zahra.shop.identity.passwords import store
from zahra.shop.identity.passwords.errors import ResetInvalid
from zahra.shop.identity.passwords.jobs import send_reset_link
from zahra.shop.identity.passwords.links import reset_id_of
from zahra.shop.identity.passwords.proving import forget_tries
from zahra.shop.identity.passwords.rules import check_password
from zahra.shop.identity.passwords.setting import set_password, stretched
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.store.others import end_others
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


@dataclass(frozen=True, slots=True)
class Resetting:
    """A new password, with the letter's `token`, or with the `code` that came to a phone.

    `binding` is that of the browser which asked for the code.
    """

    password: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    identifier: str | None = None
    code: str | None = field(default=None, repr=False)
    binding: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Proof:
    """Whose password it is; `use` uses the link or the code up."""

    user_id: UUID
    use: Callable[[Transaction], Awaitable[None]]


async def ask_reset(
    tx: Transaction,
    keys: Keys,
    identifier: str,
    *,
    binding: str | None = None,
    policy: Policy = Policy(),
) -> SentCode | None:
    """Send a link to an e-mail address (None), or a code to a phone, if somebody has it.

    Reads no user: the worker looks up who has it. Raises InvalidIdentifier, TooMany and
    CodesUnavailable, all alike for everybody.
    """
    to = identifier_of(identifier)
    if not policy.limits_off:
        await _spend(tx, to, policy)
    if to.is_phone:
        return await send_code(
            tx, keys, to.value, binding=binding, purpose=Purpose.RESET, policy=policy
        )
    await tx.defer(send_reset_link, reset_id=ids.new(), identifier=to.value)
    return None


async def reset_password(
    database: Database, keys: Keys, asked: Resetting, *, policy: Policy = Policy()
) -> None:
    """Set a new password, end every session, and tell the owner on every address.

    Raises PasswordRejected (the link or code stays good), ResetInvalid, TooMany, PasswordsBusy.
    """
    check_password(asked.password, shortest=policy.password_shortest)
    proof = await _proof(database, keys, asked, policy)
    async with database.snapshot() as snapshot:
        about = await store.known_about(snapshot, proof.user_id)
    new_hash = await stretched(asked.password, about=about, policy=policy)

    async def reset(tx: Transaction) -> None:
        await proof.use(tx)
        await set_password(tx, proof.user_id, new_hash)
        reason = RevokeReason.PASSWORD_RESET
        ended = await end_others(tx, proof.user_id, keep=None, reason=reason)
        await forget_tries(tx, proof.user_id, policy=policy)
        event = AuthEvent("password.reset", user_id=proof.user_id, detail={"ended": ended})
        await events.note(tx, event)

    await database.run(reset)


async def _spend(tx: Transaction, to: Identifier, policy: Policy) -> None:
    for limit in (
        Limit("reset_hour", policy.resets_per_hour, timedelta(hours=1)),
        Limit("reset_day", policy.resets_per_day, timedelta(days=1)),
    ):
        verdict = await limits.spend(tx, limit, to.value)
        if not verdict.passed:
            raise TooMany(retry_after=-(-verdict.retry_after // 5) * 5)


async def _proof(database: Database, keys: Keys, asked: Resetting, policy: Policy) -> _Proof:
    """Raises ResetInvalid for everything that proves nothing."""
    if asked.token is not None:
        return await _by_link(database, keys, asked.token)
    typed = TypedCode(
        asked.identifier or "", asked.code or "", Purpose.RESET, binding=asked.binding
    )
    return await _by_code(database, keys, typed, policy)


async def _by_link(database: Database, keys: Keys, token: str) -> _Proof:
    reset_id = reset_id_of(keys, token)
    if reset_id is None:
        raise ResetInvalid
    async with database.snapshot() as snapshot:
        user_id = await store.owner_of_reset(snapshot, reset_id)
        found = user_id and await store.credentials(snapshot, user_id)
    if not found or found.status is not Status.ACTIVE:
        raise ResetInvalid

    async def use(tx: Transaction) -> None:
        if not await store.use_reset(tx, reset_id):
            raise ResetInvalid

    return _Proof(found.id, use)


async def _by_code(database: Database, keys: Keys, typed: TypedCode, policy: Policy) -> _Proof:
    try:
        proven = await prove_code(database, keys, typed, policy=policy)
    except WrongCode as why:
        raise ResetInvalid from why
    async with database.snapshot() as snapshot:
        account = await users.account_of(snapshot, proven.to)
        slept = await sleeper(snapshot, proven.to, policy=policy)
    if account is None or not account.may_reset_by_phone or slept is not None:
        raise ResetInvalid  # of a number that slept, today's owner may be another: decision 0015

    async def use(tx: Transaction) -> None:
        try:
            await use_code(tx, proven)
        except WrongCode as why:
            raise ResetInvalid from why

    return _Proof(account.id, use)
