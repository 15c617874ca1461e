"""Payments."""

from zahra.migrations.sqlfiles import run_file

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    run_file("0009_payments.sql")


def downgrade() -> None:
    run_file("0009_payments.down.sql")
