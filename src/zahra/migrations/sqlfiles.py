"""Running a revision's SQL file on the driver's own connection.

Alembic's `op.execute` would take `:x` for a parameter and `exec_driver_sql` would trip on `%`.
"""

from pathlib import Path
from typing import Any

from alembic import op

_VERSIONS = Path(__file__).parent / "versions"


def run_file(name: str) -> None:
    """Run every statement of `versions/<name>` in the revision's transaction."""
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute((_VERSIONS / name).read_bytes())
