"""The API's rate limits, by address, and the headers that tell of them.

Spent in a short transaction of its own before the request's begins.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from zahra.base import limits
from zahra.base.errors import TooMany
from zahra.base.limits import Limit, Verdict
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
        raise TooMany(retry_after=-(-verdict.retry_after // 5) * 5)
    return verdict


def network_of(request: Request) -> str:
    """The caller's address: IPv4 whole, IPv6 by its /64, which one customer is given."""
    host = request.client.host if request.client else "0.0.0.0"  # noqa: S104
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)


def _spending(limit: Limit) -> Callable[[Request, Response], Awaitable[None]]:
    async def spend(request: Request, response: Response) -> None:
        if verdict := await spend_for(request, limit):
            window = int(limit.window.total_seconds())
            policy = f'"{limit.name}";q={limit.times};w={window}'
            response.headers["RateLimit-Policy"] = policy
            response.headers["RateLimit"] = f'"{limit.name}";r={verdict.remaining};t={window}'

    return spend
