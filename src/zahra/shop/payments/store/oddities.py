"""SQL of what gateways told that cannot be so."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Transaction
from zahra.shop.payments.oddities import Oddity


async def note(tx: Transaction, attempt_id: UUID, found: Iterable[Oddity]) -> None:
    """Keep what was told last of each thing."""
    await tx.run(
        """
        INSERT INTO gateway_oddities (attempt_id, name, told, told_at)
        SELECT DISTINCT ON (o.name) %(attempt_id)s, o.name, o.told, %(now)s
        FROM jsonb_to_recordset(%(found)s) AS o (name text, told text)
        ON CONFLICT (attempt_id, name) DO UPDATE
        SET told = excluded.told, told_at = excluded.told_at
        """,
        attempt_id=attempt_id,
        now=tx.now,
        found=Jsonb([asdict(each) for each in found]),
    )
