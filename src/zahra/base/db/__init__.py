"""PostgreSQL as the shop uses it: snapshots that read, transactions that write, one clock.

Nothing here knows the shop. Pools, savepoints, row conversion, lock order, migrations and the
embedded server live in this package; every other SQL statement stands in a `store.py`.
"""

from zahra.base.db.connections import (
    Connections,
    DatabaseDown,
    PooledConnections,
    SingleConnection,
)
from zahra.base.db.database import Database
from zahra.base.db.lockorder import LockOrderBroken, Rank
from zahra.base.db.transactions import Listener, Queue, Snapshot, Transaction

__all__ = [
    "Connections",
    "Database",
    "DatabaseDown",
    "Listener",
    "LockOrderBroken",
    "PooledConnections",
    "Queue",
    "Rank",
    "SingleConnection",
    "Snapshot",
    "Transaction",
]
