"""Refused refunds go another way; store credit can be given up."""

from zahra.migrations.sqlfiles import run_file

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    run_file("0028_refunds_another_way.sql")


def downgrade() -> None:
    run_file("0028_refunds_another_way.down.sql")
