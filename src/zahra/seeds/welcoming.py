"""Making the demo shop's people known to it, as their first codes once did."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from pyotp.totp import TOTP

from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission, program
from zahra.base.db import Transaction
from zahra.seeds.catalogue import Address, Shopper, StaffMember
from zahra.shop import identity
from zahra.shop.assembled import Shop


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """How the demo shop's owner logs in, made up anew for every demo shop."""

    email: str
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)


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


async def employ_owner(shop: Shop, member: StaffMember) -> DemoLogin:
    """Let somebody enrol as an owner, behind a link as any other. It was yesterday: no code that
    their app shows today is used up."""
    yesterday = replace(shop.database, queue=None, ahead=timedelta(days=-1))
    async with yesterday.transaction() as tx:
        token = await identity.make_owner(tx, shop.keys, program("seeds"), member.email)
        shown = await identity.enrolling(tx, shop.keys, token, issuer=shop.brand.name)
    password, secret = ids.token(), shown.totp.secret
    code = TOTP(secret).at(tx.now)
    wanted = identity.Enrolment(token, password, member.name, shown.totp.sealed, code)
    party = identity.relying_party(shop.brand.name, shop.brand.url)
    await identity.enrol(yesterday, shop.keys, party, wanted, policy=shop.policy)
    return DemoLogin(member.email, password, secret)


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
