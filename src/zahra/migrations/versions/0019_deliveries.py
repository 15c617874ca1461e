"""PIN codes, rates, shipments and what couriers tell."""

from zahra.migrations.sqlfiles import run_file

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    run_file("0019_deliveries.sql")


def downgrade() -> None:
    run_file("0019_deliveries.down.sql")
