"""Stop asking someone who keeps not answering."""

import time
from collections.abc import Callable


class Breaker:
    """After `limit` failures in a row nobody is let through for `rest` seconds.

    Then one is: its success closes the breaker, its failure starts a new rest.
    """

    def __init__(
        self, limit: int, rest: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._rest = rest
        self._clock = clock
        self._failures = 0
        self._closed_again_at = 0.0

    def lets_through(self) -> bool:
        """Whether to ask now. Whoever is let through says how it `worked` or `failed`."""
        if self._failures < self._limit:
            return True
        now = self._clock()
        if now < self._closed_again_at:
            return False
        self._closed_again_at = now + self._rest  # others wait for this one's outcome
        return True

    def worked(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        self._closed_again_at = self._clock() + self._rest
