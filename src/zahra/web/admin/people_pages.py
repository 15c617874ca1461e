"""People: finding somebody, seeing where they are signed in, and ending that."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.actors import Permission
from zahra.shop import identity
from zahra.web.admin.asking import Staff
from zahra.web.admin.framing import show
from zahra.web.admin.from_people import person_page, person_row
from zahra.web.admin.people_view import PeoplePage
from zahra.web.http.context import TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.ui import Flash, FormState
from zahra.web.ui.filters import count_of

router = APIRouter(prefix="/admin/people")
Asked = Annotated[str, Query(alias="q", max_length=254)]


@router.get("")
async def people(
    request: Request, shop: TheShop, staff: Staff, query: Asked = "", after: UUID | None = None
) -> Response:
    """The newest people, or those that fit."""
    async with shop.database.snapshot() as snapshot:
        found = await identity.people_list(snapshot, staff, query=query, after=after)
    asked = {"q": query, "after": str(found.after)} if query else {"after": str(found.after)}
    older = f"/admin/people?{urlencode(asked)}" if found.after else None
    view = PeoplePage(tuple(map(person_row, found.people)), FormState({"q": query}), older)
    return show(request, "people.html", view)


@router.get("/{user_id}")
async def one_person(request: Request, shop: TheShop, staff: Staff, user_id: UUID) -> Response:
    """One person and their sessions."""
    async with shop.database.snapshot() as snapshot:
        found = await identity.person_at_hand(snapshot, staff, user_id)
    may = Permission.STAFF_WRITE if found.person.roles else Permission.CUSTOMERS_WRITE
    is_other = user_id != staff.user_id
    view = person_page(found, may_change=staff.may(may) and is_other)
    return show(request, "person.html", view)


@router.post("/{user_id}/end-sessions")
async def end_sessions(request: Request, shop: TheShop, staff: Staff, user_id: UUID) -> Response:
    """Sign somebody out everywhere."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        ended = await identity.end_sessions_of(tx, staff, user_id)
    return _back(request, user_id, f"Signed out of {count_of(ended, 'session', 'sessions')}.")


@router.post("/{user_id}/disable")
async def disable(request: Request, shop: TheShop, staff: Staff, user_id: UUID) -> Response:
    """Close somebody's account."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.disable_person(tx, staff, user_id)
    return _back(request, user_id, "The account is closed. Nothing opens it any more.")


@router.post("/{user_id}/enable")
async def enable(request: Request, shop: TheShop, staff: Staff, user_id: UUID) -> Response:
    """Open somebody's account again."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.enable_person(tx, staff, user_id)
    return _back(request, user_id, "The account is open again. They have to sign in anew.")


def _back(request: Request, user_id: UUID, said: str) -> Response:
    answer = RedirectResponse(f"/admin/people/{user_id}", 303)
    leave_flash(request, answer, Flash(said, "success"))
    return answer
