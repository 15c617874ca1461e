"""What machines ask: is the process alive, is the shop ready, how is it doing. Bare answers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from zahra.base.errors import NotFound
from zahra.base.jobs import last_heartbeat
from zahra.base.metrics import process_registry
from zahra.migrations import current_revision, head
from zahra.shop import analytics, books
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.limits import network_of

router = APIRouter(include_in_schema=False)
_FRESH = timedelta(seconds=15)
_HOME = ("127.0.0.1", "::/64")
_HELP = {**analytics.HELP, **books.HELP}


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
async def metrics(request: Request, shop: TheShop, snapshot: Snap) -> Response:
    """Prometheus metrics, for this machine only: not through a proxy that runs on it either."""
    if network_of(request) not in _HOME or "x-forwarded-for" in request.headers:
        raise NotFound
    found = await analytics.gauges(snapshot, policy=shop.policy)
    found += await books.gauges(snapshot)
    beat = _heartbeat(await last_heartbeat(snapshot), snapshot.now)
    told = generate_latest(_Told([*_families(found), *beat])) + generate_latest(process_registry())
    return Response(told, media_type=CONTENT_TYPE_LATEST)


class _Told(CollectorRegistry):
    """Numbers that were read for one answer."""

    def __init__(self, families: list[GaugeMetricFamily]) -> None:
        super().__init__()
        self._families = families

    def collect(self) -> Iterable[GaugeMetricFamily]:
        return self._families


def _families(found: Iterable[analytics.Gauge]) -> Iterable[GaugeMetricFamily]:
    families: dict[str, GaugeMetricFamily] = {}
    for gauge in found:
        labels = sorted(gauge.labels)
        family = families.setdefault(
            gauge.name,
            GaugeMetricFamily(gauge.name, _HELP[gauge.name], labels=labels),
        )
        family.add_metric([gauge.labels[label] for label in labels], gauge.value)
    return families.values()


def _heartbeat(beat: datetime | None, now: datetime) -> Iterable[GaugeMetricFamily]:
    if beat is not None:
        told = "Seconds since a worker last gave a sign of life"
        age = (now - beat).total_seconds()
        yield GaugeMetricFamily("zahra_worker_heartbeat_seconds", told, value=age)
