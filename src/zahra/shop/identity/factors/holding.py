"""What somebody has beside a password, and whether a password alone will do."""

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.shop.identity.factors.model import Factors
from zahra.shop.identity.factors.store import held
from zahra.shop.identity.model import Account


async def factors_of(snapshot: Snapshot, actor: Actor) -> Factors:
    """What the actor has beside a password."""
    return await held.factors_of(snapshot, actor.person)


async def needs_second_factor(snapshot: Snapshot, account: Account) -> bool:
    """Whether a password alone opens nothing: for staff, and for whoever set up an app."""
    return account.is_staff or (await held.factors_of(snapshot, account.id)).has_totp
