"""Every bug that was put in on purpose is caught, by the constraint or the rule it names."""

import importlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from psycopg.errors import IntegrityError

from tests.shop.books.seeded_bugs import (
    HARD_STEPS,
    HARD_WRITES,
    STEPS,
    WRITES,
    ForgottenStep,
    WrongWrite,
)
from tests.shop.whole_shop.busy_day import a_busy_day, a_hard_day
from tests.shop.whole_shop.player import Player
from zahra.base.errors import ShopError
from zahra.shop.books import CHECKS

pytestmark = pytest.mark.anyio
EVERY_WRITE, EVERY_STEP = (*WRITES, *HARD_WRITES), (*STEPS, *HARD_STEPS)
CONSTRAINTS = [bug.caught_by for bug in EVERY_WRITE if " " not in bug.caught_by]


async def broken(player: Player) -> list[str]:
    return [finding.name for finding in (await player.report()).broken]


async def play(player: Player, bug: WrongWrite | ForgottenStep) -> None:
    """The day on which this bug would show."""
    is_hard = bug in (*HARD_WRITES, *HARD_STEPS)
    await (a_hard_day(player) if is_hard else a_busy_day(player))


@pytest.mark.parametrize("day", [a_busy_day, a_hard_day])
async def test_a_day_without_a_bug_is_sound(
    player: Player, day: Callable[[Player], Awaitable[None]]
):
    await day(player)
    assert await broken(player) == []
    assert player.refused == {}


@pytest.mark.parametrize("bug", EVERY_WRITE, ids=lambda bug: bug.name)
async def test_a_wrong_write_is_caught(player: Player, bug: WrongWrite):
    await play(player, bug)
    if bug.caught_by in CONSTRAINTS:
        with pytest.raises(IntegrityError) as refused:
            async with player.database.transaction() as tx:
                await tx.run(bug.sql)
        assert refused.value.diag.constraint_name == bug.caught_by
        return
    async with player.database.transaction() as tx:
        assert await tx.run(bug.sql) > 0, "the bug did nothing"
    assert bug.caught_by in await broken(player)


@pytest.mark.parametrize("bug", EVERY_STEP, ids=lambda bug: bug.name)
async def test_a_forgotten_step_is_caught(
    player: Player, bug: ForgottenStep, monkeypatch: pytest.MonkeyPatch
):
    async def nothing(*args: Any, **more: Any) -> list[Any]:
        return []

    monkeypatch.setattr(importlib.import_module(bug.module), bug.function, nothing)
    with suppress(ShopError):  # a later verb may refuse to go on: the books are broken all the same
        await play(player, bug)
    assert bug.caught_by in await broken(player)


def test_every_rule_that_is_named_is_one_of_the_doctors():
    rules = {check.name for check in CHECKS}
    named = {bug.caught_by for bug in (*EVERY_WRITE, *EVERY_STEP)} - set(CONSTRAINTS)
    assert named <= rules
    assert len(EVERY_WRITE) + len(EVERY_STEP) >= 30
