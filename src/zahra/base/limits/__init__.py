"""Rate limits that hold across processes: GCRA in an UNLOGGED table.

One statement per hit, spent before the request's transaction opens. Which limits exist and what
they are called is the business of those who spend them.
"""

from zahra.base.limits.jobs import forget_full_buckets
from zahra.base.limits.model import Limit, Verdict
from zahra.base.limits.spending import is_spent, refill, spend

__all__ = ["Limit", "Verdict", "forget_full_buckets", "is_spent", "refill", "spend"]
