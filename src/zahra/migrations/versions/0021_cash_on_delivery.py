"""Who may pay at the door, and the cash couriers owe."""

from zahra.migrations.sqlfiles import run_file

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    run_file("0021_cash_on_delivery.sql")


def downgrade() -> None:
    run_file("0021_cash_on_delivery.down.sql")
