"""One request to Shiprocket and what came of it. Knows HTTP, tokens and patience, not parcels.

Every outcome is a JSON object, `CourierRefused` (a clear no) or `CourierDown` (no usable answer:
timeout, connection, 5xx, 429, HTML, broken JSON). Only calls that may be repeated are. An expired
token is no answer to the call: it was not heard, so a new one is fetched and the call sent again.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import httpx

from zahra.base.breaker import Breaker
from zahra.providers.couriers.shiprocket.account import ShiprocketAccount
from zahra.shop.shipping.provider import CourierDown, CourierRefused

Json = Mapping[str, Any]
_API = "/v1/external"
_TRY_LATER = (408, 425, 429)


class Wire:
    """A connection pool to the account's API, and its token."""

    def __init__(self, account: ShiprocketAccount) -> None:
        self._account = account
        self._patience = account.patience
        self._breaker = Breaker(account.patience.failures, account.patience.rest)
        self._client = httpx.AsyncClient(
            base_url=account.api_base.rstrip("/") + _API,
            timeout=httpx.Timeout(account.patience.answer, connect=account.patience.connect),
            trust_env=False,  # no environment variable may lead the password to a proxy
        )
        self._token: str | None = None
        self._token_until = 0.0
        self._logging_in = asyncio.Lock()

    async def get(self, path: str, **params: str | int | float) -> Json:
        """Repeated until answered."""
        return await self._repeatedly(lambda: self._once("GET", path, params=params))

    async def post(self, path: str, body: Json) -> Json:
        """Sent once, whatever happens."""
        return await self._once("POST", path, json=body)

    async def post_again(self, path: str, body: Json) -> Json:
        """Repeated until answered: only for calls that come to the same when repeated."""
        return await self._repeatedly(lambda: self._once("POST", path, json=body))

    async def close(self) -> None:
        await self._client.aclose()

    async def _repeatedly(self, call: Callable[[], Awaitable[Json]]) -> Json:
        for earlier in range(self._patience.tries - 1):
            try:
                return await call()
            except CourierDown:
                await asyncio.sleep(self._patience.pause * 2**earlier * random.uniform(0.5, 1.0))
        return await call()

    async def _once(self, method: str, path: str, **what: Any) -> Json:
        if not self._breaker.lets_through():
            raise CourierDown(why="resting after failures")
        try:
            answer = _judged(await self._with_token(method, path, **what))
        except CourierDown:
            self._breaker.failed()
            raise
        except CourierRefused:
            self._breaker.worked()
            raise
        self._breaker.worked()
        return answer

    async def _with_token(self, method: str, path: str, **what: Any) -> httpx.Response:
        """The answer to a call with a token; with a new one where the old was not taken."""
        token = await self._token_now()
        answer = await self._answer(method, path, headers=_bearer(token), **what)
        if answer.status_code != 401:
            return answer
        if self._token == token:
            self._token = None
        return await self._answer(method, path, headers=_bearer(await self._token_now()), **what)

    async def _token_now(self) -> str:
        """The token, fetched once however many calls need it."""
        async with self._logging_in:
            if self._token is None or time.monotonic() >= self._token_until:
                self._token = await self._log_in()
                self._token_until = time.monotonic() + self._patience.token
            return self._token

    async def _log_in(self) -> str:
        body = {"email": self._account.email, "password": self._account.password}
        answer = _judged(await self._answer("POST", "/auth/login", json=body))
        token = answer.get("token")
        if not isinstance(token, str) or not token:
            raise CourierDown(why="no token in the answer")
        return token

    async def _answer(self, method: str, path: str, **what: Any) -> httpx.Response:
        try:
            async with asyncio.timeout(self._patience.answer):
                return await self._client.request(method, path, **what)
        except (httpx.HTTPError, TimeoutError) as trouble:
            raise CourierDown(why=type(trouble).__name__) from trouble


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _judged(response: httpx.Response) -> Json:
    status = response.status_code
    if status >= 500 or status in _TRY_LATER:
        raise CourierDown(why="asked to try later", status=status)
    body = _object(response)
    if status in (200, 201, 202):
        return body
    if not 400 <= status < 500 or "message" not in body:
        raise CourierDown(why="an answer that is not Shiprocket's", status=status)
    raise CourierRefused(said=str(body["message"])[:300], status=status)


def _object(response: httpx.Response) -> Json:
    try:
        body: Any = response.json()
    except ValueError as trouble:
        raise CourierDown(why="not JSON", status=response.status_code) from trouble
    if not isinstance(body, dict):
        raise CourierDown(why="not an object", status=response.status_code)
    return cast(Json, body)
