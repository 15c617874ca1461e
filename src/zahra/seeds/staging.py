"""The stage a shop is filled on: one transaction, a clock that is moved, and nobody outside.

Everything happens or nothing does. No job is left behind, so no worker acts on a past that is
told; what jobs would have done the story does itself. Its letters reach nobody.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from zahra.base.db import Database, SingleConnection
from zahra.providers.couriers import ManualCourier
from zahra.seeds.bank import Bank
from zahra.shop import cart, payments, shipping
from zahra.shop.assembled import Shop

_COD = shipping.CodTerms(fee=0, min_total=0, max_total=1_000_000)


class NoCarrier:
    """Senders that drop what they are given: whoever is told of was told long ago."""

    async def sms(self, *, to: str, text: str, template: str, key: str) -> None:
        """Nothing leaves."""

    async def email(
        self, *, to: str, subject: str, text: str, html: str, template: str, key: str
    ) -> None:
        """Nothing leaves."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A shop whose outside is played: its bank is ours, and it is whatever time we say."""

    shop: Shop
    bank: Bank
    today: datetime  # the moment the story is told

    def move_to(self, moment: datetime) -> None:
        """From now on it is `moment`, and time goes on from there."""
        self.shop.database.ahead = moment - datetime.now(UTC)


@asynccontextmanager
async def stage_of(shop: Shop) -> AsyncGenerator[Stage, None]:
    """A stage in the shop's database. Leaving the block keeps what was played, raising undoes it.

    The shop's own clock and queue are left alone, and what it offers today did not bind the past.
    """
    bank = Bank()
    async with shop.database.connections.writing() as connection, connection.transaction():
        database = Database(SingleConnection(connection), shop.database.listeners)
        played = replace(
            shop,
            database=database,
            gateways=payments.Gateways([bank], clocks=shop.gateways.clocks),
            couriers=shipping.Couriers([ManualCourier()]),
            senders=NoCarrier(),
            terms=cart.Terms(shop.terms.seller, _COD),
        )
        async with database.snapshot() as snapshot:
            yield Stage(played, bank, today=snapshot.now)
