"""The gateway's clock: the real one plus an offset that only moves forward."""

import time
from collections.abc import Generator
from contextlib import contextmanager

from zahra.simulator.books import Books


class Clock:
    """Seconds since 1970. The offset is kept in the books."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._held: float | None = None
        self._offset = 0.0
        self.read_offset()

    def now(self) -> float:
        return time.time() + self._offset if self._held is None else self._held

    def stamp(self) -> int:
        """What goes into `created_at`."""
        return int(self.now())

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("time goes forward")
        self._offset += seconds
        self._books.remember("clock_offset", self._offset)

    def read_offset(self) -> None:
        """Take the offset from the books, as after a reset."""
        self._offset = float(self._books.fact("clock_offset", 0.0))

    @contextmanager
    def held_at(self, moment: float) -> Generator[None]:
        """Stand still: what was due happens at the time it was due."""
        self._held = moment
        try:
            yield
        finally:
            self._held = None
