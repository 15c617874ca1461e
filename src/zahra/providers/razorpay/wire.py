"""One request to Razorpay and what came of it. Knows HTTP and patience, not payments.

Every outcome is a JSON object, `GatewayRefused` (a clear no) or `GatewayDown` (no usable answer:
timeout, connection, 5xx, 429, 409 in flight, HTML, broken JSON). Only calls that may be repeated
are: GETs, and POSTs that carry their own key.
"""

from collections.abc import Mapping
from typing import Any, cast

import httpx

from zahra.providers.patience import Patient
from zahra.providers.razorpay.account import RazorpayAccount
from zahra.shop.payments.provider import GatewayDown, GatewayRefused

Json = Mapping[str, Any]
_TRY_LATER = (408, 409, 425, 429)


class Wire:
    """A connection pool to the account's API."""

    def __init__(self, account: RazorpayAccount) -> None:
        self._patient = Patient(account.patience)
        self._client = httpx.AsyncClient(
            base_url=account.api_base.rstrip("/"),
            auth=(account.key_id, account.key_secret),
            timeout=httpx.Timeout(account.patience.answer, connect=account.patience.connect),
            trust_env=False,  # no environment variable may lead the secret to a proxy
        )

    async def get(self, path: str, **params: str | int) -> Json:
        return await self._patient.again(lambda: self._once("GET", path, params=params))

    async def post(self, path: str, body: Json) -> Json:
        """Sent once, whatever happens."""
        return await self._patient.once(lambda: self._once("POST", path, json=body))

    async def post_again(
        self, path: str, body: Json, *, headers: Mapping[str, str] | None = None
    ) -> Json:
        """Repeated until answered: only for calls that a repeat does not harm."""
        return await self._patient.again(
            lambda: self._once("POST", path, json=body, headers=dict(headers or {}))
        )

    async def delete(self, path: str) -> Json:
        return await self._patient.again(lambda: self._once("DELETE", path))

    async def close(self) -> None:
        await self._client.aclose()

    async def _once(self, method: str, path: str, **what: Any) -> Json:
        try:
            return _judged(await self._client.request(method, path, **what))
        except httpx.HTTPError as trouble:
            raise GatewayDown(why=type(trouble).__name__) from trouble


def _judged(response: httpx.Response) -> Json:
    status = response.status_code
    if status >= 500 or status in _TRY_LATER:
        raise GatewayDown(why="asked to try later", status=status)
    body = _object(response)
    if status == 200:
        return body
    error = body.get("error")
    if not 400 <= status < 500 or not isinstance(error, dict):
        raise GatewayDown(why="an answer that is not Razorpay's", status=status)
    raise _refusal(status, cast(Json, error))


def _object(response: httpx.Response) -> Json:
    try:
        body: Any = response.json()
    except ValueError as trouble:
        raise GatewayDown(why="not JSON", status=response.status_code) from trouble
    if not isinstance(body, dict):
        raise GatewayDown(why="not an object", status=response.status_code)
    return cast(Json, body)


def _refusal(status: int, error: Json) -> GatewayRefused:
    return GatewayRefused(
        gateway_code=error.get("code"),
        reason=error.get("reason"),
        field=error.get("field"),
        said=error.get("description"),
        status=status,
    )
