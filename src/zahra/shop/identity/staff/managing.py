"""Who works here and as what, and closing accounts."""

from collections.abc import Collection
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.roles import Role
from zahra.shop.identity.staff.model import StaffMember


async def staff_list(snapshot: Snapshot, actor: Actor) -> list[StaffMember]:
    """Everybody with a role or an invitation, by e-mail address. Raises Forbidden."""
    raise NotImplementedError


async def change_roles(
    tx: Transaction, actor: Actor, user_id: UUID, *, roles: Collection[Role]
) -> None:
    """Give somebody exactly these roles, from their next request on; none makes them a shopper.

    Raises NotFound for who is no staff, OwnAccount, LastOwner, Forbidden, StepUpRequired.
    """
    raise NotImplementedError


async def disable_person(tx: Transaction, actor: Actor, user_id: UUID) -> None:
    """Close somebody's account: all sessions end, nothing opens it. Twice is once.

    Raises NotFound, OwnAccount, LastOwner, StepUpRequired, and Forbidden without
    `customers:write` (for staff: `staff:write`).
    """
    raise NotImplementedError


async def enable_person(tx: Transaction, actor: Actor, user_id: UUID) -> None:
    """Open a closed account again; it must sign in anew. Raises as `disable_person`."""
    raise NotImplementedError
