"""What follows when somebody's factors change: the diary, and a letter to its owner."""

from uuid import UUID

from zahra.base import ids
from zahra.base.db import Transaction
from zahra.shop.identity.factors.jobs import tell_of_factors
from zahra.shop.identity.factors.model import Change
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


async def note_change(tx: Transaction, user_id: UUID, change: Change) -> None:
    """Write it down, and leave a job that tells the owner by e-mail."""
    await events.note(tx, AuthEvent(f"mfa.{change}", user_id=user_id))
    await tx.defer(tell_of_factors, user_id=user_id, change=change.value, notice_id=ids.new())
