"""One request to a carrier that speaks HTTP, and what came of it.

An answer that is about the message is handed on; everything else (no connection, a late or broken
answer, 5xx, "slow down", credentials that are not taken) is `CarrierDown`. What a carrier says in
words is read by nobody: it quotes addresses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpx

from zahra.shop.messaging.provider import CarrierDown

_ABOUT_US = (401, 402, 403, 404, 405, 407, 408, 425, 429)
_CONNECT, _ANSWER = 3.0, 7.0
_CODE = re.compile(r"[\w.-]{1,60}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A carrier's JSON about our message."""

    status: int
    body: Mapping[str, Any]

    @property
    def is_yes(self) -> bool:
        return 200 <= self.status < 300

    def code(self, name: str) -> str:
        """A code that stands in the answer, fit for a log; empty where it is anything else."""
        return code_of(self.body.get(name))


class Wire:
    """A connection pool to one carrier."""

    def __init__(
        self, base: str, *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None
    ) -> None:
        self._client = httpx.AsyncClient(
            base_url=base.rstrip("/"),
            headers=dict(headers or {}),
            auth=auth,
            timeout=httpx.Timeout(_ANSWER, connect=_CONNECT),
            trust_env=False,  # no environment variable may lead the secret to a proxy
        )

    async def post(self, path: str, **what: Any) -> Answer:
        """Send once. Raises CarrierDown."""
        try:
            response = await self._client.post(path, **what)
        except httpx.HTTPError as trouble:
            raise CarrierDown(type(trouble).__name__) from None
        if response.status_code >= 500 or response.status_code in _ABOUT_US:
            raise CarrierDown(f"http {response.status_code}")
        return Answer(response.status_code, _object(response))

    async def close(self) -> None:
        await self._client.aclose()


def code_of(value: Any) -> str:
    """A number or short word as text, everything else as nothing.

    >>> code_of(21211), code_of("validation_error"), code_of("asha@example.com is unknown")
    ('21211', 'validation_error', '')
    """
    text = str(value) if isinstance(value, str | int) else ""
    return text if _CODE.fullmatch(text) else ""


def _object(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body: Any = response.json()
    except ValueError:
        raise CarrierDown("not json") from None
    if not isinstance(body, dict):
        raise CarrierDown("not an object")
    return cast(Mapping[str, Any], body)
