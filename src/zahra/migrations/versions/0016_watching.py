"""Keeping watch over the door."""

from zahra.migrations.sqlfiles import run_file

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    run_file("0016_watching.sql")


def downgrade() -> None:
    run_file("0016_watching.down.sql")
