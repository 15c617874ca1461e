"""Bringing a database to a revision, one process at a time, without stalling the shop.

An advisory lock keeps two migrating processes apart. A statement that needs a table lock waits
0.1 s for it and is tried again, so that no reader queues behind a waiting ALTER TABLE.
"""

import time
from functools import cache
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import LockNotAvailable
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

_LOCK = 0x5A4148524100  # "ZAHRA"
_TRIES = 100
_FOLDER = Path(__file__).parent


class BehindOnMigrations(Exception):
    """The database has not had every revision this code needs."""


def migrate(dsn: str, revision: str = "head") -> None:
    """Take the database to `revision`, forwards or back (`-1`, an id, `base`)."""
    with psycopg.connect(dsn, autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        for attempt in range(1, _TRIES + 1):
            try:
                _move(dsn, revision)
                return
            except LockNotAvailable:
                if attempt == _TRIES:
                    raise
                time.sleep(min(0.05 * attempt, 1.0))


def version_of(dsn: str) -> str | None:
    """The revision a database is at, None for an empty one."""
    engine = _engine(dsn)
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str:
    """The newest revision this code knows."""
    newest = ScriptDirectory.from_config(_config("")).get_current_head()
    assert newest is not None
    return newest


def _move(dsn: str, revision: str) -> None:
    backwards = revision.startswith("-") or revision == "base"
    (command.downgrade if backwards else command.upgrade)(_config(dsn), revision)


def _config(dsn: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["dsn"] = dsn
    return config


def _engine(dsn: str):
    return create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(dsn), poolclass=NullPool
    )
