"""Opening the shop: its ports must be free, and people are told when it sells and where."""

import json
import os
import socket
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass, field

from rich.console import Console

from zahra.settings import CannotRun, Settings
from zahra.supervising import Supervisor

_READY_SECONDS = 60
_LOGIN = "demo-owner.json"


@dataclass(frozen=True, slots=True)
class OwnerLogin:
    """The demo shop's owner, of this data folder alone. There is none in production."""

    email: str
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)

    def keep(self, settings: Settings) -> None:
        """Write it down for whoever owns the data folder, and nobody else."""
        path = settings.data_dir / _LOGIN
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(self), file)


def owner_login(settings: Settings) -> OwnerLogin | None:
    """The login that was made with this data folder's demo shop."""
    path = settings.data_dir / _LOGIN
    if not settings.in_development or not path.exists():
        return None
    return OwnerLogin(**json.loads(path.read_text()))


def announce(settings: Settings, console: Console, supervisor: Supervisor) -> None:
    """Wait until the shop sells, then say where everything is."""
    deadline = time.monotonic() + _READY_SECONDS
    with console.status("Opening the shop …"):
        while not _is_ready(settings):
            supervisor.check()
            if supervisor.is_stopping:
                return
            if time.monotonic() > deadline:
                raise CannotRun(f"The shop was not ready within {_READY_SECONDS} s.")
            time.sleep(0.05)
    console.print(f"[bold]{settings.brand} is open.[/bold] Stop it with Ctrl-C.")
    rows = [("Shop", settings.url), ("API", f"{settings.url}/api/v1/docs")]
    if settings.in_development:
        rows.append(("Messages sent", f"{settings.url}/__dev/outbox"))
        rows.append(("A shopper", "+91 90000 00011 (the code appears among the messages)"))
    if login := owner_login(settings):
        rows.append(("Admin", f"{settings.url}/admin"))
        rows.append(("Its owner", f"{login.email}, password {login.password}"))
        rows.append(("Their app", f"secret {login.totp_secret} (or: zahra user code)"))
    elif settings.in_development:
        rows.append(("Admin", f"{settings.url}/admin, after: zahra user create-owner EMAIL"))
    if settings.uses_simulator:
        rows.append(("Gateway simulator", f"{settings.simulator_url}/__sim"))
    for name, value in rows:
        console.print(f"  {name:<18} {value}", soft_wrap=True)


def _is_ready(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    try:
        address = f"http://{host}:{settings.port}/readyz"
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def refuse_taken_ports(settings: Settings) -> None:
    wanted = [(settings.host, settings.port, "ZAHRA_PORT")]
    if settings.uses_simulator:
        wanted.append(("127.0.0.1", settings.simulator_port, "ZAHRA_SIMULATOR_PORT"))
    for host, port, name in wanted:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as why:
                raise CannotRun(
                    f"Port {port} is taken. Stop what uses it, or set {name} to another port."
                ) from why
