"""Pieces that ship, are cancelled or come back, and what an order is paid with."""

from zahra.migrations.sqlfiles import run_file

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    run_file("0020_fulfilment.sql")


def downgrade() -> None:
    run_file("0020_fulfilment.down.sql")
