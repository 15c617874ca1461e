"""Claiming a key, keeping its answer, letting it go."""

from datetime import timedelta

from zahra.base.db import Transaction
from zahra.base.errors import Conflict, Invalid
from zahra.base.idempotency import store
from zahra.base.idempotency.model import Answer, Claim

LIFETIME = timedelta(hours=24)
TAKEOVER_AFTER = timedelta(seconds=60)  # a claim without an answer for so long belongs to the dead


class KeyReused(Invalid):
    """The same key came with another body."""

    code = "idempotency_key_reused"
    message = "This Idempotency-Key was already used for a different request."


class RequestInProgress(Conflict):
    """The first request with this key is still running; ask again in a second."""

    code = "request_in_progress"
    message = "The first request with this key is still running. Try again in a second."


async def claim(tx: Transaction, wanted: Claim) -> Answer | None:
    """Claim the key; None means go ahead, an Answer means it was all done before.

    Raises KeyReused for another body, RequestInProgress while the first request runs. A claim
    older than 24 h is forgotten; one without an answer for 60 s is taken over.
    """
    if await store.insert(tx, wanted, now=tx.now):
        return None
    found = await store.claimed_to_change(tx, wanted)
    if found is None or found.claimed_at < tx.now - LIFETIME:
        await store.take_over(tx, wanted, now=tx.now)
        return None
    if bytes(found.body_hash) != wanted.body_hash:
        raise KeyReused
    if found.status is not None:
        return Answer(found.status, bytes(found.answer or b""))
    if found.claimed_at < tx.now - TAKEOVER_AFTER:
        await store.take_over(tx, wanted, now=tx.now)
        return None
    raise RequestInProgress(retry_after=1)


async def keep_answer(tx: Transaction, claimed: Claim, answer: Answer) -> None:
    """Store the answer that repeats will be given."""
    await store.keep(tx, claimed, status=answer.status, answer=answer.body)


async def release(tx: Transaction, claimed: Claim) -> None:
    """Let the key go: the request had no effect and may be sent again."""
    await store.delete(tx, claimed)


async def forget_caller(tx: Transaction, caller: str) -> None:
    """Delete what was answered to somebody who is gone: answers hold addresses and names."""
    await store.forget_caller(tx, caller)
