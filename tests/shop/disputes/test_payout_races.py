"""A bank takes money back while it is being paid out to an account: one of the two waits."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.shop.disputes.test_paid_twice import PIECE, owed_to_account
from tests.world.depot import Depot
from tests.world.people import KEYS
from tests.world.quarrel import Quarrel
from tests.world.returning import clerk
from tests.world.till import Till
from zahra.base.actors import Permission
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.shop import payments
from zahra.shop.payments.store import unsent

pytestmark = pytest.mark.anyio
CAPTURED = 2 * PIECE


@pytest.fixture
async def quarrel(fresh_dsn: str) -> AsyncGenerator[Quarrel, None]:
    database = Database(PooledConnections(fresh_dsn, size=6, wait_seconds=30))
    await database.open()
    yield Quarrel(Depot(Till(database)))
    await database.close()


async def lost_while_a_file_is_made(quarrel: Quarrel) -> tuple[int, int]:
    """A file with the payout in it is about to be committed when the bank takes everything back;
    what the file pays, and what is noted as lost."""
    placed = await owed_to_account(quarrel)
    till = quarrel.depot.till
    finance = clerk(Permission.FINANCE_WRITE, at=datetime.now(UTC) + till.database.ahead)
    async with till.database.transaction() as tx:
        file, _ = await payments.export_payouts(tx, KEYS, finance)
        taking = asyncio.create_task(quarrel.hear(placed, "lost"))
        await asyncio.wait([taking], timeout=0.5)
        assert not taking.done()
    await taking
    return file.amount, await till.value("SELECT sum(lost)::bigint FROM payments")


async def test_what_is_in_a_file_by_then_is_gone_and_the_bank_took_only_the_rest(quarrel: Quarrel):
    paid_out, lost = await lost_while_a_file_is_made(quarrel)
    assert (paid_out, lost) == (PIECE, CAPTURED - PIECE)
    assert await quarrel.depot.value("SELECT state FROM payouts") == "exported"
    assert await quarrel.broken() == []


async def test_without_the_lock_the_bank_and_the_file_would_pay_the_same_money(
    quarrel: Quarrel, monkeypatch: pytest.MonkeyPatch
):
    """The control: what no file holds yet is looked up without waiting for a file being made."""

    async def unlocked(tx: Transaction, payment_id: UUID) -> set[UUID]:
        found = await tx.values(
            "SELECT p.refund_id FROM payouts p JOIN refunds r ON r.id = p.refund_id"
            " WHERE r.payment_id = %(id)s AND p.state IN ('needs_account', 'granted')",
            id=payment_id,
        )
        return set(found)

    monkeypatch.setattr(unsent, "refunds_unsent", unlocked)
    paid_out, lost = await lost_while_a_file_is_made(quarrel)
    assert paid_out + lost == CAPTURED + PIECE
