"""Whom an identifier belongs to."""

from zahra.base.db import Transaction
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import Account
from zahra.shop.identity.people.store import users


async def find_or_create_user(tx: Transaction, identifier: Identifier) -> tuple[Account, bool]:
    """The account of a proven identifier, and whether it is new.

    Of any number of first sign-ins at once one makes the account and the others find it.
    """
    if found := await users.account_of(tx, identifier):
        return found, False
    if made := await users.add_user(tx, identifier):
        return made, True
    found = await users.account_of(tx, identifier)
    assert found is not None, "whoever was first has committed"
    return found, False
