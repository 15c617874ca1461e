"""`/admin/staff`: who works here, as what, and inviting somebody."""

from uuid import UUID

from fastapi import APIRouter

from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.shop import identity
from zahra.web.api.admin_schemas import (
    ChangingRolesIn,
    InvitedOut,
    InvitingIn,
    RolesOut,
    StaffMemberOut,
)
from zahra.web.api.documenting import errors
from zahra.web.api.user_schemas import RemovedOut
from zahra.web.http.context import Asker, Snap, TheShop, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/admin/staff", tags=["Admin"], route_class=ApiRoute)
_MAY = (Unauthenticated, Forbidden)
_MAY_NOW = (*_MAY, StepUpRequired)


@router.get("", summary="Everybody who works here", responses=errors(*_MAY))
async def staff_list(asker: Asker, snapshot: Snap) -> Envelope[list[StaffMemberOut]]:
    """By e-mail address, unused invitations included. Needs `staff:write`."""
    found = await identity.staff_list(snapshot, asker)
    return ok([StaffMemberOut.model_validate(each) for each in found])


@router.post(
    "/invitations",
    summary="Invite somebody",
    status_code=201,
    responses=errors(
        *_MAY_NOW, identity.InvalidIdentifier, identity.AlreadyStaff, identity.AccountClosed
    ),
)
async def invite(inviting: InvitingIn, asker: Asker, shop: TheShop, tx: Tx) -> Envelope[InvitedOut]:
    """Writes them a link that works once; asked again, the new link replaces the old. Needs
    `staff:write` and a fresh proof."""
    made = await identity.invite_staff(
        tx, shop.keys, asker, inviting.email, roles=inviting.roles, policy=shop.policy
    )
    return ok(InvitedOut(id=made))


@router.post(
    "/{user_id}/invite-again",
    summary="Send somebody a new link",
    responses=errors(*_MAY_NOW, NotFound, identity.OwnAccount, identity.AccountClosed),
)
async def invite_again(user_id: UUID, asker: Asker, shop: TheShop, tx: Tx) -> Envelope[InvitedOut]:
    """For a link that ran out or a phone that is lost: password and second factor are set anew,
    roles stay. Needs `staff:write` and a fresh proof."""
    await identity.invite_again(tx, shop.keys, asker, user_id, policy=shop.policy)
    return ok(InvitedOut(id=user_id))


@router.delete(
    "/{user_id}/invitation",
    summary="Withdraw an invitation",
    responses=errors(*_MAY_NOW, NotFound),
)
async def withdraw(user_id: UUID, asker: Asker, tx: Tx) -> Envelope[RemovedOut]:
    """The unused link stops working. Needs `staff:write` and a fresh proof."""
    await identity.withdraw_invitation(tx, asker, user_id)
    return ok(RemovedOut(id=user_id))


@router.patch(
    "/{user_id}",
    summary="Change somebody's roles",
    responses=errors(*_MAY_NOW, NotFound, identity.OwnAccount, identity.LastOwner),
)
async def change_roles(
    user_id: UUID, changing: ChangingRolesIn, asker: Asker, tx: Tx
) -> Envelope[RolesOut]:
    """Counts from their next request on. Needs `staff:write` and a fresh proof; nobody changes
    their own roles."""
    await identity.change_roles(tx, asker, user_id, roles=changing.roles)
    return ok(RolesOut(id=user_id, roles=sorted(set(changing.roles))))
