"""What a limit is."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """`times` hits in each `window`, which may come all at once (the burst is `times`)."""

    name: str
    times: int
    window: timedelta

    @property
    def interval(self) -> timedelta:
        """How much of the window one hit costs."""
        return self.window / self.times


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a hit passed. `retry_after` is in whole seconds, rounded up; 0 when it passed."""

    limit: Limit
    passed: bool
    remaining: int
    retry_after: int
