"""SQL of idempotency keys."""

from datetime import datetime
from typing import Any

from zahra.base.db import Transaction
from zahra.base.idempotency.model import Claim, Claimed


def _key(claim: Claim) -> dict[str, Any]:
    return {"caller": claim.caller, "route": claim.route, "key": claim.key}


async def insert(tx: Transaction, claim: Claim, *, now: datetime) -> bool:
    """Whether the key was free."""
    return (
        await tx.run(
            """
        INSERT INTO idempotency_keys (caller, route, key, body_hash, claimed_at)
        VALUES (%(caller)s, %(route)s, %(key)s, %(body_hash)s, %(now)s)
        ON CONFLICT DO NOTHING
        """,
            **_key(claim),
            body_hash=claim.body_hash,
            now=now,
        )
        == 1
    )


async def claimed_to_change(tx: Transaction, claim: Claim) -> Claimed | None:
    return await tx.row(
        Claimed,
        """
        SELECT body_hash, claimed_at, status, answer FROM idempotency_keys
        WHERE caller = %(caller)s AND route = %(route)s AND key = %(key)s FOR UPDATE
        """,
        **_key(claim),
    )


async def take_over(tx: Transaction, claim: Claim, *, now: datetime) -> None:
    await tx.run(
        """
        INSERT INTO idempotency_keys AS k (caller, route, key, body_hash, claimed_at)
        VALUES (%(caller)s, %(route)s, %(key)s, %(body_hash)s, %(now)s)
        ON CONFLICT (caller, route, key) DO UPDATE
        SET body_hash = excluded.body_hash, claimed_at = excluded.claimed_at,
            status = NULL, answer = NULL
        """,
        **_key(claim),
        body_hash=claim.body_hash,
        now=now,
    )


async def keep(tx: Transaction, claim: Claim, *, status: int, answer: bytes) -> None:
    await tx.run(
        """
        UPDATE idempotency_keys SET status = %(status)s, answer = %(answer)s
        WHERE caller = %(caller)s AND route = %(route)s AND key = %(key)s
        """,
        **_key(claim),
        status=status,
        answer=answer,
    )


async def delete(tx: Transaction, claim: Claim) -> None:
    await tx.run(
        """
        DELETE FROM idempotency_keys
        WHERE caller = %(caller)s AND route = %(route)s AND key = %(key)s
        """,
        **_key(claim),
    )


async def forget_before(tx: Transaction, moment: datetime) -> int:
    return await tx.run("DELETE FROM idempotency_keys WHERE claimed_at < %(moment)s", moment=moment)


async def forget_caller(tx: Transaction, caller: str) -> None:
    await tx.run("DELETE FROM idempotency_keys WHERE caller = %(caller)s", caller=caller)
