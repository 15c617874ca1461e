"""`/admin/users`: finding people, seeing where they are signed in, and ending that."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.shop import identity
from zahra.web.api.admin_schemas import (
    EndedOut,
    KnownPersonOut,
    PersonAtHandOut,
    PlacedList,
    PlaceMeta,
    StatusOut,
)
from zahra.web.api.auth_schemas import SessionOut
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/admin/users", tags=["Admin"], route_class=ApiRoute)
_ONE = errors(Unauthenticated, Forbidden, NotFound)
_CHANGING = errors(
    Unauthenticated, Forbidden, StepUpRequired, NotFound, identity.OwnAccount, identity.LastOwner
)
Sought = Annotated[
    str,
    Query(
        max_length=254,
        description="A whole phone or e-mail address, the last four digits of a phone, or how a "
        "name begins",
    ),
]
After = Annotated[UUID | None, Query(description="The last one of the page before")]
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("", summary="People", responses=errors(Unauthenticated, Forbidden))
async def people(
    asker: Asker, snapshot: Snap, q: Sought = "", after: After = None, limit: Limit = 25
) -> PlacedList[KnownPersonOut]:
    """The newest first, masked. Needs `customers:read`."""
    found = await identity.people_list(snapshot, asker, query=q, after=after, limit=limit)
    return PlacedList(
        data=[KnownPersonOut.model_validate(each) for each in found.people],
        meta=PlaceMeta(limit=limit, after=found.after),
    )


@router.get("/{user_id}", summary="One person and their sessions", responses=_ONE)
async def one_person(user_id: UUID, asker: Asker, snapshot: Snap) -> Envelope[PersonAtHandOut]:
    """Needs `customers:read`."""
    found = await identity.person_at_hand(snapshot, asker, user_id)
    person = KnownPersonOut.model_validate(found.person)
    return ok(PersonAtHandOut(person=person, sessions=list(map(SessionOut.of, found.sessions))))


@router.post("/{user_id}/end-sessions", summary="Sign somebody out everywhere", responses=_ONE)
async def end_sessions(user_id: UUID, asker: Asker, tx: Tx) -> Envelope[EndedOut]:
    """Needs `customers:write`, and of staff `staff:write`."""
    return ok(EndedOut(revoked=await identity.end_sessions_of(tx, asker, user_id)))


@router.post("/{user_id}/disable", summary="Close somebody's account", responses=_CHANGING)
async def disable(user_id: UUID, asker: Asker, tx: Tx) -> Envelope[StatusOut]:
    """All sessions end and nothing opens it any more. Needs `customers:write`, and of staff
    `staff:write`."""
    await identity.disable_person(tx, asker, user_id)
    return ok(StatusOut(id=user_id, status="disabled"))


@router.post("/{user_id}/enable", summary="Open a closed account again", responses=_CHANGING)
async def enable(user_id: UUID, asker: Asker, tx: Tx) -> Envelope[StatusOut]:
    """They have to sign in anew. Needs `customers:write`, and of staff `staff:write`."""
    await identity.enable_person(tx, asker, user_id)
    return ok(StatusOut(id=user_id, status="active"))
