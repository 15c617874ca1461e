"""Carts."""

from zahra.migrations.sqlfiles import run_file

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    run_file("0007_carts.sql")


def downgrade() -> None:
    run_file("0007_carts.down.sql")
