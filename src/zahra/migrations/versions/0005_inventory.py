"""Inventory."""

from zahra.migrations.sqlfiles import run_file

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run_file("0005_inventory.sql")


def downgrade() -> None:
    run_file("0005_inventory.down.sql")
