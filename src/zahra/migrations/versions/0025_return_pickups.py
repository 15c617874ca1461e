"""Couriers who fetch what comes back, and pictures that people send us."""

from zahra.migrations.sqlfiles import run_file

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    run_file("0025_return_pickups.sql")


def downgrade() -> None:
    run_file("0025_return_pickups.down.sql")
