"""Identity."""

from zahra.migrations.sqlfiles import run_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run_file("0003_identity.sql")


def downgrade() -> None:
    run_file("0003_identity.down.sql")
