"""Jobs."""

from zahra.migrations.sqlfiles import run_file

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_file("0002_jobs.sql")


def downgrade() -> None:
    run_file("0002_jobs.down.sql")
