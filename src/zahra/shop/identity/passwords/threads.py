"""A bounded number of threads for heavy work, with a bounded queue in front of them."""

import asyncio
import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from zahra.shop.identity.passwords.errors import PasswordsBusy

T = TypeVar("T")
_QUEUE = 50
_PATIENCE = 2.0  # seconds in the queue; then whoever waits has long gone
_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class PasswordLoad:
    """How busy a process is with passwords. `waiting` stand in the queue now; `done` (also what was
    given up) and `refused` only grow; `wait_p95` is in seconds, of the last two hundred."""

    waiting: int
    done: int
    refused: int
    wait_p95: float


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
        self._inside = self._done = self._refused = 0
        self._waits = deque[float]((), _REMEMBERED)
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
    def load(self) -> PasswordLoad:
        with self._counting:
            waits = sorted(self._waits)
            waiting = max(0, self._inside - self._threads)
            p95 = waits[math.ceil(len(waits) * 0.95) - 1] if waits else 0.0
            return PasswordLoad(waiting, self._done, self._refused, p95)

    def _must_have_room(self) -> None:
        if self._inside >= self._threads + self._queue:
            self._refused += 1
            raise PasswordsBusy

    def _timed(self, work: Callable[[], T], came_at: float) -> T:
        waited = time.monotonic() - came_at
        is_late = waited > self._patience
        with self._counting:
            self._waits.append(waited)
            self._refused += is_late
        if is_late:
            raise PasswordsBusy
        return work()

    def _leave(self, _: Future[Any]) -> None:
        """Also of one that was given up while it waited."""
        with self._counting:
            self._inside -= 1
            self._done += 1
