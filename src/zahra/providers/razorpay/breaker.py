"""Stop asking someone who keeps not answering."""

import time
from collections.abc import Callable

from zahra.shop.payments.provider import GatewayDown


class Breaker:
    """After `limit` failures in a row, calls are refused at once for `rest` seconds.

    Then one call is let through: its success closes the breaker, its failure starts a new rest.
    """

    def __init__(
        self, limit: int, rest: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._rest = rest
        self._clock = clock
        self._failures = 0
        self._closed_again_at = 0.0

    def must_let_through(self) -> None:
        """Raises GatewayDown while resting."""
        if self._failures < self._limit:
            return
        now = self._clock()
        if now < self._closed_again_at:
            raise GatewayDown(why="resting after failures")
        self._closed_again_at = now + self._rest  # others wait for this one's outcome

    def worked(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        self._closed_again_at = self._clock() + self._rest
