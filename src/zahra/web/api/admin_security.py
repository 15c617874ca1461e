"""`/admin/analytics/security`: how it stands at the door, for those who keep watch."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from zahra.base.clock import ist_day
from zahra.base.errors import Forbidden, Unauthenticated
from zahra.shop import analytics, messaging
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap, TheShop
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Moment, Output, ok

router = APIRouter(prefix="/admin/analytics", tags=["Admin"], route_class=ApiRoute)
_USUAL = timedelta(days=6)  # a week, today included
First = Annotated[date | None, Query(alias="from", description="First business day (IST)")]
Last = Annotated[date | None, Query(alias="to", description="Last business day; empty: today")]


class AlertOut(Output):
    """Something somebody should look at; `level` is `page` (now) or `ticket` (today)."""

    code: str
    level: analytics.Level
    sentence: str
    count: int


class SecurityDayOut(Output):
    """One business day (IST). `conversion` is the share of codes that were answered rightly."""

    day: date
    logins: dict[str, int]
    codes_sent: dict[str, int]
    codes_verified: int
    wrong_codes: int
    conversion: float | None
    rotations: int
    replays: int
    reuses: int


class ActiveSessionsOut(Output):
    """Living sessions by when they were last used, and whose."""

    seen_in_30_days: int
    seen_in_24_hours: int
    people: int


class ChannelOut(Output):
    """What became of the messages of a carrier, or of a channel where `carrier` is null."""

    channel: messaging.Channel
    carrier: str | None
    sent: int
    delivered: int
    failed: int
    bounced: int
    complained: int
    suppressed: int
    p50_seconds: float | None
    p95_seconds: float | None


class DeliveriesOut(Output):
    """Messages of the days asked for, by channel and by carrier."""

    channels: list[ChannelOut]
    carriers: list[ChannelOut]


class SecurityOut(Output):
    """The door: figures by the day, the latest first, and what is wrong now."""

    at: Moment
    days: list[SecurityDayOut]
    sessions: ActiveSessionsOut
    deliveries: DeliveriesOut
    alerts: list[AlertOut]


@router.get(
    "/security",
    summary="Logins, codes, deliveries, sessions and alerts",
    responses=errors(Unauthenticated, Forbidden),
)
async def security(
    asker: Asker, shop: TheShop, snapshot: Snap, first: First = None, last: Last = None
) -> Envelope[SecurityOut]:
    """At most 92 business days. Needs `security:read`."""
    last = last or ist_day(snapshot.now)
    first = first or max(last, analytics.EARLIEST) - _USUAL
    found = await analytics.security_figures(snapshot, asker, first, last, policy=shop.policy)
    return ok(SecurityOut.model_validate(found))
