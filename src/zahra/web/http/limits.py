"""The API's rate limits, by address, and the headers that tell of them.

Spent in a short transaction of its own before the request's begins.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from zahra.base import limits
from zahra.base.errors import TooMany
from zahra.base.limits import Limit, Verdict
from zahra.web.http.proxies import plain_address
from zahra.web.http.sessions import shop_of

_TEN_MINUTES = timedelta(minutes=10)
OTP_SEND = Limit("otp_send", 10, _TEN_MINUTES)
OTP_VERIFY = Limit("otp_verify", 30, _TEN_MINUTES)
REFRESH = Limit("refresh", 60, timedelta(minutes=1))
PLACE_ORDER = Limit("place_order", 20, _TEN_MINUTES)


def limited(limit: Limit) -> Any:
    """A dependency that spends one hit of `limit` for the caller's address."""
    return Depends(_spending(limit))


async def spend_for(request: Request, limit: Limit, *, key: str | None = None) -> Verdict | None:
    """Spend one hit. Raises TooMany when there is none left; None where limits are off."""
    shop = shop_of(request)
    if request.app.state.limits_off:
        return None
    async with shop.database.transaction() as tx:
        verdict = await limits.spend(tx, limit, key or network_of(request))
    if not verdict.passed:
        wait = -(-verdict.retry_after // 5) * 5
        request.state.limit_headers = _told(limit, 0, wait)
        raise TooMany(retry_after=wait)
    return verdict


def network_of(request: Request) -> str:
    """The caller's address: IPv4 whole, IPv6 by its /64, which one customer is given."""
    host = request.client.host if request.client else "0.0.0.0"  # noqa: S104
    address = plain_address(host)
    if address is not None and address.version == 6:
        return str(ip_network(f"{address}/64", strict=False))
    return host if address is None else str(address)


def _spending(limit: Limit) -> Callable[[Request, Response], Awaitable[None]]:
    async def spend(request: Request, response: Response) -> None:
        if verdict := await spend_for(request, limit):
            response.headers.update(_told(limit, verdict.remaining, _seconds(limit)))

    return spend


def _told(limit: Limit, remaining: int, seconds: int) -> dict[str, str]:
    """The draft's two headers: what the rule is, and what is left of it for how long."""
    return {
        "RateLimit-Policy": f'"{limit.name}";q={limit.times};w={_seconds(limit)}',
        "RateLimit": f'"{limit.name}";r={remaining};t={seconds}',
    }


def _seconds(limit: Limit) -> int:
    return int(limit.window.total_seconds())
