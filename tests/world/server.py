"""The test run's PostgreSQL: an embedded server, a migrated template, and clones of it."""

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql

from zahra.base.db.embedded import EmbeddedServer
from zahra.base.db.locating import FileLock
from zahra.migrations import migrate

ROOT = Path(__file__).parents[2]
_HOME = ROOT / ".zahra" / "tests" / "postgres"
_VERSIONS = ROOT / "src" / "zahra" / "migrations" / "versions"


def start_server() -> EmbeddedServer:
    """Start or share the server. It does not wait for the disk: its data is thrown away."""
    haste = ["fsync=off", "synchronous_commit=off", "deadlock_timeout=100ms"]
    server = EmbeddedServer(_HOME, [*haste, "max_connections=300"])
    server.start()
    return server


def clone_template(server: EmbeddedServer, name: str) -> str:
    """A new database with every migration; the template is made once per set of migrations."""
    template = f"zahra_template_{_fingerprint()}"
    _HOME.mkdir(parents=True, exist_ok=True)
    with FileLock(_HOME.parent / "template.lock"):
        if not _exists(server, template):
            _execute(server, "CREATE DATABASE {}", f"{template}_making")
            migrate(server.dsn(f"{template}_making"))
            _execute(server, "ALTER DATABASE {} RENAME TO {}", f"{template}_making", template)
        drop_database(server, name)
        _execute(server, "CREATE DATABASE {} TEMPLATE {} STRATEGY wal_log", name, template)
    return server.dsn(name)


def drop_database(server: EmbeddedServer, name: str) -> None:
    _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(server: EmbeddedServer, statement: str, *names: str) -> None:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # pyright: ignore[reportArgumentType]


def _exists(server: EmbeddedServer, name: str) -> bool:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def _fingerprint() -> str:
    """A name for this set of migrations, so that a changed file makes a new template."""
    digest = hashlib.sha256()
    for path in sorted(_VERSIONS.glob("*.sql")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
