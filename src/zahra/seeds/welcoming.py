"""Making the demo shop's people known to it, as their first codes once did."""

from dataclasses import dataclass

from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Transaction
from zahra.seeds.catalogue import Address, Shopper, StaffMember
from zahra.shop import identity


@dataclass(frozen=True, slots=True)
class Customer:
    """A shopper as the shop knows them, with their address book in the order of their notes."""

    actor: Actor
    addresses: tuple[identity.Address, ...]


async def welcome_shopper(tx: Transaction, shopper: Shopper) -> Customer:
    """Somebody who proved their phone, told their name and wrote down where they live."""
    actor = await _known(tx, shopper.phone, shopper.name)
    book = [await identity.add_address(tx, actor, _draft(each)) for each in shopper.addresses]
    return Customer(actor, tuple(book))


async def welcome_staff(tx: Transaction, member: StaffMember) -> Actor:
    """Somebody who works here, known by e-mail."""
    known = await _known(tx, member.email, member.name)
    return Actor(Kind.STAFF, known.user_id, name=member.name, permissions=frozenset(Permission))


async def _known(tx: Transaction, identifier: str, name: str) -> Actor:
    account, _ = await identity.find_or_create_user(tx, identity.identifier_of(identifier))
    actor = Actor(Kind.SHOPPER, account.id, name=name)
    await identity.change_profile(tx, actor, identity.ChangingProfile(name=name))
    return actor


def _draft(address: Address) -> identity.AddressDraft:
    return identity.AddressDraft(
        name=address.name,
        phone=address.phone,
        line1=address.line1,
        line2=address.line2,
        landmark=address.landmark,
        city=address.city,
        state=address.state,
        pincode=address.pincode,
        kind=identity.AddressKind(address.kind),
    )
