"""Returns, exchanges, store credit and payouts."""

from zahra.migrations.sqlfiles import run_file

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    run_file("0022_returns.sql")


def downgrade() -> None:
    run_file("0022_returns.down.sql")
