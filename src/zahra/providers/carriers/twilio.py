"""Twilio's Messages API, over HTTP.

https://www.twilio.com/docs/messaging/api/message-resource and …/usage/security. Its Python library
is synchronous at heart and brings aiohttp; we need one request and one signature. The DLT ids of an
Indian sender are registered at Twilio with the sender; no request carries them.
"""

import base64
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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

LIVE_API = "https://api.twilio.com"
_MOST_FIELDS = 100
_EVENTS = {
    "delivered": DeliveryEvent.DELIVER,
    "undelivered": DeliveryEvent.FAIL,
    "failed": DeliveryEvent.FAIL,
}


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """One account. `auth_tokens`: the current one, which asks, then the previous one, which may
    still sign. `sender` is a header, a number or a messaging service (`MG…`)."""

    account_sid: str
    auth_tokens: tuple[str, ...] = field(repr=False)
    sender: str
    report_url: str
    api_base: str = LIVE_API

    def __post_init__(self) -> None:
        if not self.account_sid or not self.auth_tokens or not all(self.auth_tokens):
            raise ValueError("Twilio needs an account SID and an auth token")


class Twilio:
    """An SMS carrier."""

    name = "twilio"

    def __init__(self, account: TwilioAccount, dlt: Dlt) -> None:
        self._account = account
        self._dlt = dlt
        self._wire = Wire(account.api_base, auth=(account.account_sid, account.auth_tokens[0]))

    async def carry_sms(self, sms: Sms, delivery_id: UUID) -> str:
        self._dlt.variables(sms)
        is_service = self._account.sender.startswith("MG")
        answer = await self._wire.post(
            f"/2010-04-01/Accounts/{self._account.account_sid}/Messages.json",
            data={
                "To": sms.to,
                "Body": sms.text,
                "MessagingServiceSid" if is_service else "From": self._account.sender,
                "StatusCallback": f"{self._account.report_url}?delivery={delivery_id}",
            },
        )
        if not answer.is_yes:
            raise MessageRefused(answer.code("code") or f"http {answer.status}")
        if not (sid := answer.code("sid")):
            raise CarrierDown("no sid")
        return sid

    async def close(self) -> None:
        await self._wire.close()

    def read_reports(
        self, raw: bytes, headers: Mapping[str, str], *, query: str
    ) -> Sequence[Report]:
        """A status callback: its signature covers the address as we gave it, and every field."""
        fields = _fields(raw)
        url = f"{self._account.report_url}?{query}" if query else self._account.report_url
        signature = given(headers, "x-twilio-signature")
        if not is_signed(url, fields, signature, self._account.auth_tokens):
            raise ForgedReport
        told = dict(fields)
        event = _EVENTS.get(told.get("MessageStatus", ""))
        if event is None:
            return ()
        delivery = delivery_named(dict(parse_qsl(query)).get("delivery"))
        reason = code_of(told.get("ErrorCode")) if event is DeliveryEvent.FAIL else ""
        return (Report(event, delivery, code_of(told.get("MessageSid")) or None, reason),)


def _fields(raw: bytes) -> Sequence[tuple[str, str]]:
    """A form's fields. Raises ForgedReport for more than Twilio would send."""
    text = raw.decode("utf-8", "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise ForgedReport from None


def signature_of(url: str, fields: Sequence[tuple[str, str]], token: str) -> str:
    """HMAC-SHA1 over the address and every field, sorted by name, in base64.

    The example of Twilio's own libraries:

    >>> told = {"CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234"}
    >>> told |= {"From": "+12349013030", "To": "+18005551212"}
    >>> signature_of("https://mycompany.com/myapp.php?foo=1&bar=2", list(told.items()), "12345")
    '0/KCTR6DLpKmkAf8muzZqo1nDgQ='
    """
    message = url + "".join(name + value for name, value in sorted(fields))
    return base64.b64encode(hmac.digest(token.encode(), message.encode(), "sha1")).decode()


def is_signed(
    url: str, fields: Sequence[tuple[str, str]], signature: str, tokens: Sequence[str]
) -> bool:
    """Whether any of the tokens made this signature. Constant time in the signature."""
    matches = [
        hmac.compare_digest(signature_of(url, fields, token).encode(), signature.encode())
        for token in tokens
    ]
    return any(matches)
