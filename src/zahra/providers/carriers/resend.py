"""Resend's API for e-mail, over HTTP.

https://resend.com/docs/api-reference/emails/send-email; its webhooks are signed as Svix does,
https://docs.svix.com/receiving/verifying-payloads/how-manual. Its Python library is synchronous.
"""

import base64
import binascii
import hmac
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from zahra.providers.carriers.ids import delivery_named, given
from zahra.providers.carriers.wire import Wire, code_of
from zahra.shop.messaging import DeliveryEvent
from zahra.shop.messaging.provider import (
    CarrierDown,
    Email,
    ForgedReport,
    MessageRefused,
    Report,
)

LIVE_API = "https://api.resend.com"
_TOLERANCE = 300  # seconds between its clock and ours
_MOST_SIGNATURES = 10  # it sends one, or two while its secret is changed
_UNDER_WAY = "concurrent_idempotent_requests"
_EVENTS = {
    "email.delivered": DeliveryEvent.DELIVER,
    "email.failed": DeliveryEvent.FAIL,
    "email.bounced": DeliveryEvent.BOUNCE,
    "email.suppressed": DeliveryEvent.BOUNCE,
    "email.complained": DeliveryEvent.COMPLAIN,
}


@dataclass(frozen=True, slots=True)
class ResendAccount:
    """One account. `sender` is a From header: `Zahra <hello@zahra.example>`."""

    api_key: str = field(repr=False)
    sender: str
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)  # current, then previous
    api_base: str = LIVE_API

    def __post_init__(self) -> None:
        if not self.api_key or not all(map(_key, self.webhook_secrets)):
            raise ValueError("Resend needs an API key, and webhook secrets as whsec_…")


class Resend:
    """An e-mail carrier. It knows our keys for 24 hours: a repeat is not sent again."""

    name = "resend"

    def __init__(self, account: ResendAccount, *, clock: Callable[[], float] = time.time) -> None:
        self._account = account
        self._clock = clock
        authorization = {"Authorization": f"Bearer {account.api_key}"}
        self._wire = Wire(account.api_base, headers=authorization, auth=None)

    async def carry_email(self, email: Email, delivery_id: UUID) -> str:
        answer = await self._wire.post(
            "/emails",
            headers={"Idempotency-Key": email.key},
            json={
                "from": self._account.sender,
                "to": [email.to],
                "subject": email.subject,
                "text": email.text,
                "html": email.html,
                "tags": [{"name": "delivery", "value": str(delivery_id)}],
            },
        )
        if not answer.is_yes:
            code = answer.code("name") or f"http {answer.status}"
            raise CarrierDown(code) if code == _UNDER_WAY else MessageRefused(code)
        if not (id := answer.code("id")):
            raise CarrierDown("no id")
        return id

    async def close(self) -> None:
        await self._wire.close()

    def read_reports(
        self, raw: bytes, headers: Mapping[str, str], *, query: str
    ) -> Sequence[Report]:
        id, at = given(headers, "svix-id"), given(headers, "svix-timestamp")
        signatures = given(headers, "svix-signature").split(" ")[:_MOST_SIGNATURES]
        is_now = at.isascii() and at.isdigit() and abs(int(at[:12]) - self._clock()) <= _TOLERANCE
        if not is_now or not is_signed(raw, id, at, signatures, self._account.webhook_secrets):
            raise ForgedReport
        report = _report(raw)
        return () if report is None else (report,)


def signature_of(raw: bytes, id: str, at: str, secret: str) -> str:
    """HMAC-SHA256 over id, second and raw bytes, in base64.

    The example of Svix's documentation:

    >>> raw = b'{"test": 2432232314}'
    >>> secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    >>> signature_of(raw, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", secret)
    'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    message = f"{id}.{at}.".encode() + raw
    return base64.b64encode(hmac.digest(_key(secret), message, "sha256")).decode()


def is_signed(
    raw: bytes, id: str, at: str, signatures: Sequence[str], secrets: Sequence[str]
) -> bool:
    """Whether any of the secrets made any of these signatures (`v1,…`)."""
    ours = [f"v1,{signature_of(raw, id, at, secret)}".encode() for secret in secrets]
    matches = [hmac.compare_digest(one, each.encode()) for one in ours for each in signatures]
    return any(matches)


def _key(secret: str) -> bytes:
    """The bytes of a secret; none where it is not one."""
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return b""


def _report(raw: bytes) -> Report | None:
    try:
        told: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    event = _object(told)
    data = _object(event.get("data"))
    happened = _EVENTS.get(str(event.get("type")))
    if happened is None:
        return None
    bounce = _object(data.get("bounce"))
    if happened is DeliveryEvent.BOUNCE and bounce.get("type", "Permanent") != "Permanent":
        happened = DeliveryEvent.FAIL  # a full mailbox is not a dead address
    delivery = delivery_named(_object(data.get("tags")).get("delivery"))
    carrier_id = code_of(data.get("email_id")) or None
    return Report(happened, delivery, carrier_id, code_of(bounce.get("subType")))


def _object(value: Any) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}
