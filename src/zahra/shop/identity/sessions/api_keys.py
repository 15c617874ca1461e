"""Keys for staff's programs. A key opens what it was made for, never more than its owner may."""

from collections.abc import Collection

from zahra.base import audit, ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Unauthenticated
from zahra.shop.identity.identifiers import identifier_of
from zahra.shop.identity.people.finding import find_or_create_user
from zahra.shop.identity.people.store import users
from zahra.shop.identity.sessions.store import api_keys

PREFIX = "zak1."


async def make_api_key(
    tx: Transaction, actor: Actor, email: str, scopes: Collection[Permission]
) -> str:
    """A new key for the person with this address, shown this once; only its hash is kept.

    The person is made if unknown and granted the scopes. Raises Forbidden without `staff:write`.
    """
    actor.must(Permission.STAFF_WRITE)
    account, _ = await find_or_create_user(tx, identifier_of(email))
    names = sorted(scope.value for scope in scopes)
    await users.grant(tx, account.id, names)
    key = PREFIX + ids.token()
    await api_keys.add(tx, account.id, ids.token_hash(key), names)
    await audit.note(
        tx, actor, "api_key.made", subject=f"user:{account.id}", detail={"scopes": names}
    )
    return key


async def actor_of_api_key(snapshot: Snapshot, key: str) -> Actor:
    """The staff member behind a key. Raises Unauthenticated for a key that is none (any more)."""
    owner = await api_keys.owner_of(snapshot, ids.token_hash(key))
    if owner is None:
        raise Unauthenticated
    return Actor(Kind.STAFF, owner.user_id, None, owner.name or "", owner.held)
