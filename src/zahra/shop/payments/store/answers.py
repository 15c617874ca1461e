"""SQL around a gateway's answer: what is known before it, and what it leaves behind.

The order's lock is held for both: only its holder writes attempts and payments of the order.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Snapshot, Transaction
from zahra.shop.payments.model import Attempt, Payment
from zahra.shop.payments.rules import Change
from zahra.shop.payments.states import AttemptState

_UNHELD = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL's JSON has no room for


@dataclass(frozen=True, slots=True)
class Known:
    """An attempt's state, every payment of its order, oldest first, which of the payments that were
    told are another order's, and whether another attempt of its order is live."""

    state: AttemptState
    payments: tuple[Payment, ...]
    of_others: tuple[str, ...]
    has_live_other: bool


async def known(snapshot: Snapshot, attempt_id: UUID, *, told: Sequence[str]) -> Known | None:
    return await snapshot.row(
        Known,
        """
        SELECT a.state, (
            SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'attempt_id', p.attempt_id,
                'order_id', p.order_id, 'provider', p.provider,
                'provider_payment_id', p.provider_payment_id, 'amount', p.amount,
                'refund_granted', p.refund_granted, 'amount_refunded', p.amount_refunded,
                'currency', p.currency, 'state', p.state, 'purpose', p.purpose,
                'method', p.method, 'error_code', p.error_code, 'error_reason', p.error_reason,
                'first_seen_at', p.first_seen_at, 'captured_at', p.captured_at,
                'is_disputed', p.is_disputed, 'lost', p.lost)
                ORDER BY p.first_seen_at, p.id), '[]')
            FROM payments p WHERE p.order_id = a.order_id) AS payments, (
            SELECT coalesce(jsonb_agg(p.provider_payment_id), '[]') FROM payments p
            WHERE p.provider = a.provider AND p.provider_payment_id = ANY (%(told)s::text[])
                AND p.order_id <> a.order_id) AS of_others, EXISTS (
            SELECT FROM payment_attempts o WHERE o.order_id = a.order_id AND o.id <> a.id
                AND o.state IN ('created', 'opened', 'processing')) AS has_live_other
        FROM payment_attempts a WHERE a.id = %(id)s
        """,
        id=attempt_id,
        told=list(told),
    )


async def write_down(
    tx: Transaction, attempt: Attempt, state: AttemptState, changes: Sequence[Change]
) -> None:
    """The attempt's state and every payment that changed, by one statement."""
    await tx.run(
        """
        WITH asked AS (
            UPDATE payment_attempts SET state = %(state)s, asked_at = %(now)s
            WHERE id = %(attempt_id)s)
        INSERT INTO payments (id, attempt_id, order_id, provider, provider_payment_id, amount,
            refund_granted, amount_refunded, currency, state, purpose, method, error_code,
            error_reason, raw, first_seen_at, captured_at)
        SELECT id, attempt_id, order_id, provider, provider_payment_id, amount, refund_granted,
            amount_refunded, currency, state, purpose, method, error_code, error_reason, raw,
            first_seen_at, captured_at
        FROM jsonb_to_recordset(%(changed)s) AS p (id uuid, attempt_id uuid, order_id uuid,
            provider text, provider_payment_id text, amount bigint, refund_granted bigint,
            amount_refunded bigint, currency text, state text, purpose text, method text,
            error_code text, error_reason text, raw jsonb, first_seen_at timestamptz,
            captured_at timestamptz)
        ON CONFLICT (provider, provider_payment_id) DO UPDATE
        SET state = excluded.state, purpose = excluded.purpose, method = excluded.method,
            error_code = excluded.error_code, error_reason = excluded.error_reason,
            raw = excluded.raw, captured_at = excluded.captured_at
        WHERE payments.order_id = excluded.order_id
        """,
        attempt_id=attempt.id,
        state=state,
        now=tx.now,
        changed=Jsonb([{**asdict(c.after), "raw": dict(c.raw)} for c in changes], dumps=_dumps),
    )


def _dumps(value: object) -> str:
    return json.dumps(_held(value), default=str)  # ids and times as text


def _held(value: Any) -> Any:
    """The same without what a column cannot hold: a gateway's words are not ours to choose.

    >>> _held({"note": "a" + chr(0) + "b", "rates": [float("nan"), 1.5]})
    {'note': 'ab', 'rates': [None, 1.5]}
    """
    if isinstance(value, str):
        return _UNHELD.sub("", value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        fields = cast(dict[Any, Any], value)
        return {_held(name): _held(inner) for name, inner in fields.items()}
    if isinstance(value, list):
        return [_held(inner) for inner in cast(list[Any], value)]
    return value
