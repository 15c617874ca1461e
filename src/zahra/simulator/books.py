"""The gateway's books in one SQLite file, so that a restart forgets no open payment.

Objects are kept as JSON: what the API shows, and what only the gateway knows. Everything runs in
the event loop's thread; `writing()` never spans an `await`.
"""

import json
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS things (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    parent TEXT NOT NULL, receipt TEXT, created_at INTEGER NOT NULL, due_at REAL,
    shown TEXT NOT NULL, kept TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS things_parent ON things (parent, kind);
CREATE INDEX IF NOT EXISTS things_receipt ON things (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX IF NOT EXISTS things_due ON things (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS letters (
    number INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, endpoint_id TEXT NOT NULL,
    type TEXT NOT NULL, lane TEXT NOT NULL, body BLOB NOT NULL, signature TEXT NOT NULL,
    early INTEGER NOT NULL, made_at REAL NOT NULL, due_at REAL NOT NULL, state TEXT NOT NULL,
    attempts TEXT NOT NULL DEFAULT '[]');
CREATE INDEX IF NOT EXISTS letters_due ON letters (due_at) WHERE state = 'pending';
"""

_PAGE = """
SELECT * FROM things AS thing
WHERE kind = :kind AND created_at BETWEEN :since AND :until
  AND (:receipt IS NULL OR receipt = :receipt)
  AND (:authorized IS NULL OR :authorized = EXISTS (
    SELECT 1 FROM things AS payment
    WHERE payment.parent = thing.id AND payment.kind = 'payment'
      AND json_extract(payment.shown, '$.status') IN ('authorized', 'captured', 'refunded')))
ORDER BY number DESC LIMIT :count OFFSET :skip
"""


@dataclass(slots=True)
class Thing:
    """An order, payment, refund, checkout or webhook endpoint."""

    id: str
    kind: str
    parent: str  # the order of a payment or checkout, the payment of a refund
    shown: Json
    kept: Json = field(default_factory=dict[str, Any])
    due_at: float | None = None  # when it next changes by itself


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list: both moments inclusive, unix seconds."""

    since: int = 0
    until: int = 2**40
    count: int = 10
    skip: int = 0


class Books:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(
            folder / "razorpay.sqlite3", isolation_level=None, check_same_thread=False
        )
        self.db.row_factory = sqlite3.Row
        self.db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _SCHEMA)

    @contextmanager
    def writing(self) -> Generator[None]:
        """One transaction: everything inside is kept, or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def add(self, thing: Thing) -> Thing:
        self.db.execute(
            "INSERT INTO things (id, kind, parent, receipt, created_at, due_at, shown, kept)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                thing.id,
                thing.kind,
                thing.parent,
                thing.shown.get("receipt"),
                thing.shown.get("created_at", 0),
                thing.due_at,
                json.dumps(thing.shown),
                json.dumps(thing.kept),
            ),
        )
        return thing

    def save(self, thing: Thing) -> Thing:
        self.db.execute(
            "UPDATE things SET due_at = ?, shown = ?, kept = ? WHERE id = ?",
            (thing.due_at, json.dumps(thing.shown), json.dumps(thing.kept), thing.id),
        )
        return thing

    def find(self, kind: str, id: str) -> Thing | None:
        return self._one("SELECT * FROM things WHERE id = ? AND kind = ?", id, kind)

    def of(self, kind: str, parent: str = "") -> list[Thing]:
        """Everything of a kind under a parent, newest first."""
        return self._all(
            "SELECT * FROM things WHERE kind = ? AND parent = ? ORDER BY number DESC", kind, parent
        )

    def all_of(self, kind: str) -> list[Thing]:
        return self._all("SELECT * FROM things WHERE kind = ? ORDER BY number DESC", kind)

    def order_of_receipt(self, receipt: str) -> Thing | None:
        """The first order opened under a receipt."""
        return self._one(
            "SELECT * FROM things WHERE receipt = ? AND kind = 'order' ORDER BY number", receipt
        )

    def page(
        self,
        kind: str,
        window: Window,
        *,
        receipt: str | None = None,
        authorized: bool | None = None,
    ) -> list[Thing]:
        """A page of a kind, newest first; orders also by receipt and by whether a bank said yes."""
        bound = asdict(window) | {"kind": kind, "receipt": receipt, "authorized": authorized}
        return [_thing(row) for row in self.db.execute(_PAGE, bound)]

    def next_due(self, now: float) -> Thing | None:
        return self._one("SELECT * FROM things WHERE due_at <= ? ORDER BY due_at, number", now)

    def tally(self) -> dict[str, dict[str, int]]:
        """How many of each kind stand in each status."""
        counts: dict[str, dict[str, int]] = {}
        rows = self.db.execute(
            "SELECT kind, json_extract(shown, '$.status') AS status, count(*) AS number"
            " FROM things GROUP BY 1, 2"
        )
        for row in rows:
            counts.setdefault(row["kind"], {})[row["status"] or "all"] = row["number"]
        return counts

    def fact(self, name: str, default: Any = None) -> Any:
        row = self.db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row["value"])

    def remember(self, name: str, value: Any) -> None:
        self.db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(value)))

    def wipe(self) -> None:
        for table in ("things", "facts", "letters"):
            self.db.execute(f"DELETE FROM {table}")  # noqa: S608  the names above

    def close(self) -> None:
        self.db.close()

    def _all(self, sql: str, *values: Any) -> list[Thing]:
        return [_thing(row) for row in self.db.execute(sql, values)]

    def _one(self, sql: str, *values: Any) -> Thing | None:
        found = self._all(f"{sql} LIMIT 1", *values)
        return found[0] if found else None


def _thing(row: sqlite3.Row) -> Thing:
    shown, kept = json.loads(row["shown"]), json.loads(row["kept"])
    return Thing(row["id"], row["kind"], row["parent"], shown, kept, row["due_at"])
