"""The start page: where one can go, what one may do, and whether one's own account is in order."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.actors import Permission
from zahra.shop import identity
from zahra.web.admin.asking import Staff
from zahra.web.admin.framing import show
from zahra.web.admin.home_view import MAY, HomePage
from zahra.web.http.context import Snap

router = APIRouter(prefix="/admin")


@router.get("")
async def home(request: Request, staff: Staff, snapshot: Snap) -> Response:
    """What this member of staff finds here."""
    factors = await identity.factors_of(snapshot, staff)
    sessions = await identity.sessions_of(snapshot, staff)
    view = HomePage(
        staff.name or None,
        tuple(MAY[each] for each in Permission if staff.may(each)),
        recovery_codes=factors.recovery_codes,
        sessions=len(sessions),
    )
    return show(request, "home.html", view)
