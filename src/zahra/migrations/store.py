"""SQL about the database's own version."""

from zahra.base.db import Snapshot


async def current_revision(snapshot: Snapshot) -> str | None:
    """The revision this database is at."""
    return await snapshot.value("SELECT version_num FROM alembic_version")
