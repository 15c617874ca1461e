"""What machines ask: is the process alive, is the shop ready, how is it doing. Bare answers."""

from datetime import timedelta

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from zahra.base.errors import NotFound
from zahra.base.jobs import last_heartbeat
from zahra.migrations import current_revision, head
from zahra.web.http.context import Snap
from zahra.web.http.limits import network_of

router = APIRouter(include_in_schema=False)
_FRESH = timedelta(seconds=15)
_HOME = ("127.0.0.1", "::/64")


@router.get("/healthz")
async def healthz() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"ok": True})


@router.get("/readyz")
async def readyz(snapshot: Snap) -> JSONResponse:
    """Ready to sell: migrated, and a worker's heartbeat is younger than 15 s."""
    beat = await last_heartbeat(snapshot)
    checks = {
        "migrated": await current_revision(snapshot) == head(),
        "working": beat is not None and snapshot.now - beat < _FRESH,
    }
    ready = all(checks.values())
    return JSONResponse({"ok": ready, **checks}, 200 if ready else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Prometheus metrics, for this machine only: not through a proxy that runs on it either."""
    if network_of(request) not in _HOME or "x-forwarded-for" in request.headers:
        raise NotFound
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
