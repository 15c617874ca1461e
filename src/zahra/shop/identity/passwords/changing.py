"""Setting or changing one's own password."""

from datetime import datetime

from zahra.base.actors import Actor
from zahra.base.db import Database, Snapshot
from zahra.shop.identity.policy import Policy


async def password_changed_at(snapshot: Snapshot, actor: Actor) -> datetime | None:
    """Since when the actor has this password; None where none is set."""
    raise NotImplementedError


async def change_password(
    database: Database, actor: Actor, current: str | None, new: str, *, policy: Policy = Policy()
) -> str | None:
    """Set a new password and end the person's other sessions; the browser's new secret, which takes
    the place of the old one at once (None for a program).

    Raises InvalidCredentials for a wrong `current`, StepUpRequired where none is set and the last
    proof is old, PasswordRejected, PasswordsBusy.
    """
    raise NotImplementedError


async def prove_password(
    database: Database, actor: Actor, password: str, *, policy: Policy = Policy()
) -> None:
    """Check the actor's own password. Raises InvalidCredentials, PasswordsBusy."""
    raise NotImplementedError
