"""Beginning something that a proof will end. Whoever holds the token is who began it."""

import math

from zahra.base import ids
from zahra.base.db import Transaction
from zahra.shop.identity.factors.model import Ceremony
from zahra.shop.identity.factors.store import ceremonies
from zahra.shop.identity.policy import Policy


async def begin(tx: Transaction, ceremony: Ceremony, *, policy: Policy) -> str:
    """Write down what was begun; the token that ends it."""
    token = ids.token()
    expires_at = tx.now + policy.ceremony_lifetime
    await ceremonies.begin(tx, ids.token_hash(token), ceremony, expires_at=expires_at)
    return token


def seconds(policy: Policy) -> int:
    """How long a ceremony waits."""
    return math.ceil(policy.ceremony_lifetime.total_seconds())
