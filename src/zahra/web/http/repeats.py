"""A page's form sent twice has one effect: its hidden key is claimed in the form's transaction."""

import hashlib

from starlette.requests import Request

from zahra.base import idempotency
from zahra.base.db import Transaction
from zahra.base.idempotency import Answer, Claim
from zahra.web.http.routes import caller_of

_DONE = Answer(303, b"")


async def is_repeat(tx: Transaction, request: Request, typed: dict[str, str]) -> bool:
    """Whether this very form was already taken; else its key is taken now, with the effect.

    A form without a key is never a repeat. Raises KeyReused for another form under the same key.
    """
    if not (key := typed.get("idempotency_key", "")[:255]):
        return False
    told = "&".join(f"{name}={value}" for name, value in sorted(typed.items()))
    route = f"{request.method} {request.url.path}"
    caller = await caller_of(request)
    claim = Claim(caller, route, key, hashlib.sha256(told.encode()).digest())
    if await idempotency.claim(tx, claim) is not None:
        return True
    await idempotency.keep_answer(tx, claim, _DONE)
    return False
