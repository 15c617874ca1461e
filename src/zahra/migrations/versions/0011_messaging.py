"""What became of each message."""

from zahra.migrations.sqlfiles import run_file

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    run_file("0011_messaging.sql")


def downgrade() -> None:
    run_file("0011_messaging.down.sql")
