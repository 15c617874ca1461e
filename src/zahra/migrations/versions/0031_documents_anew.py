"""An invoice may take another's place; late credit notes adjust no GST."""

from zahra.migrations.sqlfiles import run_file

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    run_file("0031_documents_anew.sql")


def downgrade() -> None:
    run_file("0031_documents_anew.down.sql")
