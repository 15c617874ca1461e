"""Passwords, their resets, and sign-ups that wait for a proof."""

from zahra.migrations.sqlfiles import run_file

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    run_file("0012_passwords.sql")


def downgrade() -> None:
    run_file("0012_passwords.down.sql")
