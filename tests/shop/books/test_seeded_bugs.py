"""Every bug that was put in on purpose is caught, by the constraint or the rule it names."""

import importlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pytest
from psycopg.errors import IntegrityError

from tests.shop.books.returning_bugs import RETURNING_WRITES
from tests.shop.books.seeded_bugs import (
    HARD_STEPS,
    HARD_WRITES,
    STEPS,
    WRITES,
    ForgottenStep,
    WrongWrite,
)
from tests.shop.books.test_invariants import INVARIANTS
from tests.shop.whole_shop.busy_day import a_busy_day, a_hard_day, a_returning_day
from tests.shop.whole_shop.player import Player
from zahra.base.errors import ShopError
from zahra.shop import books

pytestmark = pytest.mark.anyio
Day = Callable[[Player], Awaitable[None]]
WRITES_OF: Mapping[Day, Sequence[WrongWrite]] = {
    a_busy_day: WRITES,
    a_hard_day: HARD_WRITES,
    a_returning_day: RETURNING_WRITES,
}
STEPS_OF: Mapping[Day, Sequence[ForgottenStep]] = {a_busy_day: STEPS, a_hard_day: HARD_STEPS}
EVERY_WRITE = [bug for bugs in WRITES_OF.values() for bug in bugs]
EVERY_STEP = [(day, bug) for day, bugs in STEPS_OF.items() for bug in bugs]
CONSTRAINTS = [bug.caught_by for bug in EVERY_WRITE if " " not in bug.caught_by]


class Undone(Exception):
    """Takes back what a bug has written."""


async def broken(player: Player) -> list[str]:
    return [finding.name for finding in (await player.report()).broken]


async def caught(player: Player, bug: WrongWrite) -> Sequence[str | None]:
    """The constraint that refuses a wrong write, or the rules it breaks; it is taken back."""
    found = list[str | None]()
    try:
        async with player.database.transaction() as tx:
            assert await tx.run(bug.sql) > 0, f"the bug did nothing: {bug.name}"
            found += [each.name for each in (await books.examine(tx)).broken]
            raise Undone
    except IntegrityError as refused:
        return [refused.diag.constraint_name]
    except Undone:
        return found


@pytest.mark.parametrize("day", WRITES_OF)
async def test_a_day_without_a_bug_is_sound(player: Player, day: Day):
    await day(player)
    assert await broken(player) == []
    assert player.refused == {}


@pytest.mark.parametrize("day", WRITES_OF)
async def test_every_wrong_write_is_caught(player: Player, day: Day):
    await day(player)
    told = {bug.name: (bug.caught_by, await caught(player, bug)) for bug in WRITES_OF[day]}
    assert {name: by for name, (want, by) in told.items() if want not in by} == {}
    assert await broken(player) == [], "the bugs were taken back"


@pytest.mark.parametrize(("day", "bug"), EVERY_STEP, ids=[bug.name for _, bug in EVERY_STEP])
async def test_a_forgotten_step_is_caught(
    player: Player, day: Day, bug: ForgottenStep, monkeypatch: pytest.MonkeyPatch
):
    async def nothing(*args: Any, **more: Any) -> list[Any]:
        return []

    monkeypatch.setattr(importlib.import_module(bug.module), bug.function, nothing)
    with suppress(ShopError):  # a later verb may refuse to go on: the books are broken all the same
        await day(player)
    assert bug.caught_by in await broken(player)


def test_every_rule_is_seen_broken_by_some_bug_or_invariant():
    rules = {check.name for check in books.CHECKS}
    bugs = [*EVERY_WRITE, *(bug for _, bug in EVERY_STEP)]
    named = {bug.caught_by for bug in bugs} - set(CONSTRAINTS)
    proven = {rule for rule in rules for each in INVARIANTS if rule.startswith(each.rule)}
    assert named <= rules
    assert rules - named - proven == set()
    assert len(rules) == len(books.CHECKS), "two rules have one name"
