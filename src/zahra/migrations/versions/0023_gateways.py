"""Payment links, saved ways of paying, the health of gateways."""

from zahra.migrations.sqlfiles import run_file

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    run_file("0023_gateways.sql")


def downgrade() -> None:
    run_file("0023_gateways.down.sql")
