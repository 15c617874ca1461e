"""Refunds keep the number that the payer's bank knows them by."""

from zahra.migrations.sqlfiles import run_file

revision = "0037"
down_revision = "0031"


def upgrade() -> None:
    run_file("0037_refund_references.sql")


def downgrade() -> None:
    run_file("0037_refund_references.down.sql")
