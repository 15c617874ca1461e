"""Promotions, coupons and who has used them."""

from zahra.migrations.sqlfiles import run_file

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    run_file("0017_promotions.sql")


def downgrade() -> None:
    run_file("0017_promotions.down.sql")
