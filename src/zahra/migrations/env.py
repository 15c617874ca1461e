"""Alembic's entry point: connect through psycopg and run the revisions, each in a transaction."""

from typing import Any

import psycopg
from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool


def _connect() -> psycopg.Connection[Any]:
    return psycopg.connect(context.config.attributes["dsn"], options="-c lock_timeout=100ms")


engine = create_engine("postgresql+psycopg://", creator=_connect, poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
