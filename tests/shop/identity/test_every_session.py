"""A long random walk through everything that can happen to sessions, and the walk's own proof:
bugs put in on purpose, each of which it must find."""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.shop.identity.walking import Ground, Walk
from tests.shop.identity.worths import DAY
from zahra.shop import identity
from zahra.shop.identity.codes import store as codes
from zahra.shop.identity.sessions import refreshing
from zahra.shop.identity.sessions.store import refreshing as chains
from zahra.shop.identity.sessions.store import secrets, sessions


@pytest.fixture(scope="module")
def ground(dsn: str) -> Generator[Ground, None, None]:
    found = Ground(dsn)
    yield found
    found.close()


def walk(ground: Ground, *, walks: int) -> None:
    """The same walks each time, with the same modules loaded: Hypothesis draws from constants it
    finds in them."""
    run_state_machine_as_test(
        lambda: Walk(ground),  # pyright: ignore[reportArgumentType]
        settings=settings(
            max_examples=walks,
            stateful_step_count=50,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


def test_whatever_happens_every_token_is_worth_what_the_rules_say(ground: Ground):
    walk(ground, walks=60)


async def _does_nothing(*args: Any, **kwargs: Any) -> int:
    return 1


async def _ends_nothing(*args: Any, **kwargs: Any) -> identity.RefreshReused:
    return identity.RefreshReused()


def _parent_is_always_good(line: chains.Lineage, token: Any, asked: Any, issuing: Any) -> bool:
    return line.rt_prev_hash == token.hash


_rotate = chains.rotate


async def _rotates_any(tx: Any, rotation: chains.Rotation) -> Any:
    current = await tx.value(
        "SELECT rt_hash FROM sessions WHERE id = %(id)s", id=rotation.session_id
    )
    return await _rotate(tx, replace(rotation, presented=current))


_renew_at_once = secrets.renew_at_once


async def _keeps_the_old(tx: Any, session_id: Any, user_id: Any, *, fresh: bytes) -> Any:
    sql = "SELECT secret_hash FROM sessions WHERE id = %(id)s"
    old = await tx.value(sql, id=session_id)
    renewed = await _renew_at_once(tx, session_id, user_id, fresh=fresh)
    await tx.run(
        "UPDATE sessions SET secret_prev_hash = %(old)s, secret_prev_until = %(until)s"
        " WHERE id = %(id)s AND kind <> 'api'",
        old=old,
        until=tx.now + DAY,
        id=session_id,
    )
    return renewed


BUGS = {
    "the token before is always good": (refreshing, "_may_repeat", _parent_is_always_good),
    "any token of the chain rotates": (chains, "rotate", _rotates_any),
    "reuse ends nothing": (refreshing, "_end_reused", _ends_nothing),
    "a logout ends nothing": (sessions, "revoke", _does_nothing),
    "a logout everywhere ends nothing": (sessions, "revoke_all", _does_nothing),
    "a code is good twice": (codes, "consume", _does_nothing),
    "the secret before outlives the new one": (secrets, "confirm", _does_nothing),
    "a proof leaves the copied secret good": (secrets, "renew_at_once", _keeps_the_old),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_put_in_on_purpose_is_found(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, bug: str
):
    module, name, broken = BUGS[bug]
    monkeypatch.setattr(module, name, broken)
    with pytest.raises((Exception, pytest.fail.Exception)):
        walk(ground, walks=400)  # which are drawn depends on what else is loaded; the first ends it
