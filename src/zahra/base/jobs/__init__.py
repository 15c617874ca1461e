"""Work for later: a job is a row in PostgreSQL, committed with whatever asked for it.

Procrastinate is the queue. A package marks its background entry points with `@job`; `app.py`
lists them and gives each the ports it names; `Worker` runs them.
"""

from zahra.base.jobs.declaring import JobSpec, job, name_of, spec_of
from zahra.base.jobs.queueing import JobQueue
from zahra.base.jobs.store import last_heartbeat, waiting
from zahra.base.jobs.working import Periodic, Worker

__all__ = [
    "JobQueue",
    "JobSpec",
    "Periodic",
    "Worker",
    "job",
    "last_heartbeat",
    "name_of",
    "spec_of",
    "waiting",
]
