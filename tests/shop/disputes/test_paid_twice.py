"""Who disputes a payment is not given its money another way as well."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.world.depot import Depot
from tests.world.people import KEYS
from tests.world.quarrel import Quarrel
from tests.world.returning import STAFF, clerk
from tests.world.till import Till
from zahra.base.actors import Actor, Permission
from zahra.base.db import Database
from zahra.shop import credit, orders, payments
from zahra.shop.orders import Placed, Redirecting
from zahra.shop.payments import Destination, Naming, NothingToPayOut, NothingToRefund

pytestmark = pytest.mark.anyio
PIECE = 159900


@pytest.fixture
def quarrel(database: Database) -> Quarrel:
    return Quarrel(Depot(Till(database)))


async def refused(quarrel: Quarrel, actor: Actor, placed: Placed) -> UUID:
    """The refund of a cancelled piece, which the gateway will not make."""
    till = quarrel.depot.till
    till.gateway.refusing.add("refund")
    await quarrel.depot.cancel(actor, placed, 1)
    await till.run_errands()
    till.gateway.refusing.clear()
    return await till.value("SELECT id FROM refunds WHERE state = 'failed'")


async def owed_to_account(quarrel: Quarrel) -> Placed:
    """A cancelled piece whose refund was refused, and is to be paid out to an account."""
    till = quarrel.depot.till
    actor, placed = await quarrel.paid()
    async with till.database.transaction() as tx:
        fresh = replace(actor, proven_at=tx.now)
        account = await payments.name_account(
            tx, KEYS, fresh, Naming("Asha Verma", vpa="asha@okhdfc")
        )
    refund_id = await refused(quarrel, actor, placed)
    async with till.database.transaction() as tx:
        wish = Redirecting(Destination.PAYOUT, account.id)
        await orders.redirect_refund(tx, STAFF, refund_id, wish)
    return placed


async def export(quarrel: Quarrel) -> payments.PayoutFile:
    database = quarrel.depot.till.database
    finance = clerk(Permission.FINANCE_WRITE, at=datetime.now(UTC) + database.ahead)
    async with database.transaction() as tx:
        return (await payments.export_payouts(tx, KEYS, finance))[0]


async def test_a_payout_waits_while_its_payment_is_disputed(quarrel: Quarrel):
    placed = await owed_to_account(quarrel)
    await quarrel.hear(placed, "open")
    with pytest.raises(NothingToPayOut):
        await export(quarrel)
    await quarrel.hear(placed, "won")
    assert (await export(quarrel)).amount == PIECE
    assert await quarrel.broken() == []


async def test_a_payout_that_no_file_holds_falls_with_what_the_bank_has_taken(quarrel: Quarrel):
    placed = await owed_to_account(quarrel)
    await quarrel.hear(placed, "open")
    await quarrel.hear(placed, "lost")
    assert await quarrel.stands() == ("lost", False, placed.order.total)
    with pytest.raises(NothingToPayOut):
        await export(quarrel)
    assert await quarrel.broken() == []


async def test_a_payout_is_lessened_to_what_the_bank_has_left(quarrel: Quarrel):
    placed = await owed_to_account(quarrel)
    taken = placed.order.total - 1000
    await quarrel.hear(placed, "lost", amount=taken)
    assert await quarrel.stands() == ("lost", False, taken)
    assert (await export(quarrel)).amount == 1000
    assert await quarrel.broken() == []


async def test_a_payout_that_is_in_a_file_counts_as_gone(quarrel: Quarrel):
    placed = await owed_to_account(quarrel)
    await export(quarrel)
    await quarrel.hear(placed, "lost")
    assert await quarrel.stands() == ("lost", False, placed.order.total - PIECE)
    assert await quarrel.broken() == []


async def test_the_books_see_a_payout_of_another_sum_than_its_refund(quarrel: Quarrel):
    await owed_to_account(quarrel)
    async with quarrel.depot.till.database.transaction() as tx:
        await tx.run("UPDATE payouts SET amount = amount + 1")
    rule = "What is paid out to an account is a refund to one, of the same sum"
    assert await quarrel.broken() == [rule]


async def test_what_the_bank_has_taken_is_not_given_back_of_another_tender(quarrel: Quarrel):
    """Paid by store credit and online: the refund of what was paid online is refused, and then its
    bank takes all of that."""
    till = quarrel.depot.till
    goods, asha = await till.goods(), await till.shopper()
    async with till.database.transaction() as tx:
        cause = credit.Cause.GOODWILL
        await credit.give(tx, asha.person, 2 * PIECE - 1000, key="given", cause=cause)
    await till.fill_bag(asha, goods["M"], 2)
    placed = await till.place(asha, use_credit=True)
    till.pay(placed)
    await till.settle(placed)
    refund_id = await refused(quarrel, asha, placed)
    await quarrel.hear(placed, "lost")
    async with till.database.transaction() as tx:
        with pytest.raises(NothingToRefund):
            await orders.redirect_refund(
                tx, STAFF, refund_id, Redirecting(Destination.STORE_CREDIT)
            )
    assert await quarrel.broken() == []
