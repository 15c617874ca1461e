"""Who works here and as what, and closing accounts."""

from collections.abc import Collection
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Forbidden, NotFound
from zahra.shop.identity.model import Account, RevokeReason, Status
from zahra.shop.identity.people.store import accounts, users
from zahra.shop.identity.roles import Role, must_be_able_to_give
from zahra.shop.identity.sessions.store import sessions
from zahra.shop.identity.staff.errors import LastOwner, OwnAccount
from zahra.shop.identity.staff.model import StaffMember
from zahra.shop.identity.staff.store import enrolments, members


async def staff_list(snapshot: Snapshot, actor: Actor) -> list[StaffMember]:
    """Everybody with a role or an unused link, by e-mail address. Raises Forbidden."""
    actor.must(Permission.STAFF_WRITE)
    return await members.members(snapshot)


async def change_roles(
    tx: Transaction, actor: Actor, user_id: UUID, *, roles: Collection[Role]
) -> None:
    """Give somebody exactly these roles, from their next request on; none makes them a shopper.

    Of who is only invited it changes the invitation; none withdraws it. Their API keys open no
    more than the new roles. Raises NotFound for who is no staff, OwnAccount, LastOwner, Forbidden,
    StepUpRequired.
    """
    actor.must(Permission.STAFF_WRITE)
    actor.must_be_fresh(tx.now)
    _must_be_another(actor, user_id)
    owners = await accounts.owners_to_change(tx)
    await users.lock(tx, user_id)
    before = await members.roles_of(tx, user_id)
    invited = await enrolments.invited_as(tx, user_id)
    if not before and not invited:
        raise NotFound
    if Role.OWNER not in roles:
        _must_leave_an_owner(owners, user_id)
    must_be_able_to_give(actor, roles)
    names = sorted({role.value for role in roles})
    if before:
        await accounts.set_roles(tx, user_id, names)
        await members.forget_grants(tx, user_id)
    if names:
        await enrolments.change_roles(tx, user_id, names)
    else:
        await enrolments.withdraw(tx, user_id)
    detail = {"from": list(before or invited), "to": names}
    await audit.note(tx, actor, "staff.roles_changed", subject=f"user:{user_id}", detail=detail)


async def disable_person(tx: Transaction, actor: Actor, user_id: UUID) -> None:
    """Close somebody's account: all sessions end, nothing opens it. Twice is once.

    Raises NotFound, OwnAccount, LastOwner, StepUpRequired, and Forbidden without
    `customers:write` (for staff: `staff:write`).
    """
    account = await _to_change(tx, actor, user_id)
    if account.is_staff:
        _must_leave_an_owner(await accounts.owners_to_change(tx), user_id)
    await users.lock(tx, user_id)
    if account.status is Status.DISABLED:
        return
    await accounts.set_status(tx, user_id, Status.DISABLED)
    await users.next_epoch(tx, user_id)
    ended = await sessions.revoke_all(tx, user_id, RevokeReason.ACCOUNT_DISABLED)
    await enrolments.withdraw(tx, user_id)
    detail = {"ended": ended}
    await audit.note(tx, actor, "account.disabled", subject=f"user:{user_id}", detail=detail)


async def enable_person(tx: Transaction, actor: Actor, user_id: UUID) -> None:
    """Open a closed account again; it must sign in anew. Raises as `disable_person`."""
    account = await _to_change(tx, actor, user_id)
    if account.status is Status.ACTIVE:
        return
    await accounts.set_status(tx, user_id, Status.ACTIVE)
    await audit.note(tx, actor, "account.enabled", subject=f"user:{user_id}")


async def _to_change(tx: Transaction, actor: Actor, user_id: UUID) -> Account:
    """The account, if this actor may close and open it."""
    if not actor.may(Permission.STAFF_WRITE):
        actor.must(Permission.CUSTOMERS_WRITE)
    actor.must_be_fresh(tx.now)
    _must_be_another(actor, user_id)
    account = await accounts.account(tx, user_id)
    if account is None or account.status is Status.ERASED:
        raise NotFound
    needed = Permission.STAFF_WRITE if account.is_staff else Permission.CUSTOMERS_WRITE
    if not actor.may(needed):
        raise Forbidden(permission=needed)
    return account


def _must_be_another(actor: Actor, user_id: UUID) -> None:
    if actor.user_id == user_id:
        raise OwnAccount


def _must_leave_an_owner(owners: Collection[UUID], user_id: UUID) -> None:
    """`owners` are locked. Raises LastOwner when this is the only one of them."""
    if set(owners) == {user_id}:
        raise LastOwner
