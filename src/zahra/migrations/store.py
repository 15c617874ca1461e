"""SQL about the database's own version."""

import psycopg

from zahra.base.db import Snapshot


async def current_revision(snapshot: Snapshot) -> str | None:
    """The revision this database is at."""
    return await snapshot.value("SELECT version_num FROM alembic_version")


def revision_at(dsn: str) -> str | None:
    """The same for somebody without a pool; None for an empty database."""
    with psycopg.connect(dsn) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except psycopg.errors.UndefinedTable:
            return None
    return row[0] if row else None
