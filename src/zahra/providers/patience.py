"""Patience with a gateway: how long an answer may take, how often to ask again, when to stop."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from zahra.base.breaker import Breaker
from zahra.shop.payments.provider import GatewayDown, GatewayRefused

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait and how often to ask again. Seconds."""

    connect: float = 3.0
    answer: float = 10.0  # for the whole answer, a dripping one included
    tries: int = 3  # of calls that may be repeated
    pause: float = 0.25  # before the second try; doubles, with jitter
    failures: int = 5  # in a row, before we stop asking
    rest: float = 10.0  # how long we then stop


class Patient:
    """Asks one gateway. A call raises GatewayDown or GatewayRefused, or answers."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._breaker = Breaker(patience.failures, patience.rest)

    async def once(self, call: Callable[[], Awaitable[Answer]]) -> Answer:
        """Ask once, whatever happens; not at all while the gateway rests."""
        if not self._breaker.lets_through():
            raise GatewayDown(why="resting after failures")
        try:
            async with asyncio.timeout(self._patience.answer):
                answer = await call()
        except TimeoutError as trouble:
            self._breaker.failed()
            raise GatewayDown(why="TimeoutError") from trouble
        except GatewayDown:
            self._breaker.failed()
            raise
        except GatewayRefused:
            self._breaker.worked()
            raise
        self._breaker.worked()
        return answer

    async def again(self, call: Callable[[], Awaitable[Answer]]) -> Answer:
        """Ask until answered: only for calls that a repeat does not harm."""
        for earlier in range(self._patience.tries - 1):
            try:
                return await self.once(call)
            except GatewayDown:
                await asyncio.sleep(self._patience.pause * 2**earlier * random.uniform(0.5, 1.0))
        return await self.once(call)
