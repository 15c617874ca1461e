"""Messages."""

from zahra.migrations.sqlfiles import run_file

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    run_file("0010_messages.sql")


def downgrade() -> None:
    run_file("0010_messages.down.sql")
