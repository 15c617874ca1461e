"""Every bug that was put in on purpose is caught, by the constraint or the rule it names."""

import importlib
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg.errors import IntegrityError

from tests.shop.books.seeded_bugs import STEPS, WRITES, ForgottenStep, WrongWrite
from tests.shop.whole_shop.mortal import Fuse, MortalDatabase, MortalGateway
from tests.shop.whole_shop.player import Player
from zahra.base.db import SingleConnection
from zahra.base.errors import ShopError
from zahra.shop import credit
from zahra.shop.books import CHECKS
from zahra.shop.shipping import ShipmentEvent

pytestmark = pytest.mark.anyio
CONSTRAINTS = [bug.caught_by for bug in WRITES if " " not in bug.caught_by]


@pytest.fixture
async def player(dsn: str) -> AsyncGenerator[Player, None]:
    connection = await AsyncConnection.connect(dsn, options="-c timezone=UTC")
    await connection.execute("SELECT 1")
    fuse = Fuse()
    database = MortalDatabase(SingleConnection(connection), fuse=fuse)
    player = Player(database, MortalGateway(fuse=fuse), fuse)
    await player.open()
    yield player
    await connection.rollback()
    await connection.close()


async def a_busy_day(player: Player) -> None:
    """A paid order with a coupon that was dispatched, a cash order that was delivered, one that
    waits for its money, and somebody with store credit."""
    await player.type_code(0)
    await player.buy(0, "razorpay")
    await player.pack(0, one_piece=False)
    await player.dispatch(0)
    await player.buy(1, "cod")
    await player.pack(1, one_piece=False)
    await player.dispatch(1)
    await player.tell(1, ShipmentEvent.DELIVER)
    await player.work()
    await player.add(2, 0, 1)
    await player.place(2, "razorpay", use_credit=False)
    async with player.database.transaction() as tx:
        owner = player.shoppers[2].person
        await credit.give(tx, owner, 5000, key="welcome", cause=credit.Cause.GOODWILL)


async def broken(player: Player) -> list[str]:
    return [finding.name for finding in (await player.report()).broken]


async def test_a_busy_day_without_a_bug_is_sound(player: Player):
    await a_busy_day(player)
    assert await broken(player) == []
    assert player.refused == {}


@pytest.mark.parametrize("bug", WRITES, ids=lambda bug: bug.name)
async def test_a_wrong_write_is_caught(player: Player, bug: WrongWrite):
    await a_busy_day(player)
    if bug.caught_by in CONSTRAINTS:
        with pytest.raises(IntegrityError) as refused:
            async with player.database.transaction() as tx:
                await tx.run(bug.sql)
        assert refused.value.diag.constraint_name == bug.caught_by
        return
    async with player.database.transaction() as tx:
        assert await tx.run(bug.sql) > 0, "the bug did nothing"
    assert bug.caught_by in await broken(player)


@pytest.mark.parametrize("bug", STEPS, ids=lambda bug: bug.name)
async def test_a_forgotten_step_is_caught(
    player: Player, bug: ForgottenStep, monkeypatch: pytest.MonkeyPatch
):
    async def nothing(*args: Any, **more: Any) -> list[Any]:
        return []

    monkeypatch.setattr(importlib.import_module(bug.module), bug.function, nothing)
    with suppress(ShopError):  # a later verb may refuse to go on: the books are broken all the same
        await a_busy_day(player)
    assert bug.caught_by in await broken(player)


def test_every_rule_that_is_named_is_one_of_the_doctors():
    rules = {check.name for check in CHECKS}
    named = {bug.caught_by for bug in (*WRITES, *STEPS)} - set(CONSTRAINTS)
    assert named <= rules
    assert len(WRITES) + len(STEPS) >= 10
