"""The address book. Whoever has addresses has exactly one default: the first, then whichever they
choose, and the newest of the rest when that one goes. Orders keep copies of their own."""

from collections.abc import Callable
from uuid import UUID

from zahra.base import ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.shop import places
from zahra.shop.identity.errors import TooManyAddresses
from zahra.shop.identity.people.address_book import Address, AddressDraft
from zahra.shop.identity.people.rules import checked_address, is_pincode, tidied
from zahra.shop.identity.people.store import addresses, users

MOST = 50


async def addresses_of(snapshot: Snapshot, actor: Actor, owner: UUID) -> list[Address]:
    """Somebody's addresses, the default first. Raises NotFound unless they are the actor's own or
    the actor may read customers."""
    if owner != actor.person and not actor.may(Permission.CUSTOMERS_READ):
        raise NotFound
    return await addresses.addresses_of(snapshot, owner)


async def check_address(
    snapshot: Snapshot, draft: AddressDraft
) -> tuple[AddressDraft, places.State]:
    """An address as typed in its stored form, and its state. Raises Invalid."""
    tidy = tidied(draft)
    place = await places.place_of(snapshot, tidy.pincode) if is_pincode(tidy.pincode) else None
    return checked_address(tidy, place)


async def address(snapshot: Snapshot, actor: Actor, address_id: UUID) -> Address:
    """One of the actor's own. Raises NotFound."""
    found = await addresses.address(snapshot, actor.person, address_id)
    if found is None:
        raise NotFound
    return found


async def add_address(tx: Transaction, actor: Actor, draft: AddressDraft) -> Address:
    """Write an address down. Raises Invalid, and TooManyAddresses past 50."""
    checked, state = await check_address(tx, draft)
    await users.lock(tx, actor.person)
    if await addresses.count(tx, actor.person) >= MOST:
        raise TooManyAddresses
    address_id = ids.new()
    await addresses.add(tx, actor.person, address_id, draft=checked, state_code=state.code)
    await addresses.promote_newest(tx, actor.person)
    return await address(tx, actor, address_id)


async def change_address(
    tx: Transaction,
    actor: Actor,
    address_id: UUID,
    change: Callable[[AddressDraft], AddressDraft],
) -> Address:
    """Apply `change` to one of the actor's addresses. Raises NotFound, Invalid."""
    await users.lock(tx, actor.person)
    found = await address(tx, actor, address_id)
    checked, state = await check_address(tx, change(found.draft))
    await addresses.change(tx, address_id, draft=checked, state_code=state.code)
    return await address(tx, actor, address_id)


async def remove_address(tx: Transaction, actor: Actor, address_id: UUID) -> None:
    """Take an address out of the book. Raises NotFound, also the second time."""
    await users.lock(tx, actor.person)
    if not await addresses.remove(tx, actor.person, address_id):
        raise NotFound
    await addresses.promote_newest(tx, actor.person)


async def set_default_address(tx: Transaction, actor: Actor, address_id: UUID) -> Address:
    """Make an address the one that is offered first. Raises NotFound."""
    await users.lock(tx, actor.person)
    await address(tx, actor, address_id)
    await addresses.set_default(tx, actor.person, address_id)
    return await address(tx, actor, address_id)
