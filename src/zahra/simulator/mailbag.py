"""Letters to webhook endpoints, in the books: what to send, when, and every attempt made."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from zahra.simulator.books import Books, Json

RETRY_FOR = 24 * 3600.0  # seconds after the event; then the endpoint is switched off


@dataclass(frozen=True, slots=True)
class Letter:
    event_id: str
    endpoint_id: str
    type: str
    body: bytes
    signature: str
    made_at: float
    due_at: float
    state: str  # pending | delivered | failed | dropped
    early: bool = False  # delivered before the API call that caused it is answered
    lane: str = ""  # letters of one order go one after another
    attempts: tuple[Json, ...] = ()
    number: int = 0


def put(books: Books, letter: Letter, *, lane: str) -> None:
    books.db.execute(
        "INSERT INTO letters (event_id, endpoint_id, type, lane, body, signature, early, made_at,"
        " due_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            letter.event_id,
            letter.endpoint_id,
            letter.type,
            lane,
            letter.body,
            letter.signature,
            letter.early,
            letter.made_at,
            letter.due_at,
            letter.state,
        ),
    )


def due(books: Books, now: float) -> list[Letter]:
    """Letters to send now, in order, to endpoints that are switched on."""
    return _letters(
        books,
        "SELECT letters.* FROM letters JOIN things ON things.id = endpoint_id"
        " WHERE state = 'pending' AND letters.due_at <= ?"
        " AND json_extract(things.shown, '$.enabled')"
        " ORDER BY letters.due_at, letters.number LIMIT 200",
        now,
    )


def early(books: Books) -> list[Letter]:
    return _letters(
        books, "SELECT * FROM letters WHERE state = 'pending' AND early ORDER BY number"
    )


def next_due_at(books: Books) -> float | None:
    """When the next letter to an endpoint that is switched on is due."""
    row = books.db.execute(
        "SELECT min(letters.due_at) FROM letters JOIN things ON things.id = endpoint_id"
        " WHERE state = 'pending' AND json_extract(things.shown, '$.enabled')"
    ).fetchone()
    return row[0]


def log(books: Books, lane: str | None = None) -> list[Letter]:
    """Every letter, oldest first; of one order when given."""
    return _letters(
        books, "SELECT * FROM letters WHERE ?1 IS NULL OR lane = ?1 ORDER BY number", lane
    )


def of_event(books: Books, event_id: str) -> list[Letter]:
    return _letters(books, "SELECT * FROM letters WHERE event_id = ? ORDER BY number", event_id)


def note(books: Books, letter: Letter, *, attempt: Json, state: str, due_at: float) -> None:
    """What came of an attempt, and when the next one is."""
    books.db.execute(
        "UPDATE letters SET attempts = ?, state = ?, due_at = ?, early = 0 WHERE number = ?",
        (json.dumps([*letter.attempts, attempt]), state, due_at, letter.number),
    )


def give_up_stale(books: Books, now: float) -> None:
    """After a long stop: what is too old to retry has failed, without blaming the endpoint."""
    books.db.execute(
        "UPDATE letters SET state = 'failed' WHERE state = 'pending' AND made_at < ?",
        (now - RETRY_FOR,),
    )


def tally(books: Books) -> dict[str, int]:
    rows = books.db.execute("SELECT state, count(*) AS number FROM letters GROUP BY state")
    return {row["state"]: row["number"] for row in rows}


def attempts_made(books: Books) -> int:
    counted = "SELECT coalesce(sum(json_array_length(attempts)), 0) FROM letters"
    return books.db.execute(counted).fetchone()[0]


def _letters(books: Books, sql: str, *values: Any) -> list[Letter]:
    return [_letter(row) for row in books.db.execute(sql, values)]


def _letter(row: sqlite3.Row) -> Letter:
    values: dict[str, Any] = {**dict(row), "early": bool(row["early"])}
    values["attempts"] = tuple(json.loads(row["attempts"]))
    return Letter(**values)
