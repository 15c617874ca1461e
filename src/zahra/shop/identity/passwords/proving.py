"""Whether a typed password is right, whoever asks and for what.

A try is counted and committed before anything is compared, so that no number of parallel guesses
gets more than five comparisons in a quarter of an hour; a right password gives the tries back. The
comparison costs the same for everybody, known or not. Who is out of tries gets the same answer as
for a wrong password, right or wrong: codes stay open to the owner.

A device that the owner has used before has tries of its own: strangers cannot lock it out.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zahra.base import limits
from zahra.base.db import Database, Transaction
from zahra.base.limits import Limit
from zahra.shop.identity.devices.noticing import is_trusted_device
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import UNKNOWN_DEVICE, Account, Device
from zahra.shop.identity.passwords import hashing, store
from zahra.shop.identity.passwords.errors import InvalidCredentials, PasswordsUnavailable
from zahra.shop.identity.passwords.store import Credentials
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent

_EVERYBODY = "everybody"
_FAMILIAR = 2  # times as many tries for a device that the owner has used before


@dataclass(frozen=True, slots=True)
class TypedPassword:
    """A password and whose it shall be: an identifier's, or a signed-in user's own."""

    password: str
    of: Identifier | UUID
    device: Device = UNKNOWN_DEVICE

    @property
    def masked(self) -> str | None:
        return self.of.masked if isinstance(self.of, Identifier) else None


@dataclass(frozen=True, slots=True)
class ProvenPassword:
    """A right password, as it was when it was compared: `use_password` in the transaction that acts
    on it. `renewed` is the same one stretched by today's figures."""

    account: Account
    hash: str
    renewed: str
    bucket: tuple[Limit, str]


@dataclass(frozen=True, slots=True)
class _Try:
    """One that was counted. It is not `open` where nothing may be right for now."""

    found: Credentials | None
    bucket: tuple[Limit, str]
    is_open: bool


async def prove_password_of(
    database: Database, typed: TypedPassword, *, policy: Policy = Policy()
) -> ProvenPassword:
    """Compare a password, in transactions of its own.

    Raises InvalidCredentials for every kind of wrong; PasswordsBusy; PasswordsUnavailable.
    """
    hashing.must_have_room()
    counted = await _take_try(database, typed, policy)
    found = counted.found
    is_right = await hashing.is_right(typed.password, None if found is None else found.hash)
    if found is None or found.hash is None or not (is_right and counted.is_open):
        await _note_failure(database, typed, counted, policy)
        raise InvalidCredentials
    renewed = found.hash
    if hashing.is_outdated(renewed):
        renewed = await hashing.stretch(typed.password)
    return ProvenPassword(found.account, found.hash, renewed, counted.bucket)


async def use_password(tx: Transaction, proven: ProvenPassword) -> None:
    """Act on a right password. Raises InvalidCredentials when it was changed in between."""
    if not await store.pass_by(tx, proven.account.id, proven.hash, renewed=proven.renewed):
        raise InvalidCredentials
    await limits.refill(tx, *proven.bucket)


async def forget_tries(tx: Transaction, user_id: UUID, *, policy: Policy) -> None:
    """A new password has all its tries, whatever was typed for the old one."""
    for name in await store.identifiers_of(tx, user_id):
        await limits.refill(tx, _by_strangers(policy), name)


async def _take_try(database: Database, typed: TypedPassword, policy: Policy) -> _Try:
    """Count a try in a transaction of its own. Raises PasswordsUnavailable."""
    async with database.transaction() as tx:
        if isinstance(typed.of, UUID):
            found = await store.credentials(tx, typed.of)
        else:
            found = await store.credentials_of(tx, typed.of)
        bucket = await _bucket(tx, typed, policy)
        is_locked = found is not None and found.locked_at is not None
        if policy.limits_off:
            return _Try(found, bucket, not is_locked)
        if await limits.is_spent(tx, _by_everybody(policy), _EVERYBODY):
            raise PasswordsUnavailable
        verdict = await limits.spend(tx, *bucket)
        return _Try(found, bucket, verdict.passed and not is_locked)


async def _bucket(tx: Transaction, typed: TypedPassword, policy: Policy) -> tuple[Limit, str]:
    times, window = policy.password_failures, policy.password_window
    if isinstance(typed.of, UUID):
        return Limit("password_own", times, window), str(typed.of)
    name = typed.of.value
    if await is_trusted_device(tx, name, typed.device) and typed.device.hash is not None:
        limit = Limit("password_familiar", times * _FAMILIAR, window)
        return limit, f"{name}:{typed.device.hash.hex()}"
    return _by_strangers(policy), name


def _by_strangers(policy: Policy) -> Limit:
    return Limit("password", policy.password_failures, policy.password_window)


async def _note_failure(
    database: Database, typed: TypedPassword, counted: _Try, policy: Policy
) -> None:
    """The same statements whoever it was. What was not open does not count towards the lock."""
    user_id = None if counted.found is None else counted.found.id
    async with database.transaction() as tx:
        is_locked_now = await store.count_failure(
            tx, user_id if counted.is_open else None, most=policy.password_failures_in_a_row
        )
        if not policy.limits_off:
            await limits.spend(tx, _by_everybody(policy), _EVERYBODY)
        event = AuthEvent(
            "login.failed",
            "refused",
            user_id=user_id,
            identifier_masked=typed.masked,
            ip=typed.device.ip,
            detail={"by": "pwd", "locked": is_locked_now},
        )
        await events.note(tx, event)


def _by_everybody(policy: Policy) -> Limit:
    return Limit(
        "password_failed", policy.failed_passwords_by_everyone_per_hour, timedelta(hours=1)
    )
