"""Rewards for paying a cash order online after all."""

from zahra.migrations.sqlfiles import run_file

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    run_file("0027_switch_rewards.sql")


def downgrade() -> None:
    run_file("0027_switch_rewards.down.sql")
