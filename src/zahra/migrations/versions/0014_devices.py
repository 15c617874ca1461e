"""Devices, step-up, and the changing secret of a cookie."""

from zahra.migrations.sqlfiles import run_file

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    run_file("0014_devices.sql")


def downgrade() -> None:
    run_file("0014_devices.down.sql")
