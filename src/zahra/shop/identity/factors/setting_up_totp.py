"""Setting up an authenticator app, and doing without it again."""

from zahra.base.actors import Actor
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.factors.model import Factors, TotpSetup
from zahra.shop.identity.policy import Policy


async def factors_of(snapshot: Snapshot, actor: Actor) -> Factors:
    """What the actor has beside a password."""
    raise NotImplementedError


async def begin_totp(
    snapshot: Snapshot, keys: Keys, actor: Actor, *, issuer: str, sealed: str | None = None
) -> TotpSetup:
    """A new secret to show; nothing is written yet. `issuer` is the brand.

    `sealed` of an earlier answer shows that one again, so that a page with an error keeps its
    picture. Raises StepUpRequired, and ManagedByStaffSession.
    """
    raise NotImplementedError


async def confirm_totp(
    tx: Transaction, keys: Keys, actor: Actor, *, sealed: str, code: str
) -> None:
    """Keep the secret that was shown, in the place of an older one, if `code` is of it.

    Raises WrongTotp, StepUpRequired, and ManagedByStaffSession.
    """
    raise NotImplementedError


async def remove_totp(tx: Transaction, actor: Actor) -> None:
    """Do without the app. Recovery codes go with the last second factor.

    Raises NotFound, LastFactor for staff, StepUpRequired, ManagedByStaffSession.
    """
    raise NotImplementedError


async def make_recovery_codes(tx: Transaction, keys: Keys, actor: Actor) -> tuple[str, ...]:
    """Ten new codes, shown this once; older ones are worth nothing from now on.

    Raises Conflict for somebody without a second factor, StepUpRequired, ManagedByStaffSession.
    """
    raise NotImplementedError


async def prove_totp(
    database: Database, keys: Keys, actor: Actor, code: str, *, policy: Policy = Policy()
) -> None:
    """Check a code of the actor's app or a recovery code of theirs, for a step-up, and use it up.

    Counted before it is compared. Raises WrongSecondFactor.
    """
    raise NotImplementedError
