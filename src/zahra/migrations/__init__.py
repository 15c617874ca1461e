"""The database's history: pairs of SQL files, run by Alembic, shipped in the package.

`versions/0007_carts.sql` and `0007_carts.down.sql` are the change and its undoing; the small
Python file beside them only tells Alembic the order.
"""

from zahra.migrations.running import BehindOnMigrations, head, migrate, version_of

__all__ = ["BehindOnMigrations", "head", "migrate", "version_of"]
