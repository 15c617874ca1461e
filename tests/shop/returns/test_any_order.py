"""Whatever is done to returns, in whatever order: no cap is ever passed."""

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.world.returning import STAFF, Counter, delivered
from tests.world.till import Till
from zahra.base.db import Database, Transaction
from zahra.base.errors import ShopError
from zahra.shop import returns
from zahra.shop.orders import PieceState
from zahra.shop.returns import Return

pytestmark = pytest.mark.anyio
PIECES = 3
VERBS = ("ask", "exchange", "approve", "decline", "pick_up", "receive", "judge", "refund", "cancel")
UP_TO_THREE = st.integers(0, 3)
STEPS = st.tuples(st.sampled_from(VERBS), UP_TO_THREE, UP_TO_THREE)


async def do(counter: Counter, given: Sequence[Return], verb: str, which: int, n: int) -> None:
    """Try one verb on one of the returns there are. Raises what it raises."""
    if verb in ("ask", "exchange"):
        await (counter.ask(n) if verb == "ask" else counter.exchange(n))
        return
    one = given[which % len(given)]
    if verb in ("approve", "pick_up", "refund"):
        await getattr(counter, verb)(one)
    elif verb in ("receive", "judge"):
        await getattr(counter, verb)(one, sound=n, spoilt=which % 2)
    else:
        async with counter.till.database.transaction() as tx:
            if verb == "decline":
                await returns.decline_return(tx, STAFF, one.id, reason="worn")
            else:
                await returns.cancel_return(tx, counter.actor, one.id)


async def check(counter: Counter) -> None:
    """What must hold after every step."""
    async with counter.till.database.snapshot() as snapshot:
        live = await snapshot.value("SELECT count(*) FROM return_pieces WHERE is_live")
        doubled = await snapshot.values(
            "SELECT order_line_id FROM return_pieces WHERE is_live"
            " GROUP BY order_line_id, piece HAVING count(*) > 1"
        )
        granted = await snapshot.value(
            "SELECT coalesce(sum(amount), 0) FROM refunds WHERE order_id = %(id)s",
            id=counter.order_id,
        )
        credited = await snapshot.value(
            "SELECT coalesce(sum(total), 0) FROM invoices"
            " WHERE order_id = %(id)s AND kind = 'credit_note'",
            id=counter.order_id,
        )
        taken = await snapshot.value(
            "SELECT coalesce(sum(taken_sound + taken_spoilt), 0) FROM return_items i"
            " JOIN returns r ON r.id = i.return_id WHERE r.state = 'refunded'"
        )
        promised = await snapshot.value(
            "SELECT min(on_hand - unavailable - allocated) FROM stock_levels"
        )
        left = await snapshot.value("SELECT coalesce(min(balance), 0) FROM credit_accounts")
    pieces = await counter.pieces()
    back = [piece for piece in pieces if piece.state is PieceState.RETURNED]
    assert live <= PIECES
    assert doubled == []
    assert granted == credited == sum(piece.net for piece in back)
    assert taken == len(back)
    assert promised >= 0
    assert left >= 0


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(
    steps=[
        ("ask", 0, 2),
        ("approve", 0, 0),
        ("receive", 0, 2),
        ("judge", 0, 1),
        ("refund", 0, 0),
        ("refund", 0, 0),
        ("exchange", 0, 1),
        ("approve", 0, 0),
        ("receive", 0, 1),
        ("judge", 0, 1),
        ("refund", 0, 0),
        ("ask", 0, 3),
    ]
)
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
async def test_any_sequence_of_verbs_keeps_every_cap(
    database: Database, steps: list[tuple[str, int, int]]
):
    async with rolled_back(database):
        counter = await delivered(Till(database), qty=PIECES, stock={"M": 5, "L": 2})
        for verb, which, n in steps:
            async with database.snapshot() as snapshot:
                page = await returns.returns_of(snapshot, STAFF)
            given_now = [whole.given for whole in page.returns]
            if not given_now and verb not in ("ask", "exchange"):
                continue
            with suppress(ShopError):
                await do(counter, given_now, verb, which, n)
            await check(counter)


class Undone(Exception):
    """Ends an example: nothing of it stays."""


class rolled_back:
    """A transaction around an example that never commits."""

    def __init__(self, database: Database) -> None:
        self._transaction = database.transaction()

    async def __aenter__(self) -> Transaction:
        return await self._transaction.__aenter__()

    async def __aexit__(self, *raised: object) -> None:
        if raised[0] is not None:
            await self._transaction.__aexit__(*raised)  # pyright: ignore[reportArgumentType]
            return
        with suppress(Undone):
            await self._transaction.__aexit__(Undone, Undone(), None)
