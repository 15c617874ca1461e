"""What gateways tell of money that cannot be so is set aside."""

from zahra.migrations.sqlfiles import run_file

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    run_file("0030_gateway_oddities.sql")


def downgrade() -> None:
    run_file("0030_gateway_oddities.down.sql")
