"""Inviting people to work here. Roles come with the second factor, never before: who held the
account of an address until now gains nothing by the invitation."""

from collections.abc import Collection, Sequence
from uuid import UUID

from zahra.base import audit, ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.base.keys import Keys
from zahra.shop.identity.identifiers import identifier_of
from zahra.shop.identity.model import Account, Status
from zahra.shop.identity.people.finding import find_or_create_user
from zahra.shop.identity.people.store import accounts, users
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.roles import Role, must_be_able_to_give
from zahra.shop.identity.staff.errors import AccountClosed, AlreadyStaff, OwnAccount
from zahra.shop.identity.staff.jobs import send_enrolment
from zahra.shop.identity.staff.store import enrolments, members
from zahra.shop.identity.staff.tokens import new_salt, token_of


async def make_owner(
    tx: Transaction, keys: Keys, actor: Actor, email: str, *, policy: Policy = Policy()
) -> str:
    """Invite an owner; the token of their link, `/admin/enrol?token=…`, shown this once.

    For the command line, which has nobody to write to yet; also the way back in for an owner who
    lost everything. Raises Invalid for no address, AccountClosed, Forbidden.
    """
    _must_manage_staff(tx, actor)
    account = await _account_of(tx, email)
    roles = {*await members.roles_of(tx, account.id), Role.OWNER.value}
    return await _invite(tx, keys, actor, account, roles=sorted(roles), policy=policy)


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

    The link goes to their address alone: whoever invites them never sees it. A second invitation
    replaces the first. Raises Invalid for no address and for no role, AlreadyStaff, AccountClosed,
    Forbidden, StepUpRequired.
    """
    _must_manage_staff(tx, actor)
    if not roles:
        raise Invalid({"roles": "Choose at least one role."})
    account = await _account_of(tx, email)
    if account.is_staff:
        raise AlreadyStaff
    must_be_able_to_give(actor, roles)
    await _invite(tx, keys, actor, account, roles=sorted(set(roles)), policy=policy)
    await tx.defer(send_enrolment, user_id=account.id)
    return account.id


async def invite_again(
    tx: Transaction, keys: Keys, actor: Actor, user_id: UUID, *, policy: Policy = Policy()
) -> None:
    """Write a new link to somebody whose first ran out, or who lost their phone: roles stay.

    Raises NotFound for who is neither staff nor invited, OwnAccount, AccountClosed, Forbidden,
    StepUpRequired.
    """
    _must_manage_staff(tx, actor)
    if actor.user_id == user_id:
        raise OwnAccount
    account = await accounts.account(tx, user_id)
    roles = await members.roles_of(tx, user_id) or await enrolments.invited_as(tx, user_id)
    if account is None or not roles:
        raise NotFound
    await _invite(tx, keys, actor, account, roles=roles, policy=policy)
    await tx.defer(send_enrolment, user_id=user_id)


async def withdraw_invitation(tx: Transaction, actor: Actor, user_id: UUID) -> None:
    """Make an unused link worthless. Raises NotFound, Forbidden, StepUpRequired."""
    _must_manage_staff(tx, actor)
    if not await enrolments.withdraw(tx, user_id):
        raise NotFound
    await audit.note(tx, actor, "staff.invitation_withdrawn", subject=f"user:{user_id}")


def _must_manage_staff(tx: Transaction, actor: Actor) -> None:
    actor.must(Permission.STAFF_WRITE)
    actor.must_be_fresh(tx.now)


async def _account_of(tx: Transaction, email: str) -> Account:
    """Whoever has this address, made if nobody has: staff are known by e-mail.

    Locked and looked up again: the address may have been given up in between, and the link would
    go where its account is reached now.
    """
    to = identifier_of(email)
    if to.is_phone:
        raise Invalid({"email": "Enter an e-mail address."})
    account, _ = await find_or_create_user(tx, to)
    await users.lock(tx, account.id)
    account, _ = await find_or_create_user(tx, to)
    return account


async def _invite(
    tx: Transaction,
    keys: Keys,
    actor: Actor,
    account: Account,
    *,
    roles: Sequence[str],
    policy: Policy,
) -> str:
    if account.status is not Status.ACTIVE:
        raise AccountClosed
    await users.lock(tx, account.id)
    salted = new_salt(keys, account.id)
    token = token_of(keys, salted)
    await enrolments.replace(
        tx,
        salted,
        ids.token_hash(token),
        roles=roles,
        expires_at=tx.now + policy.enrolment_lifetime,
    )
    detail = {"roles": [str(role) for role in roles]}
    await audit.note(tx, actor, "staff.invited", subject=f"user:{account.id}", detail=detail)
    return token
