"""Cash that nobody expected is set aside; PIN codes that parcels come back from count."""

from zahra.migrations.sqlfiles import run_file

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    run_file("0029_cash_set_aside.sql")


def downgrade() -> None:
    run_file("0029_cash_set_aside.down.sql")
