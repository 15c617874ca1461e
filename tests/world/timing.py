"""Whether two things take the same time: what a stranger with a stopwatch could tell apart."""

import math
from collections.abc import Sequence


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> float:
    """How likely two samples differ as much as these do by chance alone (two-sided, by the normal
    approximation: good from some twenty values each).

    >>> round(mann_whitney(range(0, 80, 2), range(1, 81, 2)), 2)
    0.85
    >>> mann_whitney(range(40), range(40, 80)) < 1e-9
    True
    """
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    rank_sum = sum(at for at, (_, whose) in enumerate(ranked, start=1) if whose == 0)
    n, m = len(first), len(second)
    wins = rank_sum - n * (n + 1) / 2
    spread = math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(wins - n * m / 2) / spread / math.sqrt(2))
