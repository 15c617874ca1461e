"""Taking over the refresh tokens of an older shop, which kept them as they are.

Whoever was logged in there stays so: the first use of an old token gives the first of our own
chain, and a second use is reuse like any other. What is put into the table is moved out of it a
batch at a time and only its hash is kept, so a run that is killed goes on where it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from zahra.base.db import Database
from zahra.shop.identity.sessions.store import moving_in as store
from zahra.shop.identity.sessions.store.moving_in import Batch, Moving

SHORTEST = 22  # letters of base64 in 128 bits; less can be guessed
_TO_USE = timedelta(days=7)  # then the older shop's backups are worth nothing
_TO_LIVE = timedelta(days=90)
BATCH = 5000


@dataclass(frozen=True, slots=True)
class MovedIn:
    """How many tokens live on, and how many could not: expired, too short, nobody's, or there
    twice."""

    moved: int
    refused: int


async def move_in_tokens(
    database: Database, *, batch: int = BATCH, told: Callable[[int], None] = lambda _: None
) -> MovedIn:
    """Move every token out of `legacy_refresh_tokens`; `told` hears of each batch how many."""
    moved = refused = 0
    while (done := await _move_some(database, batch)).taken:
        moved += done.moved
        refused += done.taken - done.moved
        told(done.taken)
    async with database.transaction() as tx:
        await store.empty(tx)
    return MovedIn(moved, refused)


async def _move_some(database: Database, most: int) -> Batch:
    async with database.transaction() as tx:
        moving = Moving(most, SHORTEST, tx.now + _TO_USE, tx.now + _TO_LIVE)
        return await store.move(tx, moving)


async def tokens_to_move_in(database: Database) -> int:
    """How many wait."""
    async with database.snapshot() as snapshot:
        return await store.waiting(snapshot)
