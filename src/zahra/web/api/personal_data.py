"""`/users/me`: a copy of what the shop knows of oneself, and being forgotten."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.errors import NotFound, StepUpRequired, Unauthenticated
from zahra.shop import credit, identity, privacy
from zahra.web.api.documenting import errors
from zahra.web.api.user_schemas import ExportOut, RemovedOut, WholeExportOut
from zahra.web.http.context import Person, Snap, Tx
from zahra.web.http.cookies import Cookie, clear_cookie, clear_site_data
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/users", tags=["Users"], route_class=ApiRoute)
GivingUp = Annotated[
    int, Query(alias="givingUp", ge=0, le=10**12, description="Store credit, in paise")
]


@router.post(
    "/me/export",
    summary="Ask for a copy of one's data",
    status_code=202,
    responses=errors(Unauthenticated, StepUpRequired),
)
async def ask_export(person: Person, tx: Tx) -> Envelope[ExportOut]:
    """Made in the background and kept for a week. Asked again within a day, it is the same."""
    return ok(ExportOut.model_validate(await privacy.ask_export(tx, person)))


@router.get(
    "/me/export/{export_id}",
    summary="A copy of one's data",
    responses=errors(Unauthenticated, StepUpRequired, NotFound),
)
async def export(export_id: UUID, person: Person, snapshot: Snap) -> Envelope[WholeExportOut]:
    """`document` is there once `readyAt` is."""
    return ok(WholeExportOut.model_validate(await privacy.export_of(snapshot, person, export_id)))


@router.delete(
    "/me",
    summary="Close one's account and be forgotten",
    responses=errors(
        Unauthenticated,
        StepUpRequired,
        identity.StillStaff,
        privacy.OrdersUnderWay,
        privacy.PayoutsWaiting,
        credit.CreditLeft,
    ),
)
async def erase_me(
    person: Person, request: Request, response: Response, tx: Tx, giving_up: GivingUp = 0
) -> Envelope[RemovedOut]:
    """For good. Orders stay, with the name and the address that stand on their invoices. Store
    credit is lost with the account: say how much of it you let go of."""
    await privacy.erase_me(tx, person, giving_up=giving_up)
    for cookie in (Cookie.SESSION, Cookie.CODE, Cookie.CART):
        clear_cookie(request, response, cookie)
    clear_site_data(response)
    return ok(RemovedOut(id=person.person))
