"""A bounded number of threads for heavy work, with a bounded queue in front of them."""

import asyncio
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from zahra.base.metrics import PASSWORD_WAIT, PASSWORDS_REFUSED_BUSY
from zahra.shop.identity.passwords.errors import PasswordsBusy

T = TypeVar("T")
_QUEUE = 50
_PATIENCE = 2.0  # seconds in the queue; then whoever waits has long gone


class Threads:
    """As many threads as there are cores."""

    def __init__(
        self,
        name: str,
        *,
        threads: int = os.cpu_count() or 1,
        queue: int = _QUEUE,
        patience: float = _PATIENCE,
    ) -> None:
        self._executor = ThreadPoolExecutor(threads, name)
        self._threads, self._queue, self._patience = threads, queue, patience
        self._inside = 0
        self._counting = threading.Lock()

    async def do(self, work: Callable[[], T]) -> T:
        """`work` in a thread, after those who came before. Raises PasswordsBusy: at once when the
        queue is full, and when its turn comes only after two seconds."""
        with self._counting:
            self._must_have_room()
            self._inside += 1
        future = self._executor.submit(self._timed, work, time.monotonic())
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def must_have_room(self) -> None:
        """Raise PasswordsBusy if the next would be turned away."""
        with self._counting:
            self._must_have_room()

    @property
    def waiting(self) -> int:
        """How many stand in the queue now."""
        with self._counting:
            return max(0, self._inside - self._threads)

    def _must_have_room(self) -> None:
        if self._inside >= self._threads + self._queue:
            PASSWORDS_REFUSED_BUSY.inc()
            raise PasswordsBusy

    def _timed(self, work: Callable[[], T], came_at: float) -> T:
        waited = time.monotonic() - came_at
        PASSWORD_WAIT.observe(waited)
        if waited > self._patience:
            PASSWORDS_REFUSED_BUSY.inc()
            raise PasswordsBusy
        return work()

    def _leave(self, _: Future[Any]) -> None:
        """Also of one that was given up while it waited."""
        with self._counting:
            self._inside -= 1
