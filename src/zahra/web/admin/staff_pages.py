"""Staff: who works here, inviting somebody, and what each may do."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import Invalid, NotFound
from zahra.shop import identity
from zahra.shop.assembled import Shop
from zahra.web.admin.asking import Staff
from zahra.web.admin.framing import show
from zahra.web.admin.staff_view import TRAIL, InvitePage, MemberPage, StaffPage, StaffRow, choices
from zahra.web.http.context import TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.ui import Flash, FormState, NavLink

router = APIRouter(prefix="/admin/staff")


@router.get("")
async def staff_list(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Everybody who works here, and who is invited to."""
    return show(request, "staff.html", StaffPage(tuple(await _everybody(shop, staff))))


@router.get("/invite")
async def invite(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Whom, and as what. Asks for a fresh proof before anything is typed."""
    await _everybody(shop, staff)
    await _must_be_fresh(shop, staff)
    return show(request, "staff_invite.html", InvitePage(choices()))


@router.post("/invite")
async def send_invitation(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Write the person a link that only they see."""
    typed = await typed_in(request)
    email = typed.get("email", "").strip()
    try:
        async with shop.database.transaction() as tx:
            await identity.invite_staff(
                tx, shop.keys, staff, email, roles=_roles(typed), policy=shop.policy
            )
    except Invalid as why:
        form = FormState(typed, _fields(why))
        view = InvitePage(choices(frozenset(_ticked(typed))), form)
        return show(request, "staff_invite.html", view, status=422)
    return _back("/admin/staff", request, f"An invitation is on its way to {email}.")


@router.get("/{user_id}")
async def member(request: Request, shop: TheShop, staff: Staff, user_id: UUID) -> Response:
    """One member of staff and their roles. Asks for a fresh proof, as what follows will."""
    found = await _member(shop, staff, user_id)
    await _must_be_fresh(shop, staff)
    return show(request, "staff_member.html", _page(found))


@router.post("/{user_id}/roles")
async def change_roles(request: Request, shop: TheShop, staff: Staff, user_id: UUID) -> Response:
    """Give exactly the ticked roles."""
    typed = await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.change_roles(tx, staff, user_id, roles=_roles(typed))
    return _back(f"/admin/staff/{user_id}", request, "Saved. It counts from their next click on.")


@router.post("/{user_id}/invite-again")
async def invite_again(request: Request, shop: TheShop, staff: Staff, user_id: UUID) -> Response:
    """Write a new link to somebody whose first ran out, or who lost their phone."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.invite_again(tx, shop.keys, staff, user_id, policy=shop.policy)
    return _back(f"/admin/staff/{user_id}", request, "A new link is on its way to them.")


@router.post("/{user_id}/withdraw")
async def withdraw(request: Request, shop: TheShop, staff: Staff, user_id: UUID) -> Response:
    """Make an unused link worthless."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.withdraw_invitation(tx, staff, user_id)
    return _back("/admin/staff", request, "The invitation is withdrawn.")


async def _everybody(shop: Shop, staff: Staff) -> list[StaffRow]:
    async with shop.database.snapshot() as snapshot:
        found = await identity.staff_list(snapshot, staff)
    return [_row(each, is_oneself=each.id == staff.user_id) for each in found]


async def _member(shop: Shop, staff: Staff, user_id: UUID) -> StaffRow:
    found = next((row for row in await _everybody(shop, staff) if row.id == user_id), None)
    if found is None:
        raise NotFound
    return found


async def _must_be_fresh(shop: Shop, staff: Staff) -> None:
    """Better asked before a form is filled in than after."""
    async with shop.database.snapshot() as snapshot:
        staff.must_be_fresh(snapshot.now)


def _page(found: StaffRow) -> MemberPage:
    trail = (TRAIL, NavLink(found.name, f"/admin/staff/{found.id}"))
    return MemberPage(found, choices(frozenset(found.roles)), trail)


def _row(member: identity.StaffMember, *, is_oneself: bool) -> StaffRow:
    return StaffRow(
        member.id,
        member.name or member.email or "Nobody any more",
        member.email,
        member.roles,
        member.status != "active",
        member.has_totp,
        member.passkeys,
        member.last_login_at,
        member.invited_as,
        member.invited_until,
        is_oneself,
    )


def _ticked(typed: Mapping[str, str]) -> list[str]:
    """The roles whose boxes were ticked: each box has a name of its own."""
    return [role.value for role in identity.Role if f"role_{role.value}" in typed]


def _roles(typed: Mapping[str, str]) -> list[identity.Role]:
    return [identity.Role(name) for name in _ticked(typed)]


def _fields(why: Invalid) -> dict[str, list[str]]:
    """What is wrong, by the form's own fields: the roles, else the address."""
    if "roles" in why.fields:
        return why.fields
    return {"email": ["Enter an e-mail address."]}


def _back(address: str, request: Request, said: str) -> Response:
    answer = RedirectResponse(address, 303)
    leave_flash(request, answer, Flash(said, "success"))
    return answer
