"""A shop as it really runs: web, worker and simulator in processes of their own, to be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from zahra.providers.outbox import Outbox

_START_SECONDS = 90
Process = subprocess.Popen[bytes]


def free_port() -> int:
    """A port nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(slots=True)
class LivingShop:
    """One installation on a database and a folder of its own, in development mode."""

    dsn: str
    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    port: int = field(default_factory=free_port)
    simulator_port: int = field(default_factory=free_port)
    processes: dict[str, Process] = field(default_factory=dict[str, Process])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def simulator_url(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def outbox(self) -> Outbox:
        """What the shop has sent."""
        return Outbox(self.folder / "outbox")

    @property
    def environment(self) -> dict[str, str]:
        """The settings the processes are started with."""
        return {
            **os.environ,
            "DATABASE_URL": self.dsn,
            "ZAHRA_DATA_DIR": str(self.folder),
            "ZAHRA_PORT": str(self.port),
            "ZAHRA_SIMULATOR_PORT": str(self.simulator_port),
            "ZAHRA_LOG_LEVEL": "WARNING",
            **self.settings,
        }

    def start(self, *names: str) -> None:
        """Start `web`, `work` and `simulate` (or just the named) and wait until they answer."""
        for name in names or ("simulate", "work", "web"):
            self.processes[name] = self._launched(name)
        self.wait_until_ready(names or ("simulate", "work", "web"))

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End a process and its children at once."""
        process = self.processes.pop(name)
        os.killpg(process.pid, how)
        process.wait(20)

    def stop(self) -> None:
        """End everything, politely."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()

    def wait_until_ready(self, names: tuple[str, ...]) -> None:
        """Wait for the processes' own word that they serve."""
        if "simulate" in names:
            self._wait_for(f"{self.simulator_url}/__sim")
        if "web" in names:
            self._wait_for(f"{self.url}/healthz")
        if "work" in names and "web" in self.processes:
            self._wait_for(f"{self.url}/readyz")

    def code_sent_to(self, identifier: str) -> str:
        """The newest one-time code sent to a phone or e-mail address."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for message in self.outbox.messages():
                if message.to == identifier and message.template == "login_code":
                    return next(word for word in message.text.split() if word.isdigit())
            time.sleep(0.05)
        raise AssertionError(f"no code was sent to {identifier}")

    def _launched(self, name: str) -> Process:
        log = (self.folder / f"{name}.log").open("ab")
        return subprocess.Popen(
            [sys.executable, "-m", "zahra", name],
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def _wait_for(self, address: str) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                if httpx.get(address, timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"{address} did not answer; the log: {self.log()[-3000:]}")

    def log(self) -> str:
        """What the processes have said, all together."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))
