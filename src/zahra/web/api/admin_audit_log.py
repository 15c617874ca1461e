"""`/admin/audit-log`: who did what to what, and when."""

from typing import Annotated

from fastapi import APIRouter, Query

from zahra.base.errors import Forbidden, Unauthenticated
from zahra.shop import identity
from zahra.web.api.admin_schemas import AskingLog, EntryOut, PlacedList, PlaceMeta
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap
from zahra.web.http.routes import ApiRoute

router = APIRouter(prefix="/admin/audit-log", tags=["Admin"], route_class=ApiRoute)


@router.get("", summary="What staff and programs did", responses=errors(Unauthenticated, Forbidden))
async def audit_log(
    asker: Asker, snapshot: Snap, asking: Annotated[AskingLog, Query()]
) -> PlacedList[EntryOut]:
    """The latest first. It can be read and never changed. Needs `audit:read`."""
    found = await identity.audit_log(snapshot, asker, asked=asking.asked())
    return PlacedList(
        data=[EntryOut.model_validate(each) for each in found],
        meta=PlaceMeta(
            limit=asking.limit, after=found[-1].id if len(found) == asking.limit else None
        ),
    )
