"""Invoices, credit notes and their gapless series."""

from zahra.migrations.sqlfiles import run_file

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    run_file("0018_invoices.sql")


def downgrade() -> None:
    run_file("0018_invoices.down.sql")
