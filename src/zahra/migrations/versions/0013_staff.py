"""Roles, second factors, enrolment."""

from zahra.migrations.sqlfiles import run_file

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    run_file("0013_staff.sql")


def downgrade() -> None:
    run_file("0013_staff.down.sql")
