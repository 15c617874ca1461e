"""What this process counts for a monitoring system.

Several web processes count into files of one folder, if `PROMETHEUS_MULTIPROC_DIR` names it
before this is imported, and any of them tells the sum. What the database knows is not counted here.
"""

import os

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

RATE_LIMITED = Counter(
    "zahra_rate_limited", "Requests refused because they came too fast, by limit", ["limit"]
)
CROSS_SITE_REFUSED = Counter(
    "zahra_cross_site_refused", "Requests refused because another site sent them"
)
PASSWORD_WAIT = Histogram(
    "zahra_password_wait_seconds",
    "How long checking a password waited for its turn",
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2),
)
PASSWORDS_REFUSED_BUSY = Counter(
    "zahra_passwords_refused_busy", "Passwords not checked because too many were waiting"
)


def process_registry() -> CollectorRegistry:
    """What was counted: by this process, or by all that share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry
