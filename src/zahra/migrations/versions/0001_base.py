"""Base."""

from zahra.migrations.sqlfiles import run_file

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_file("0001_base.sql")


def downgrade() -> None:
    run_file("0001_base.down.sql")
