"""Who may change what an account is opened by."""

from zahra.base.actors import Actor, Kind
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Forbidden, Unauthenticated
from zahra.shop.identity.factors.errors import LastFactor, ManagedByStaffSession
from zahra.shop.identity.factors.store import held, recovery_codes
from zahra.shop.identity.model import Account
from zahra.shop.identity.people.store import accounts


async def must_manage(snapshot: Snapshot, actor: Actor) -> Account:
    """The actor's account, if they may change its factors.

    They must have shown lately that it is them. Staff do it in a session that two factors opened:
    a code by SMS opens the storefront for them and must not lead into the admin. An API key may
    not at all: else it could give itself everything its owner may.
    """
    if actor.session_id is None:
        raise Forbidden if actor.user_id else Unauthenticated
    account = await accounts.account(snapshot, actor.person)
    if account is None:
        raise Unauthenticated
    must_be_in_admin(account, actor)
    actor.must_be_fresh(snapshot.now)
    return account


def must_be_in_admin(account: Account, actor: Actor) -> None:
    """For what leads into the admin. Raises ManagedByStaffSession for staff who are elsewhere."""
    if account.is_staff and actor.kind is not Kind.STAFF:
        raise ManagedByStaffSession


async def must_keep_one(tx: Transaction, account: Account) -> None:
    """After a removal, under the user's lock: staff keep a second factor, and recovery codes go
    with the last one. Raises LastFactor."""
    if (await held.factors_of(tx, account.id)).has_any:
        return
    if account.is_staff:
        raise LastFactor
    await recovery_codes.replace(tx, account.id, [])
