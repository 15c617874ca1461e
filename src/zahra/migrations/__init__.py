"""The database's history: pairs of SQL files, run by Alembic, shipped in the package.

`versions/0007_carts.sql` and `0007_carts.down.sql` are the change and its undoing; the small
Python file beside them only tells Alembic the order. Alembic is loaded by those who migrate: a
web worker, which only asks for the newest revision, does without.
"""

from functools import cache
from pathlib import Path

from zahra.migrations.store import current_revision, revision_at

__all__ = ["current_revision", "head", "is_behind", "migrate", "version_of"]


def migrate(dsn: str, revision: str = "head") -> None:
    """Take the database to `revision`, forwards or back (`-1`, an id, `base`)."""
    from zahra.migrations import running

    running.move(dsn, revision)


def version_of(dsn: str) -> str | None:
    """The revision a database is at, None for an empty one."""
    return revision_at(dsn)


def is_behind(dsn: str) -> bool:
    """Whether a database lacks migrations of this code. One of a newer code does not: while a new
    version is rolled out, the old one goes on."""
    return (version_of(dsn) or "") < head()


@cache
def head() -> str:
    """The newest revision this code knows."""
    files = (Path(__file__).parent / "versions").glob("*.down.sql")
    return max(path.name.split("_", 1)[0] for path in files)
