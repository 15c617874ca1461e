"""Payers' banks, in front of a depot: they want money back, and the shop hears of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.world.depot import Depot
from zahra.base.actors import Actor, Kind, Permission
from zahra.shop import books, disputes, orders
from zahra.shop.disputes import Dispute
from zahra.shop.orders import Placed

CLERK = Actor(
    Kind.STAFF,
    name="Sam",
    permissions=frozenset({Permission.FINANCE_READ, Permission.REFUNDS_CREATE}),
)


@dataclass(slots=True)
class Quarrel:
    """What banks want back of what a depot's orders were paid with."""

    depot: Depot

    @property
    def payment(self) -> str:
        """The gateway's name of the only payment."""
        (found,) = self.depot.till.gateway.payments
        return found

    async def paid(self, qty: int = 2) -> tuple[Actor, Placed]:
        _, actor, placed = await self.depot.paid(qty)
        return actor, placed

    async def hear(self, placed: Placed, state: str, **told: Any) -> None:
        """The bank says this, and the shop asks."""
        self.depot.till.gateway.quarrel(self.payment, state, **told)
        await self.follow(placed, told.get("id", "disp_1"))

    async def follow(self, placed: Placed, name: str = "disp_1") -> None:
        assert placed.attempt
        till = self.depot.till
        await orders.follow_dispute(till.database, till.gateways, placed.attempt.id, name)

    async def known(self) -> list[Dispute]:
        async with self.depot.till.database.snapshot() as snapshot:
            return list(await disputes.disputes_list(snapshot, CLERK))

    async def stands(self) -> tuple[str, bool, int]:
        """The only dispute's state, whether its payment is disputed, and what of it is lost."""
        (dispute,) = await self.known()
        row = await self.depot.value("SELECT ARRAY[is_disputed::int, lost] FROM payments")
        return dispute.state.value, bool(row[0]), row[1]

    async def refunds(self) -> list[str]:
        return await self.depot.value(
            "SELECT array_agg(concat_ws(' ', state, amount) ORDER BY created_at, id) FROM refunds"
        )

    async def refund(self, placed: Placed, amount: int | None = None, *, key: str = "r") -> UUID:
        """By hand, at the desk."""
        assert placed.attempt
        async with self.depot.till.database.transaction() as tx:
            made = await orders.refund_payment(
                tx, CLERK, placed.attempt.id, amount, reason="size", key=key
            )
        return made.id

    async def broken(self) -> list[str]:
        """What rules of the doctor's are broken."""
        async with self.depot.till.database.agreeing() as snapshot:
            return [each.name for each in (await books.examine(snapshot)).broken]
