"""The audit log: who did what to what, and when. It can be read and never changed."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, cast
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zahra.base import audit, ids
from zahra.base.clock import IST
from zahra.shop import identity
from zahra.web.admin.asking import Staff
from zahra.web.admin.audit_view import AuditLogPage, LogRow
from zahra.web.admin.framing import show
from zahra.web.http.context import TheShop
from zahra.web.ui import FormState

router = APIRouter(prefix="/admin/audit-log")
_LIMIT = 50
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{4}([0-9a-f]{8})")


class Narrowing(BaseModel):
    """What narrows the list, as it was typed. `since` and `until` are whole days in India."""

    action: str = Field("", max_length=100)
    subject: str = Field("", max_length=100)
    person: str = Field("", max_length=100)
    since: str = Field("", max_length=10)
    until: str = Field("", max_length=10)
    after: UUID | None = None

    def asked(self) -> audit.Asked:
        """The same, for the log. What is no day and no id narrows nothing."""
        last = _day(self.until)
        return audit.Asked(
            ids.parse(self.person),
            self.action.strip(),
            self.subject.strip(),
            since=_day(self.since),
            until=last + timedelta(days=1) if last else None,
            after=self.after,
            limit=_LIMIT,
        )

    def typed(self) -> dict[str, str]:
        """All but the place in the list."""
        return self.model_dump(exclude={"after"})


@router.get("")
async def audit_log(
    request: Request, shop: TheShop, staff: Staff, narrowing: Annotated[Narrowing, Query()]
) -> Response:
    """What fits, the latest first."""
    asked, typed = narrowing.asked(), narrowing.typed()
    async with shop.database.snapshot() as snapshot:
        found = await identity.audit_log(snapshot, staff, asked=asked)
    view = AuditLogPage(
        tuple(map(_row, found)), FormState(typed), asked.actor_id, _older(typed, found)
    )
    return show(request, "audit_log.html", view)


def _day(text: str) -> datetime | None:
    """The beginning of a day in India; None for what is no day, or none of a shop's."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day, time(), IST) if 2000 <= day.year < 3000 else None


def _older(typed: Mapping[str, str], found: list[audit.Entry]) -> str | None:
    if len(found) < _LIMIT:
        return None
    asked = {name: text for name, text in typed.items() if text}
    return "/admin/audit-log?" + urlencode({**asked, "after": str(found[-1].id)})


def _row(entry: audit.Entry) -> LogRow:
    return LogRow(
        entry.at,
        entry.actor_name,
        f"/admin/audit-log?person={entry.actor_id}" if entry.actor_id else None,
        entry.action,
        _shortened(entry.subject),
        "/admin/audit-log?" + urlencode({"subject": entry.subject}),
        tuple(_shortened(f"{name}: {_said(value)}") for name, value in entry.detail.items()),
    )


def _shortened(text: str) -> str:
    """Ids by their last eight signs, which differ.

    >>> _shortened("user:01a20492-0000-7000-8000-0000d4c3b2a1")
    'user:…d4c3b2a1'
    """
    return _ID.sub(r"…\1", text)


def _said(value: Any) -> str:
    """A detail in words.

    >>> _said(["owner", "support"]), _said(True), _said({"from": 1, "to": 2})
    ('owner, support', 'yes', 'from 1, to 2')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_said, cast(list[Any], value))) or "none"
    if isinstance(value, dict):
        told = cast(dict[str, Any], value)
        return ", ".join(f"{name} {_said(inner)}" for name, inner in told.items())
    return "none" if value is None else str(value)
