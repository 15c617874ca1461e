"""A payout whose bank said no waits for another account of its buyer's, and goes out once."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.world.people import BINA, KEYS, a_person
from tests.world.returning import Counter, clerk, delivered
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Permission
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop import orders, payments
from zahra.shop.orders import PaidOut, PayoutSeen
from zahra.shop.payments import Destination, Naming, Payout
from zahra.shop.payments.store import payouts as store

pytestmark = pytest.mark.anyio
PRICE = 159900
OLD, NEW = Naming("Asha Verma", vpa="asha@okhdfc"), Naming("Asha Verma", vpa="asha.new@oksbi")


async def account(counter: Counter, naming: Naming = NEW) -> UUID:
    async with counter.till.database.transaction() as tx:
        return (await payments.name_account(tx, KEYS, counter.fresh(), naming)).id


async def name(counter: Counter, account_id: UUID, **who: UUID | None) -> PayoutSeen:
    async with counter.till.database.transaction() as tx:
        actor = replace(counter.actor, **who)
        return await orders.name_payout_account(tx, actor, await payout_id(counter), account_id)


async def payout_id(counter: Counter) -> UUID:
    return await counter.till.value("SELECT id FROM payouts")


async def state(counter: Counter) -> str:
    return await counter.till.value("SELECT state FROM payouts")


async def export(database: Database) -> payments.PayoutFile:
    async with database.transaction() as tx:
        finance = clerk(Permission.FINANCE_WRITE, at=datetime.now(UTC) + database.ahead)
        return (await payments.export_payouts(tx, KEYS, finance))[0]


async def refused(database: Database) -> Counter:
    """Cash that went out to an account of Asha's, and whose bank said no."""
    counter = await delivered(Till(database), qty=1, payment_method="cod")
    first = await account(counter, OLD)
    given = await counter.ask(1, destination=Destination.PAYOUT, account_id=first)
    await counter.come_back(given)
    await export(database)
    number = await counter.till.value("SELECT number FROM payouts")
    finance = clerk(Permission.FINANCE_WRITE, at=datetime.now(UTC) + database.ahead)
    told = [PaidOut(number, failed="account closed")]
    await orders.settle_payouts(database, finance, told)
    return counter


async def test_another_account_is_named_and_the_money_goes_there(database: Database):
    counter = await refused(database)
    async with database.snapshot() as snapshot:
        (seen,) = await orders.payouts_of(snapshot, counter.actor)
    assert (seen.needs_account, seen.last_error, seen.amount) == (True, "account closed", PRICE)
    named = await name(counter, await account(counter))
    assert (named.state, named.shown, named.last_error) == ("granted", "as•••@oksbi", None)
    assert (await export(database)).amount == PRICE


async def test_the_same_answer_again_changes_nothing_wherever_it_has_come(database: Database):
    counter = await refused(database)
    other = await account(counter)
    first = await name(counter, other)
    assert await name(counter, other) == first
    await export(database)
    assert (await name(counter, other)).state == "exported"
    assert await counter.till.value("SELECT count(*) FROM payout_files") == 2


async def test_until_it_is_in_a_file_the_account_may_be_changed_again(database: Database):
    counter = await refused(database)
    await name(counter, await account(counter))
    third = await account(counter, Naming("Asha Verma", vpa="third@okaxis"))
    assert (await name(counter, third)).shown == "th•••@okaxis"


async def test_what_is_on_its_way_goes_nowhere_else(database: Database):
    counter = await refused(database)
    await name(counter, await account(counter))
    await export(database)
    before = await counter.till.fingerprint()
    with pytest.raises(WrongMoment):
        await name(counter, await account(counter, Naming("Asha Verma", vpa="third@okaxis")))
    assert await counter.till.fingerprint() == before
    assert await state(counter) == "exported"


async def test_anothers_payout_does_not_exist_and_anothers_account_is_refused(database: Database):
    counter = await refused(database)
    async with database.transaction() as tx:
        bina = replace(await a_person(tx, BINA), proven_at=tx.now)
        hers = await payments.name_account(tx, KEYS, bina, replace(NEW, holder="Bina Rao"))
    with pytest.raises(NotFound):
        await name(counter, hers.id, user_id=bina.user_id)
    for not_hers in (hers.id, ids.new()):
        with pytest.raises(Invalid) as why:
            await name(counter, not_hers)
        assert set(why.value.fields) == {"accountId"}
    assert await state(counter) == "needs_account"


async def test_its_buyer_is_asked_for_an_account_once_for_every_refusal(database: Database):
    counter = await refused(database)
    await counter.till.run_errands()
    (asked,) = asks(counter)
    assert "Rs 1,599" in asked
    assert "/account/credit" in asked
    await name(counter, await account(counter))
    await export(database)
    number = await counter.till.value("SELECT number FROM payouts")
    finance = clerk(Permission.FINANCE_WRITE, at=datetime.now(UTC) + database.ahead)
    for _ in range(2):
        await orders.settle_payouts(database, finance, [PaidOut(number, failed="closed too")])
    await counter.till.run_errands()
    assert len(asks(counter)) == 2


def asks(counter: Counter) -> list[str]:
    """The SMS that ask where money shall go."""
    texts = [message.text for message in counter.till.postbox.messages]
    return [text for text in texts if "choose the UPI id or bank account" in text]


@pytest.fixture
async def crowd(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    database = Database(PooledConnections(fresh_dsn, size=6, wait_seconds=30))
    await database.open()
    yield database
    await database.close()


async def changed_mind_while_a_file_is_made(crowd: Database) -> asyncio.Task[PayoutSeen]:
    """A file with the payout in it is about to be committed when its buyer names another account;
    the answer, once the file is made."""
    counter = await refused(crowd)
    await name(counter, await account(counter))
    third = await account(counter, Naming("Asha Verma", vpa="third@okaxis"))
    finance = clerk(Permission.FINANCE_WRITE, at=datetime.now(UTC) + crowd.ahead)
    async with crowd.transaction() as tx:
        await payments.export_payouts(tx, KEYS, finance)
        answer = asyncio.create_task(name(counter, third))
        await asyncio.wait([answer], timeout=0.5)
    await asyncio.wait([answer])
    return answer


async def test_an_answer_that_comes_while_the_file_is_made_waits_and_is_refused(crowd: Database):
    answer = await changed_mind_while_a_file_is_made(crowd)
    assert isinstance(answer.exception(), WrongMoment)
    with pytest.raises(payments.NothingToPayOut):
        await export(crowd)
    assert await paid_for(crowd) == 2 * PRICE, "once to the account that refused, once to the next"


async def test_without_the_lock_the_same_money_would_go_out_twice(
    crowd: Database, monkeypatch: pytest.MonkeyPatch
):
    """The control: the answer is given by what was there before the file."""

    async def unlocked(tx: Transaction, payout_id: UUID) -> Payout | None:
        number = await tx.value("SELECT number FROM payouts WHERE id = %(id)s", id=payout_id)
        return await store.payout(tx, number)

    monkeypatch.setattr(payments, "payout_to_change", unlocked)
    answer = await changed_mind_while_a_file_is_made(crowd)
    assert answer.exception() is None
    await export(crowd)
    assert await paid_for(crowd) == 3 * PRICE


async def paid_for(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value("SELECT sum(amount) FROM payout_files")
