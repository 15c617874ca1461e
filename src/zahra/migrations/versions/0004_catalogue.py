"""Catalogue."""

from zahra.migrations.sqlfiles import run_file

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run_file("0004_catalogue.sql")


def downgrade() -> None:
    run_file("0004_catalogue.down.sql")
