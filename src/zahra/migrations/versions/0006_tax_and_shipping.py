"""Tax and shipping."""

from zahra.migrations.sqlfiles import run_file

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run_file("0006_tax_and_shipping.sql")


def downgrade() -> None:
    run_file("0006_tax_and_shipping.down.sql")
