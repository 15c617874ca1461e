"""Bringing a database to a revision, one process at a time, without stalling the shop.

An advisory lock keeps two migrating processes apart. A statement that needs a table lock waits
0.1 s for it and is tried again, so that no reader queues behind a waiting ALTER TABLE.
"""

import time
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg.errors import LockNotAvailable

_LOCK = 0x5A4148524100  # "ZAHRA"
_TRIES = 100
_FOLDER = Path(__file__).parent


def move(dsn: str, revision: str) -> None:
    """Take the database to `revision`, one process at a time."""
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


def _move(dsn: str, revision: str) -> None:
    backwards = revision.startswith("-") or revision == "base"
    (command.downgrade if backwards else command.upgrade)(_config(dsn), revision)


def _config(dsn: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["dsn"] = dsn
    return config
