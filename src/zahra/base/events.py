"""Facts that a package announces, past tense. `app.py` has written down who listens."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has just happened, inside the transaction that made it happen."""
