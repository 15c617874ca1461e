"""Refunds keep the number that the payer's bank knows them by."""

from zahra.migrations.sqlfiles import run_file

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    run_file("0032_refund_references.sql")


def downgrade() -> None:
    run_file("0032_refund_references.down.sql")
