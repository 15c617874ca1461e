"""Store credit: a ledger that adds up, each change once, and never below nothing."""

import asyncio
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import CheckViolation, RaiseException

from tests.world.people import a_person
from tests.world.waiting import until_waiting
from zahra.base import ids
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.shop import credit
from zahra.shop.credit import store
from zahra.shop.credit.model import Account

pytestmark = pytest.mark.anyio


async def person(tx: Transaction) -> UUID:
    return (await a_person(tx)).person


async def test_what_was_given_can_be_spent(tx: Transaction):
    user_id, order_id = await person(tx), ids.new()
    await credit.give(tx, user_id, 5_000, key="refund:1", order_id=order_id)
    spent = await credit.spend(tx, user_id, 1_999, order_id=order_id)
    assert (spent.amount, spent.balance, spent.seq) == (-1_999, 3_001, 2)
    assert await credit.balance(tx, user_id) == 3_001
    history = await credit.history(tx, user_id)
    assert [(each.amount, each.balance) for each in history.entries] == [
        (-1_999, 3_001),
        (5_000, 5_000),
    ]
    assert history.total == 2


async def test_the_same_key_changes_it_once(tx: Transaction):
    user_id, order_id = await person(tx), ids.new()
    for _ in range(3):
        await credit.give(tx, user_id, 5_000, key="refund:1", order_id=order_id)
        await credit.spend(tx, user_id, 1_000, order_id=order_id)
    assert await credit.balance(tx, user_id) == 4_000
    assert (await credit.history(tx, user_id)).total == 2


async def test_more_than_there_is_cannot_be_spent_and_nothing_changes(tx: Transaction):
    user_id = await person(tx)
    await credit.give(tx, user_id, 500, key="refund:1", order_id=ids.new())
    with pytest.raises(credit.CreditTooLow) as refused:
        await credit.spend(tx, user_id, 501, order_id=ids.new())
    assert refused.value.details == {"balance": 500}
    assert await credit.balance(tx, user_id) == 500
    assert (await credit.history(tx, user_id)).total == 1


async def test_the_table_itself_holds_no_balance_below_nothing(tx: Transaction):
    user_id = await person(tx)
    await store.account_to_change(tx, user_id)
    with pytest.raises(CheckViolation, match="credit_accounts_balance"):
        async with tx.savepoint():
            await tx.run("UPDATE credit_accounts SET balance = -1")


@pytest.mark.parametrize(
    "change", ["UPDATE credit_entries SET amount = 1", "DELETE FROM credit_entries"]
)
async def test_what_is_written_stays_written(tx: Transaction, change: str):
    await credit.give(tx, await person(tx), 500, key="refund:1", order_id=ids.new())
    with pytest.raises(RaiseException):
        async with tx.savepoint():
            await tx.run(change)


async def test_credit_of_one_is_not_of_another(tx: Transaction):
    asha, bina = await person(tx), (await a_person(tx, "+919812345678")).person
    await credit.give(tx, asha, 500, key="refund:1", order_id=ids.new())
    assert await credit.balance(tx, bina) == 0
    with pytest.raises(credit.CreditTooLow):
        await credit.spend(tx, bina, 1, order_id=ids.new())


async def test_it_is_told_to_whom_it_belongs_to(tx: Transaction):
    user_id = await person(tx)
    await credit.give(tx, user_id, 500, key="refund:1", order_id=ids.new())
    (told,) = await credit.told_about(tx, user_id)
    assert (told["amount"], told["balance"], told["for"]) == (500, 500, "refund")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(st.integers(-900, 900).filter(bool), max_size=12))
async def test_the_balance_is_always_the_sum_of_its_ledger(database: Database, changes: list[int]):
    async with database.transaction() as tx:
        user_id, left = (await a_person(tx, f"{ids.new().hex}@example.com")).person, 0
        for change in changes:
            if change > 0:
                await credit.give(tx, user_id, change, key=str(ids.new()), order_id=ids.new())
            elif left + change >= 0:
                await credit.spend(tx, user_id, -change, order_id=ids.new())
            else:
                with pytest.raises(credit.CreditTooLow):
                    await credit.spend(tx, user_id, -change, order_id=ids.new())
                continue
            left += change
        history = await credit.history(tx, user_id, limit=50)
    assert history.balance == left == sum(each.amount for each in history.entries)
    assert [each.seq for each in history.entries] == list(range(history.total, 0, -1))


@pytest.fixture
async def crowd(fresh_dsn: str):
    database = Database(PooledConnections(fresh_dsn, size=4, wait_seconds=30))
    await database.open()
    yield database
    await database.close()


async def a_rich_person(database: Database) -> UUID:
    async with database.transaction() as tx:
        user_id = await person(tx)
        await credit.give(tx, user_id, 1_000, key="refund:1", order_id=ids.new())
    return user_id


async def spend_once(database: Database, user_id: UUID) -> None:
    async with database.transaction() as tx:
        await credit.spend(tx, user_id, 700, order_id=ids.new())


async def test_two_orders_at_once_cannot_spend_the_same_credit(crowd: Database):
    user_id = await a_rich_person(crowd)
    async with crowd.transaction() as tx:
        await store.account_to_change(tx, user_id)
        both = asyncio.gather(
            *(spend_once(crowd, user_id) for _ in range(2)), return_exceptions=True
        )
        await until_waiting(crowd, 2)
        assert not both.done(), "both wait for the account"
    said = await both
    assert sorted(type(each).__name__ for each in said) == ["CreditTooLow", "NoneType"]
    async with crowd.snapshot() as snapshot:
        assert await credit.balance(snapshot, user_id) == 300


async def test_without_the_lock_only_the_tables_stop_the_second(
    crowd: Database, monkeypatch: pytest.MonkeyPatch
):
    """The control: both see 1,000 and both spend 700."""
    user_id = await a_rich_person(crowd)
    both_have_read = asyncio.Barrier(2)

    async def unlocked(tx: Transaction, _: UUID) -> Account:
        seen = await tx.row(Account, "SELECT user_id, balance, entries FROM credit_accounts")
        await both_have_read.wait()
        assert seen
        return seen

    monkeypatch.setattr(store, "account_to_change", unlocked)
    said = await asyncio.gather(
        *(spend_once(crowd, user_id) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in said) == ["CheckViolation", "NoneType"]
