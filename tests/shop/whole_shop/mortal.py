"""A database and a gateway whose caller can be killed at any step, as by `kill -9`."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.world.fake_gateway import FakeGateway
from tests.world.till import Errands
from zahra.base.db import Database, Transaction


class Killed(BaseException):
    """The process is gone: nothing after this line ran, no `except Exception` saw it."""


@dataclass(slots=True)
class Fuse:
    """Burns one step at every transaction's end and around every call to the gateway."""

    steps: int | None = None

    def burn(self) -> None:
        if self.steps is None:
            return
        self.steps -= 1
        if self.steps < 0:
            self.steps = None
            raise Killed


@dataclass(slots=True)
class MortalDatabase(Database):
    """Its caller may die just before a commit, or just after; what was left in a transaction that
    did not commit is gone with it."""

    fuse: Fuse = field(default_factory=Fuse)
    errands: Errands = field(default_factory=Errands)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction, None]:
        left = len(self.errands.waiting)
        try:
            async with Database.transaction(self) as tx:
                yield tx
                self.fuse.burn()
        except BaseException:
            del self.errands.waiting[left:]
            raise
        self.fuse.burn()


@dataclass
class MortalGateway(FakeGateway):
    """Its caller may die before the gateway has heard, or after it has acted."""

    fuse: Fuse = field(default_factory=Fuse)

    def _answer(self, call: str, act: Any) -> Any:
        self.fuse.burn()
        answer = super()._answer(call, act)
        self.fuse.burn()
        return answer
