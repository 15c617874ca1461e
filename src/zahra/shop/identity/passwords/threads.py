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
_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class PasswordLoad:
    """How busy a process is with passwords. `waiting` stand in the queue now; `done` and `refused`
    only grow; `wait_p95` is in seconds, of the last two hundred."""

    waiting: int
    done: int
    refused: int
    wait_p95: float


class Threads:
    """As many threads as there are cores."""

    def __init__(self, name: str, *, threads: int = os.cpu_count() or 1, queue: int = _QUEUE):
        self._executor = ThreadPoolExecutor(threads, name)
        self._threads, self._queue = threads, queue
        self._inside = self._done = self._refused = 0
        self._waits = deque[float]((), _REMEMBERED)
        self._counting = threading.Lock()

    async def do(self, work: Callable[[], T]) -> T:
        """`work` in a thread, after those who came before. Raises PasswordsBusy at once when the
        queue is full."""
        with self._counting:
            if self._inside >= self._threads + self._queue:
                self._refused += 1
                raise PasswordsBusy
            self._inside += 1
        future = self._executor.submit(self._timed, work, time.monotonic())
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    @property
    def load(self) -> PasswordLoad:
        with self._counting:
            waits = sorted(self._waits)
            waiting = max(0, self._inside - self._threads)
            p95 = waits[math.ceil(len(waits) * 0.95) - 1] if waits else 0.0
            return PasswordLoad(waiting, self._done, self._refused, p95)

    def _timed(self, work: Callable[[], T], came_at: float) -> T:
        waited = time.monotonic() - came_at
        with self._counting:
            self._waits.append(waited)
        return work()

    def _leave(self, _: Future[Any]) -> None:
        """Also of one that was given up while it waited."""
        with self._counting:
            self._inside -= 1
            self._done += 1
