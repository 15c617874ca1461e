"""The first guard against doing a thing twice: the stored answer to a repeated request.

The second guard is the key written into a UNIQUE column of what a verb makes; it belongs to the
verbs. A claim is committed on its own before the handler runs, the answer after it.
"""

from zahra.base.idempotency.claiming import (
    KeyReused,
    RequestInProgress,
    claim,
    forget_caller,
    keep_answer,
    release,
)
from zahra.base.idempotency.jobs import forget_old_answers
from zahra.base.idempotency.model import Answer, Claim

__all__ = [
    "Answer",
    "Claim",
    "KeyReused",
    "RequestInProgress",
    "claim",
    "forget_caller",
    "forget_old_answers",
    "keep_answer",
    "release",
]
