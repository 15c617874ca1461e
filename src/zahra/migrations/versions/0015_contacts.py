"""Changing a phone or an e-mail address; erasure."""

from zahra.migrations.sqlfiles import run_file

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    run_file("0015_contacts.sql")


def downgrade() -> None:
    run_file("0015_contacts.down.sql")
