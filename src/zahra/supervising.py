"""`zahra run`: one parent for the web, the worker and, in development, the simulator.

Each child lives in a session of its own, so that Ctrl-C reaches only the parent, which stops them
in order. A dead child is restarted with back-off; three deaths in 30 s end the run with one
sentence.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

_DEATHS = 3
_WINDOW_SECONDS = 30
_GRACE_SECONDS = 20


class GaveUp(Exception):
    """A child died too often; the sentence says which."""


@dataclass(slots=True)
class Child:
    """A process the parent keeps alive: `name` for people, `arguments` for `python -m zahra`."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list[float])

    def start(self) -> None:
        """Start it, in a session of its own."""
        command = [sys.executable, "-m", "zahra", *self.arguments]
        environment = {**os.environ, **self.environment}
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to finish; insist after 20 s."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Keeps children alive until told to stop; stops them in the order given."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._stopping = False

    def run(self, when_started: Callable[[], None]) -> None:
        """Start all, call `when_started`, and stand watch. Raises GaveUp."""
        signal.signal(signal.SIGINT, self._told_to_stop)
        signal.signal(signal.SIGTERM, self._told_to_stop)
        try:
            for child in self._children:
                child.start()
            when_started()
            while not self._stopping:
                self._revive()
                time.sleep(0.2)
        finally:
            for child in self._children:
                child.stop()

    @property
    def is_stopping(self) -> bool:
        """Whether SIGINT or SIGTERM has come."""
        return self._stopping

    def check(self) -> None:
        """Revive whoever died while starting. Raises GaveUp."""
        self._revive()

    def _revive(self) -> None:
        for child in self._children:
            if self._stopping or child.is_alive():
                continue
            now = time.monotonic()
            child.deaths = [*(d for d in child.deaths if now - d < _WINDOW_SECONDS), now]
            if len(child.deaths) >= _DEATHS:
                raise GaveUp(f"The {child.name} died {_DEATHS} times in {_WINDOW_SECONDS} s.")
            time.sleep(0.5 * len(child.deaths))
            child.start()

    def _told_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
