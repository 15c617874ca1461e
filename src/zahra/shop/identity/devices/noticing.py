"""Noticing that somebody signs in with a device they never used before."""

from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.devices import store
from zahra.shop.identity.devices.jobs import tell_of_new_device
from zahra.shop.identity.errors import InvalidIdentifier
from zahra.shop.identity.identifiers import identifier_of
from zahra.shop.identity.model import Device
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


async def notice_device(tx: Transaction, user_id: UUID, session_id: UUID, device: Device) -> None:
    """Remember a device that has just signed in, and have its owner told when it is a new one.

    The first session of all is no news. Whoever comes without a token is new each time: programs
    all look alike, and so would a thief's.
    """
    if device.hash is not None and await store.see(tx, user_id, device):
        return
    if not await store.had_a_session_before(tx, user_id, session_id):
        return
    event = AuthEvent("device.new", user_id=user_id, session_id=session_id, ip=device.ip)
    await events.note(tx, event)
    await tx.defer(tell_of_new_device, session_id=session_id)


async def is_trusted_device(snapshot: Snapshot, identifier: str, device: Device) -> bool:
    """Whether the owner of an identifier has signed in with this device before.

    For limits that strangers shall not use up, never for letting anybody in.
    """
    if device.hash is None:
        return False
    try:
        to = identifier_of(identifier)
    except InvalidIdentifier:
        return False
    return await store.is_known_to(snapshot, to, device)
