"""Who somebody is: their account, what they proved to be theirs, their address book."""

from zahra.shop.identity.people.address_book import Address, AddressDraft, AddressKind
from zahra.shop.identity.people.addressing import (
    add_address,
    address,
    addresses_of,
    change_address,
    check_address,
    remove_address,
    set_default_address,
)
from zahra.shop.identity.people.finding import find_or_create_user
from zahra.shop.identity.people.profiles import (
    ChangingProfile,
    PublicProfile,
    change_profile,
    person,
    public_profile,
)

__all__ = [
    "Address",
    "AddressDraft",
    "AddressKind",
    "ChangingProfile",
    "PublicProfile",
    "add_address",
    "address",
    "addresses_of",
    "change_address",
    "change_profile",
    "check_address",
    "find_or_create_user",
    "person",
    "public_profile",
    "remove_address",
    "set_default_address",
]
