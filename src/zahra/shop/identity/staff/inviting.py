"""Inviting people to work here. Roles come with the second factor, never before."""

from collections.abc import Collection
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.roles import Role


async def make_owner(
    tx: Transaction, keys: Keys, actor: Actor, email: str, *, policy: Policy = Policy()
) -> str:
    """Invite an owner; the token of their link, `/admin/enrol?token=…`, shown this once.

    For the command line, which has nobody to write to yet. Raises InvalidIdentifier, Forbidden.
    """
    raise NotImplementedError


async def invite_staff(
    tx: Transaction,
    keys: Keys,
    actor: Actor,
    email: str,
    *,
    roles: Collection[Role],
    policy: Policy = Policy(),
) -> UUID:
    """Write somebody a link by which they become staff with these roles; their id.

    The link goes to their address alone: whoever invites them never sees it. Inviting somebody
    again replaces the link; who works here already enrols anew and keeps their roles.
    Raises InvalidIdentifier, Invalid without a role, Forbidden, StepUpRequired.
    """
    raise NotImplementedError


async def withdraw_invitation(tx: Transaction, actor: Actor, user_id: UUID) -> None:
    """Make an unused link worthless. Raises NotFound, Forbidden, StepUpRequired."""
    raise NotImplementedError
