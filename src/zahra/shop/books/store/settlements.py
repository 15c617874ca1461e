"""SQL of payouts: what gateways settled, matched with our payments and refunds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.books.model import Settlement
from zahra.shop.payments import SettledFact


async def put_settlements(tx: Transaction, provider: str, facts: Sequence[SettledFact]) -> None:
    """A row for each payout that is not known yet; its UTR may become known later."""
    found = {fact.settlement_id: fact for fact in facts}
    await tx.run(
        """
        INSERT INTO settlements
            (id, provider, provider_settlement_id, utr, settled_at, imported_at)
        SELECT id, %(provider)s, settlement_id, utr, settled_at, %(now)s
        FROM jsonb_to_recordset(%(rows)s)
            AS line (id uuid, settlement_id text, utr text, settled_at timestamptz)
        ORDER BY settlement_id ON CONFLICT (provider, provider_settlement_id)
            DO UPDATE SET utr = excluded.utr
            WHERE settlements.utr IS NULL AND excluded.utr IS NOT NULL
        """,
        provider=provider,
        rows=_rows(found.values()),
        now=tx.now,
    )


async def put_items(tx: Transaction, provider: str, facts: Sequence[SettledFact]) -> int:
    """The lines that are not known yet, each with the payment or refund it is about; how many."""
    return await tx.run(
        """
        INSERT INTO settlement_items (id, settlement_id, provider, kind, entity_id, amount, credit,
            debit, fee, tax, payment_id, refund_id, settled_at, provider_dispute_id, dispute_id)
        SELECT line.id, s.id, %(provider)s, kind, entity_id, line.amount, credit, debit, fee, tax,
            p.id, r.id, line.settled_at, line.dispute_id, d.id
        FROM jsonb_to_recordset(%(rows)s) AS line (id uuid, kind text, entity_id text,
            amount bigint, credit bigint, debit bigint, fee bigint, tax bigint,
            settlement_id text, settled_at timestamptz, dispute_id text)
        JOIN settlements s
            ON s.provider = %(provider)s AND s.provider_settlement_id = line.settlement_id
        LEFT JOIN payments p ON kind = 'payment' AND p.provider = %(provider)s
            AND p.provider_payment_id = line.entity_id
        LEFT JOIN (refunds r JOIN payments q ON q.id = r.payment_id)
            ON kind = 'refund' AND q.provider = %(provider)s
            AND r.provider_refund_id = line.entity_id
        LEFT JOIN disputes d ON d.provider = %(provider)s
            AND d.provider_dispute_id = line.dispute_id
        ORDER BY kind, entity_id ON CONFLICT (provider, kind, entity_id) DO NOTHING
        """,
        provider=provider,
        rows=_rows(facts),
    )


async def match_again(tx: Transaction) -> int:
    """Match lines nobody knew with what has become known since; how many."""
    return await tx.run(
        """
        UPDATE settlement_items i SET payment_id = found.payment_id, refund_id = found.refund_id
        FROM (
            SELECT i.id, p.id AS payment_id, r.id AS refund_id FROM settlement_items i
            LEFT JOIN payments p ON i.kind = 'payment' AND p.provider = i.provider
                AND p.provider_payment_id = i.entity_id
            LEFT JOIN (refunds r JOIN payments q ON q.id = r.payment_id)
                ON i.kind = 'refund' AND q.provider = i.provider
                AND r.provider_refund_id = i.entity_id
            WHERE i.payment_id IS NULL AND i.refund_id IS NULL
              AND i.kind IN ('payment', 'refund')) found
        WHERE found.id = i.id AND (found.payment_id IS NOT NULL OR found.refund_id IS NOT NULL)
        """
    )


async def match_disputes(tx: Transaction) -> int:
    """Match adjustments that name a dispute with it, once it is known; how many."""
    return await tx.run(
        """
        UPDATE settlement_items i SET dispute_id = d.id FROM disputes d
        WHERE i.dispute_id IS NULL AND d.provider = i.provider
          AND d.provider_dispute_id = i.provider_dispute_id
        """
    )


async def unmatched(snapshot: Snapshot, provider: str, facts: Collection[SettledFact]) -> int:
    """How many of these lines are about no payment, refund or dispute of ours."""
    return await snapshot.value(
        """
        SELECT count(*) FROM settlement_items
        WHERE provider = %(provider)s AND entity_id = ANY(%(ids)s)
          AND payment_id IS NULL AND refund_id IS NULL AND dispute_id IS NULL
          AND (kind IN ('payment', 'refund') OR provider_dispute_id IS NOT NULL)
        """,
        provider=provider,
        ids=[fact.entity_id for fact in facts],
    )


async def told_otherwise(
    snapshot: Snapshot, provider: str, facts: Collection[SettledFact]
) -> list[str]:
    """Which of these lines were told with other amounts, or of another payout, the first time."""
    return await snapshot.values(
        """
        SELECT DISTINCT i.entity_id FROM jsonb_to_recordset(%(rows)s) AS line (kind text,
            entity_id text, amount bigint, credit bigint, debit bigint, fee bigint, tax bigint,
            settlement_id text)
        JOIN settlement_items i ON i.provider = %(provider)s AND i.kind = line.kind
            AND i.entity_id = line.entity_id
        JOIN settlements s ON s.id = i.settlement_id
        WHERE (line.amount, line.credit, line.debit, line.fee, line.tax, line.settlement_id)
            IS DISTINCT FROM
            (i.amount, i.credit, i.debit, i.fee, i.tax, s.provider_settlement_id)
        ORDER BY i.entity_id
        """,
        provider=provider,
        rows=_rows(facts),
    )


async def settlements(
    snapshot: Snapshot, *, since: datetime, until: datetime, after: UUID | None, limit: int
) -> list[Settlement]:
    """Payouts of a stretch of time, the latest first; `after` names the last one seen."""
    return await snapshot.rows(
        Settlement,
        """
        SELECT s.id, s.provider, s.provider_settlement_id, s.utr, s.settled_at,
            count(i.id)::int AS items,
            (count(i.id) FILTER (WHERE i.payment_id IS NULL AND i.refund_id IS NULL
                AND i.dispute_id IS NULL AND (i.kind IN ('payment', 'refund')
                    OR i.provider_dispute_id IS NOT NULL)))::int AS unknown,
            coalesce(sum(i.credit), 0)::bigint AS credit,
            coalesce(sum(i.debit), 0)::bigint AS debit,
            coalesce(sum(i.fee), 0)::bigint AS fee, coalesce(sum(i.tax), 0)::bigint AS tax
        FROM settlements s LEFT JOIN settlement_items i ON i.settlement_id = s.id
        WHERE s.settled_at >= %(since)s AND s.settled_at < %(until)s
          AND (%(after)s::uuid IS NULL OR (s.settled_at, s.id) < (
              SELECT a.settled_at, a.id FROM settlements a WHERE a.id = %(after)s::uuid))
        GROUP BY s.id ORDER BY s.settled_at DESC, s.id DESC LIMIT %(limit)s
        """,
        since=since,
        until=until,
        after=after,
        limit=limit,
    )


async def payments_unknown_to_us(
    snapshot: Snapshot, provider: str, payment_ids: Collection[str]
) -> list[str]:
    """Which of a gateway's payments we have never heard of."""
    return await snapshot.values(
        """
        SELECT asked FROM unnest(%(ids)s::text[]) asked WHERE NOT EXISTS (
            SELECT FROM payments p
            WHERE p.provider = %(provider)s AND p.provider_payment_id = asked)
        """,
        provider=provider,
        ids=list(payment_ids),
    )


def _rows(facts: Iterable[SettledFact]) -> Jsonb:
    return Jsonb(
        [
            {
                **asdict(fact),
                "id": str(ids.new()),
                "settled_at": fact.settled_at.isoformat(),
            }
            for fact in facts
        ]
    )
