"""How often an address may do what is worth attacking, and the headers that tell of it.

The table of `Guard`s is the whole of it. A guard is spent in a short transaction of its own before
the request's begins; a refused hit costs nothing. An address, its neighbourhood and everybody have
separate buckets, never one combined key: that would let one address walk through all accounts.
What one identifier may do is counted where the identifier is understood, in `shop/identity`.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from zahra.base import limits
from zahra.base.db import Transaction
from zahra.base.errors import TooMany
from zahra.base.limits import Limit, Verdict
from zahra.base.metrics import RATE_LIMITED
from zahra.web.http.challenges import new_question, use_answer
from zahra.web.http.problems import ChallengeRequired
from zahra.web.http.proxies import neighbourhood_of, network_of
from zahra.web.http.sessions import shop_of

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEN_MINUTES = timedelta(minutes=10)
_HARD = 5  # times its share an address may have with answers; then nothing helps but waiting


@dataclass(frozen=True, slots=True)
class Guard:
    """How often one thing may be done: by one address, by its neighbourhood, by everybody.

    An address that has spent its share and `may_answer` goes on by answering a question.
    """

    address: tuple[Limit, ...]
    network: Limit | None = None
    everyone: Limit | None = None
    may_answer: bool = True

    @property
    def name(self) -> str:
        return self.address[0].name


OTP_SEND = Guard(
    address=(Limit("otp_send", 10, TEN_MINUTES), Limit("otp_send_day", 40, _DAY)),
    network=Limit("otp_send_near", 60, TEN_MINUTES),
)
OTP_VERIFY = Guard(
    address=(Limit("otp_verify", 30, TEN_MINUTES),),
    network=Limit("otp_verify_near", 200, TEN_MINUTES),
)
LOGIN = Guard(
    address=(Limit("login", 20, TEN_MINUTES),),
    network=Limit("login_near", 150, TEN_MINUTES),
)
FORGOT = Guard(
    address=(Limit("forgot", 10, _HOUR),),
    network=Limit("forgot_near", 60, _HOUR),
    everyone=Limit("forgot_all", 1000, _HOUR),
)
REGISTER = Guard(
    address=(Limit("register", 5, _HOUR),),
    network=Limit("register_near", 30, _HOUR),
    everyone=Limit("register_all", 500, _HOUR),
)
REFRESH = Guard(address=(Limit("refresh", 60, _MINUTE),), may_answer=False)
PLACE_ORDER = Guard(address=(Limit("place_order", 20, TEN_MINUTES),), may_answer=False)
GATEWAY_RETURN = Guard(address=(Limit("gateway_return", 60, TEN_MINUTES),), may_answer=False)
UNSIGNED_HINT = Guard(address=(Limit("unsigned_hint", 120, TEN_MINUTES),), may_answer=False)
COUPON = Guard(
    address=(Limit("coupon", 30, TEN_MINUTES), Limit("coupon_day", 200, _DAY)),
    network=Limit("coupon_near", 300, TEN_MINUTES),
    may_answer=False,
)
PAPER = Guard(address=(Limit("paper", 60, TEN_MINUTES),), may_answer=False)
PICTURE = Guard(address=(Limit("picture", 20, _HOUR),), may_answer=False)
CHALLENGE = Guard(address=(Limit("challenge_tries", 60, TEN_MINUTES),), may_answer=False)


def limited(guard: Guard) -> Any:
    """A dependency that spends one hit of `guard` for the caller's address."""
    return Depends(_spending(guard))


async def spend_for(request: Request, guard: Guard) -> Verdict | None:
    """Spend one hit for the caller's address. None where limits are off.

    Raises ChallengeRequired when the share is spent, TooMany when nothing helps but waiting; both
    alike whichever bucket it is that is empty.
    """
    if request.app.state.limits_off:
        return None
    try:
        async with shop_of(request).database.transaction() as tx:
            return await _spend(tx, request, guard)
    except (TooMany, ChallengeRequired):
        RATE_LIMITED.labels(guard.name).inc()
        raise


async def _spend(tx: Transaction, request: Request, guard: Guard) -> Verdict:
    verdicts: list[Verdict] = []
    for bucket in _buckets(request, guard):
        if guard.may_answer:
            await _take(tx, request, guard, _five_times(*bucket))
            verdicts.append(await limits.spend(tx, *bucket))
        else:
            verdicts.append(await _take(tx, request, guard, bucket))
    if guard.everyone is not None:
        await _take(tx, request, guard, (guard.everyone, "all"))
    spent = next((verdict for verdict in verdicts if not verdict.passed), None)
    if spent is not None and not await use_answer(tx, request, shop_of(request).keys):
        raise _question(tx, request, guard, spent)
    return verdicts[0]


def _buckets(request: Request, guard: Guard) -> Iterator[tuple[Limit, str]]:
    """The caller's buckets, always in one order: they are locked in it."""
    for limit in guard.address:
        yield limit, network_of(request)
    if guard.network is not None:
        yield guard.network, neighbourhood_of(request)


def _five_times(limit: Limit, key: str) -> tuple[Limit, str]:
    return Limit(f"{limit.name}_hard", limit.times * _HARD, limit.window), key


async def _take(
    tx: Transaction, request: Request, guard: Guard, bucket: tuple[Limit, str]
) -> Verdict:
    verdict = await limits.spend(tx, *bucket)
    if not verdict.passed:
        raise _too_many(request, guard, verdict)
    return verdict


def _too_many(request: Request, guard: Guard, verdict: Verdict) -> TooMany:
    wait = -(-verdict.retry_after // 5) * 5
    request.state.limit_headers = _told(guard, 0, wait)
    return TooMany(retry_after=wait)


def _question(
    tx: Transaction, request: Request, guard: Guard, verdict: Verdict
) -> ChallengeRequired:
    wait = _too_many(request, guard, verdict).retry_after
    asked = new_question(shop_of(request).keys, tx.now)
    return ChallengeRequired(retry_after=wait, challenge=asked.token, word=asked.word)


def _spending(guard: Guard) -> Callable[[Request, Response], Awaitable[None]]:
    async def spend(request: Request, response: Response) -> None:
        if verdict := await spend_for(request, guard):
            response.headers.update(_told(guard, verdict.remaining, _seconds(guard)))

    return spend


def _told(guard: Guard, remaining: int, seconds: int) -> dict[str, str]:
    """The draft's two headers: what an address may do, and what is left of it for how long."""
    return {
        "RateLimit-Policy": f'"{guard.name}";q={guard.address[0].times};w={_seconds(guard)}',
        "RateLimit": f'"{guard.name}";r={remaining};t={seconds}',
    }


def _seconds(guard: Guard) -> int:
    return int(guard.address[0].window.total_seconds())
