"""Whether a phone number may have a new owner since its account was last used.

Operators give a number to somebody else some months after it was given up. A right SMS code then
proves who has the number today, not whose account it was. So the account of a phone that slept for
180 days is not opened by a code alone on a device it does not know (docs/decisions/0015).
"""

from datetime import timedelta
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.claims import store
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import Device, RevokeReason
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.store.others import end_others
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent

CLAIM_LIFETIME = timedelta(minutes=10)


async def sleeper(snapshot: Snapshot, to: Identifier, *, policy: Policy = Policy()) -> UUID | None:
    """The user whose account this number belongs to, if that slept so long that the number may
    have changed hands.

    E-mail addresses are not handed on like numbers. A closed account stays closed: its number is
    freed by staff.
    """
    if not to.is_phone:
        return None
    return await store.sleeper(snapshot, to.value, since=snapshot.now - policy.recycled_after)


async def claim_if_asleep(
    tx: Transaction, to: Identifier, device: Device, *, policy: Policy = Policy()
) -> str | None:
    """The token of a claim to a proven number that may have changed hands; None for any other,
    and for a device on which the account was opened before."""
    user_id = await sleeper(tx, to, policy=policy)
    if user_id is None:
        return None
    if device.hash is not None and await store.is_known_device(tx, user_id, device.hash):
        return None
    token = ids.token()
    await store.add(
        tx, ids.token_hash(token), user_id, phone=to.value, expires_at=tx.now + CLAIM_LIFETIME
    )
    event = AuthEvent("number.claimed", "held", user_id=user_id, identifier_masked=to.masked)
    await events.note(tx, event)
    return token


async def give_up_if_asleep(
    tx: Transaction, to: Identifier, *, policy: Policy = Policy()
) -> UUID | None:
    """Take a proven number from an account that slept; the contact that was released.

    The old account keeps everything else, and can be opened by whatever else it has.
    """
    user_id = await sleeper(tx, to, policy=policy)
    if user_id is None:
        return None
    await users.lock(tx, user_id)
    if await sleeper(tx, to, policy=policy) != user_id:  # woke up while we waited for the lock
        return None
    released = await store.release(tx, user_id, to.value)
    if released is not None:
        await end_others(tx, user_id, keep=None, reason=RevokeReason.IDENTITY_CHANGE)
        event = AuthEvent("number.released", user_id=user_id, identifier_masked=to.masked)
        await events.note(tx, event)
    return released
