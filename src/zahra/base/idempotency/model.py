"""What a claim on a key is, and the answer kept under it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose key it is: keys of different callers and routes never meet."""

    caller: str
    route: str
    key: str
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A stored answer, to be given again word for word."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim as it is stored; without a status it has no answer yet."""

    body_hash: bytes
    claimed_at: datetime
    status: int | None
    answer: bytes | None
