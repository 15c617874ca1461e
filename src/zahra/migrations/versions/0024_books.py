"""Settlements, exceptions and what the doctor found."""

from zahra.migrations.sqlfiles import run_file

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    run_file("0024_books.sql")


def downgrade() -> None:
    run_file("0024_books.down.sql")
