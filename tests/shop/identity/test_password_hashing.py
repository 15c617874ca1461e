"""Stretching passwords: what is kept, and never more at once than the machine takes."""

import asyncio
import threading
import unicodedata

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from zahra.base import metrics
from zahra.shop.identity import PasswordsBusy
from zahra.shop.identity.passwords import hashing
from zahra.shop.identity.passwords.threads import Threads

pytestmark = pytest.mark.anyio
SECRET = "four lamps under the banyan"


async def test_a_password_is_kept_as_argon2id_of_the_figures_owasp_asks_for():
    first, second = await hashing.stretch(SECRET), await hashing.stretch(SECRET)
    assert first != second
    for kept in (first, second, hashing.NOBODYS):
        figures = extract_parameters(kept)
        assert figures.type is Type.ID
        assert (figures.memory_cost, figures.time_cost, figures.parallelism) == (19_456, 2, 1)
        assert (figures.salt_len, figures.hash_len) == (16, 32)
        assert not hashing.is_outdated(kept)


async def test_only_the_same_password_is_right():
    kept = await hashing.stretch(SECRET)
    assert await hashing.is_right(SECRET, kept)
    for wrong in ("", SECRET.upper(), f"{SECRET} ", SECRET[:-1], SECRET + "\x00", "x" * 5000):
        assert not await hashing.is_right(wrong, kept)


async def test_a_keyboard_that_composes_otherwise_types_the_same_password():
    composed = "née née, twice ôr"
    kept = await hashing.stretch(unicodedata.normalize("NFD", composed))
    assert await hashing.is_right(composed, kept)


async def test_nothing_is_right_where_no_password_is_set():
    for typed in ("", SECRET, "x" * 5000):
        assert not await hashing.is_right(typed, None)


def refused() -> float:
    """What the monitoring system is told."""
    return metrics.REGISTRY.get_sample_value("zahra_passwords_refused_busy_total") or 0


class Work:
    """Holds its threads until it is let go."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.at_once = self.most_at_once = self.done = 0
        self._counting = threading.Lock()

    def __call__(self) -> None:
        with self._counting:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.may_end.wait(10)
        with self._counting:
            self.at_once -= 1
            self.done += 1


async def test_so_many_work_so_many_wait_and_the_next_is_told_to_come_back():
    threads, work, before = Threads("tested", threads=2, queue=3), Work(), refused()
    inside = [asyncio.create_task(threads.do(work)) for _ in range(5)]
    await asyncio.sleep(0.05)
    with pytest.raises(PasswordsBusy):
        await threads.do(work)
    with pytest.raises(PasswordsBusy):
        threads.must_have_room()
    assert (threads.waiting, refused() - before) == (3, 2)
    work.may_end.set()
    await asyncio.gather(*inside)
    assert (work.most_at_once, work.done) == (2, 5)
    await threads.do(work)
    assert (threads.waiting, refused() - before) == (0, 2)


async def test_whose_turn_comes_too_late_is_told_to_come_back_and_costs_nothing():
    threads, work = Threads("tested", threads=1, queue=1, patience=0.1), Work()
    before = refused()
    first = asyncio.create_task(threads.do(work))
    await asyncio.sleep(0.02)
    second = asyncio.create_task(threads.do(work))
    await asyncio.sleep(0.15)
    work.may_end.set()
    await first
    with pytest.raises(PasswordsBusy):
        await second
    assert (work.done, refused() - before) == (1, 1)


async def test_who_gives_up_while_waiting_leaves_the_queue():
    threads, work = Threads("tested", threads=1, queue=1), Work()
    first = asyncio.create_task(threads.do(work))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(threads.do(work))
    await asyncio.sleep(0.05)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    third = asyncio.create_task(threads.do(work))
    await asyncio.sleep(0.05)
    work.may_end.set()
    await asyncio.gather(first, third)
    assert work.done == 2


async def test_pages_go_on_while_passwords_are_checked():
    """The loop turns: were anything stretched in its own thread, it would turn once a check."""
    checks = [asyncio.create_task(hashing.is_right(SECRET, None)) for _ in range(8)]
    turns = 0
    while not all(check.done() for check in checks):
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 2 * len(checks)
