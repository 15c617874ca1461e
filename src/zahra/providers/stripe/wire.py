"""The SDK, and what comes of a call: an object, `GatewayRefused` or `GatewayDown`.

Calls are repeated by our own patience, never by the SDK's; what changes something carries its key.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NoReturn

import httpx
import stripe

from zahra.providers.patience import Patience, Patient
from zahra.providers.stripe.account import StripeAccount
from zahra.shop.payments.provider import GatewayDown, GatewayRefused

Json = Mapping[str, Any]
Call = Callable[[stripe.StripeClient], Awaitable[Any]]
_TRY_LATER = (409, 429)


class Wire:
    """The account's client."""

    def __init__(self, account: StripeAccount) -> None:
        self._patient = Patient(account.patience)
        self._http = _Http(account.patience)
        self._client = stripe.StripeClient(
            account.secret_key,
            base_addresses={"api": account.api_base.rstrip("/")},
            http_client=self._http,
            max_network_retries=0,
        )

    async def ask(self, call: Call) -> Json:
        """Ask until answered: reads, and calls with an idempotency key."""

        async def once() -> Json:
            try:
                answer = await call(self._client)
            except stripe.StripeError as trouble:
                _refuse(trouble)
            return answer.to_dict()

        return await self._patient.again(once)

    async def close(self) -> None:
        await self._http.close_async()


class _Http(stripe.HTTPClient):
    """The SDK's way out, with our timeouts and no proxy from the environment."""

    name = "httpx"

    def __init__(self, patience: Patience) -> None:
        super().__init__()
        timeout = httpx.Timeout(patience.answer, connect=patience.connect)
        self._httpx = httpx.AsyncClient(timeout=timeout, trust_env=False)

    async def request_async(  # pyright: ignore[reportIncompatibleMethodOverride]  always told all
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any
    ) -> tuple[bytes, int, Mapping[str, str]]:
        try:
            answer = await self._httpx.request(method, url, headers=headers, content=post_data)
        except httpx.HTTPError as trouble:
            raise stripe.APIConnectionError(type(trouble).__name__) from trouble
        return answer.content, answer.status_code, answer.headers

    async def close_async(self) -> None:
        await self._httpx.aclose()


def _refuse(trouble: stripe.StripeError) -> NoReturn:
    status = trouble.http_status or 0
    is_silence = isinstance(trouble, stripe.APIConnectionError) or status >= 500 or not status
    if is_silence or status in _TRY_LATER or isinstance(trouble, stripe.APIError):
        raise GatewayDown(why=type(trouble).__name__, status=status) from trouble
    raise GatewayRefused(
        gateway_code=trouble.code,
        reason=trouble.code or type(trouble).__name__,
        field=getattr(trouble, "param", None),
        status=status,
    ) from trouble
