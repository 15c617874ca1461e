"""The devices somebody has signed in with, and making one unknown again.

Nobody is logged out by it: a session is no device. But the next login with it is news to its owner,
it has no share of tries beside strangers', and it opens no number that may have changed hands.
"""

from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.shop.identity.devices import store
from zahra.shop.identity.devices.store import KnownDevice
from zahra.shop.identity.model import Device
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent

_MOST_SHOWN = 50


async def devices_of(snapshot: Snapshot, actor: Actor, device: Device) -> list[KnownDevice]:
    """What the actor has signed in with, `device` itself first and then the latest used; fifty at
    most."""
    return await store.devices_of(snapshot, actor.person, this=device.hash, most=_MOST_SHOWN)


async def forget_device(tx: Transaction, actor: Actor, device_id: UUID) -> None:
    """Forget one of the actor's devices. Raises NotFound for one that is unknown or another's."""
    if not await store.forget(tx, actor.person, device_id):
        raise NotFound
    await _note(tx, actor, forgotten=1)


async def forget_other_devices(tx: Transaction, actor: Actor, device: Device) -> int:
    """Forget every device of the actor but this one; how many."""
    forgotten = await store.forget_others(tx, actor.person, keep=device.hash)
    if forgotten:
        await _note(tx, actor, forgotten=forgotten)
    return forgotten


async def _note(tx: Transaction, actor: Actor, *, forgotten: int) -> None:
    event = AuthEvent(
        "device.forgotten",
        user_id=actor.person,
        session_id=actor.session_id,
        detail={"forgotten": forgotten},
    )
    await events.note(tx, event)
