"""MSG91's flow API (v5), over HTTP.

https://docs.msg91.com/sms/send-sms: the text stands at MSG91, we send what stands at its marks, as
VAR1, VAR2 … Its reports are not signed, so its webhook is set up to send a header that only we
know (their "Webhook (New)" takes headers).
"""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl
from uuid import UUID

from zahra.providers.carriers.dlt import Dlt
from zahra.providers.carriers.ids import delivery_named, given
from zahra.providers.carriers.wire import Wire, code_of
from zahra.shop.messaging import DeliveryEvent
from zahra.shop.messaging.provider import (
    CarrierDown,
    ForgedReport,
    MessageRefused,
    Report,
    Sms,
)

LIVE_API = "https://control.msg91.com"
SECRET_HEADER = "x-zahra-secret"
_EVENTS = {"1": DeliveryEvent.DELIVER} | dict.fromkeys(
    ("2", "9", "16", "17", "25", "26"), DeliveryEvent.FAIL
)


@dataclass(frozen=True, slots=True)
class Msg91Account:
    """One account. `flow_ids` are MSG91's own ids of our templates."""

    auth_key: str = field(repr=False)
    flow_ids: Mapping[str, str]
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)  # current, then previous
    api_base: str = LIVE_API

    def __post_init__(self) -> None:
        if not self.auth_key or not all(self.webhook_secrets):
            raise ValueError("MSG91 needs an auth key, and no empty webhook secret")


class Msg91:
    """An SMS carrier."""

    name = "msg91"

    def __init__(self, account: Msg91Account, dlt: Dlt) -> None:
        self._account = account
        self._dlt = dlt
        self._wire = Wire(account.api_base, headers={"authkey": account.auth_key}, auth=None)

    async def carry_sms(self, sms: Sms, delivery_id: UUID) -> str:
        variables = self._dlt.variables(sms)
        if (flow := self._account.flow_ids.get(sms.template)) is None:
            raise MessageRefused("not_registered")
        marks = {f"VAR{at}": value for at, value in enumerate(variables, start=1)}
        body = {
            "template_id": flow,
            "sender": self._dlt.header,
            "short_url": "0",
            "DLT_TE_ID": self._dlt.template_ids[sms.template],
            "CRQID": str(delivery_id),  # comes back with the report
            "recipients": [{"mobiles": sms.to.removeprefix("+"), **marks}],
        }
        answer = await self._wire.post("/api/v5/flow", json=body)
        if answer.body.get("type") != "success":  # its errors may come with 200
            raise MessageRefused(answer.code("code") or f"http {answer.status}")
        if not (request_id := answer.code("message")):
            raise CarrierDown("no request id")
        return request_id

    async def close(self) -> None:
        await self._wire.close()

    def read_reports(
        self, raw: bytes, headers: Mapping[str, str], *, query: str
    ) -> Sequence[Report]:
        """Reports as JSON (v3), or as JSON in a form field `data` with several recipients (v2)."""
        secret = given(headers, SECRET_HEADER).encode()
        fits = [hmac.compare_digest(s.encode(), secret) for s in self._account.webhook_secrets]
        if not any(fits):
            raise ForgedReport
        return tuple(report for told in _told(raw) if (report := _report(told)) is not None)


def _told(raw: bytes) -> Iterator[Mapping[str, Any]]:
    """Each recipient's report, with the request's id."""
    for request in _objects(raw):
        reports = request.get("report")
        if isinstance(reports, list):
            yield from ({**request, **told} for told in _list(cast(list[Any], reports)))
        else:
            yield request


def _objects(raw: bytes) -> Sequence[Mapping[str, Any]]:
    text = raw.decode("utf-8", "replace")
    if text.startswith("data="):
        text = dict(parse_qsl(text)).get("data", "")
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return _list(cast(list[Any], found) if isinstance(found, list) else [found])


def _list(found: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
    return [cast(Mapping[str, Any], each) for each in found if isinstance(each, dict)]


def _report(told: Mapping[str, Any]) -> Report | None:
    status = code_of(told.get("status"))
    if (event := _EVENTS.get(status)) is None:
        return None
    reason = status if event is DeliveryEvent.FAIL else ""
    request_id = code_of(told.get("requestId")) or None
    return Report(event, delivery_named(told.get("CRQID")), request_id, reason)
