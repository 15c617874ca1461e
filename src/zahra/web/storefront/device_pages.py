"""Forgetting browsers and phones one has logged in with."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zahra.shop import identity
from zahra.web.http.context import Person, Tx
from zahra.web.http.forms import typed_in
from zahra.web.http.sessions import device_of
from zahra.web.storefront.security_pages import back
from zahra.web.ui.filters import count_of

router = APIRouter(prefix="/account/security/devices")


@router.post("/{device_id}/forget")
async def forget(request: Request, tx: Tx, actor: Person, device_id: UUID) -> Response:
    """Make one unknown again."""
    await typed_in(request)
    await identity.forget_device(tx, actor, device_id)
    return back(request, "That device is forgotten.")


@router.post("/forget-others")
async def forget_others(request: Request, tx: Tx, actor: Person) -> Response:
    """Make all unknown but this one."""
    await typed_in(request)
    forgotten = await identity.forget_other_devices(tx, actor, device_of(request))
    return back(request, f"{count_of(forgotten, 'device is', 'devices are')} forgotten.")
