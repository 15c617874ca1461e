"""The page of the watch: sign-ins, codes, messages and sessions, day by day, and what is wrong."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.clock import ist_day
from zahra.shop import analytics, messaging
from zahra.web.admin.asking import Staff
from zahra.web.admin.framing import show
from zahra.web.admin.from_analytics import (
    alert_rows,
    day_rows,
    delivery_rows,
    headline,
    mail_rows,
)
from zahra.web.admin.security_view import SecurityPage
from zahra.web.http.context import TheShop
from zahra.web.ui import FormState, NavLink

router = APIRouter(prefix="/admin/security")
_SPANS = (7, 30, 90)


@router.get("")
async def security(
    request: Request,
    shop: TheShop,
    staff: Staff,
    first: Annotated[str, Query(alias="from", max_length=10)] = "",
    last: Annotated[str, Query(alias="to", max_length=10)] = "",
) -> Response:
    """The last week, or the days asked for. Raises Invalid for too many of them."""
    async with shop.database.snapshot() as snapshot:
        today = ist_day(snapshot.now)
        until = _day(last) or today
        since = _day(first) or max(until, analytics.EARLIEST) - timedelta(days=_SPANS[0] - 1)
        found = await analytics.security_figures(snapshot, staff, since, until, policy=shop.policy)
        checks = await messaging.mail_checks(snapshot)
    view = SecurityPage(
        found.at,
        alert_rows(found.alerts),
        headline(found),
        day_rows(found.days),
        delivery_rows(found.deliveries),
        mail_rows(checks),
        tuple(_preset(today, days) for days in _SPANS),
        FormState({"from": since.isoformat(), "to": until.isoformat()}),
    )
    return show(request, "security.html", view)


def _preset(today: date, days: int) -> NavLink:
    since = today - timedelta(days=days - 1)
    return NavLink(f"{days} days", f"/admin/security?from={since}&to={today}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
