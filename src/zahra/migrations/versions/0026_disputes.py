"""Disputes of payments."""

from zahra.migrations.sqlfiles import run_file

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    run_file("0026_disputes.sql")


def downgrade() -> None:
    run_file("0026_disputes.down.sql")
