"""Refunds that go to accounts: named by their owner, in one file, told by the bank, not doubled."""

import asyncio
import csv
import io
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.world.people import KEYS, a_person
from tests.world.returning import Counter, clerk, deliver, delivered
from tests.world.till import Till
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.base.errors import Forbidden, Invalid, NotFound, StepUpRequired
from zahra.shop import orders, payments
from zahra.shop.orders import Outcome, PaidOut
from zahra.shop.payments import Destination, Naming, NothingToPayOut
from zahra.shop.payments.paying_out import store
from zahra.shop.payments.payouts import Payout

pytestmark = pytest.mark.anyio
PRICE = 159900
ASHAS = Naming("Asha Verma", vpa="asha@okhdfc")


def finance(database: Database) -> Actor:
    now = datetime.now(UTC) + database.ahead
    return clerk(Permission.FINANCE_WRITE, Permission.FINANCE_READ, at=now)


async def owed(database: Database, naming: Naming = ASHAS) -> Counter:
    """Cash that is to go to an account of Asha's."""
    counter = await delivered(Till(database), qty=1, payment_method="cod")
    async with database.transaction() as tx:
        account = await payments.name_account(tx, KEYS, counter.fresh(), naming)
    given = await counter.ask(1, destination=Destination.PAYOUT, account_id=account.id)
    await counter.come_back(given)
    return counter


async def export(database: Database) -> tuple[payments.PayoutFile, list[list[str]]]:
    async with database.transaction() as tx:
        file, text = await payments.export_payouts(tx, KEYS, finance(database))
    return file, list(csv.reader(io.StringIO(text)))


async def settle(database: Database, *told: PaidOut) -> list[Outcome]:
    outcomes = await orders.settle_payouts(database, finance(database), told)
    return list(outcomes.values())


async def test_a_payout_goes_into_a_file_and_is_settled_by_its_utr(database: Database):
    counter = await owed(database)
    file, (_, line) = await export(database)
    assert (file.payouts, file.amount) == (1, PRICE)
    assert line[1:6] == ["Asha Verma", "asha@okhdfc", "", "", "1599.00"]
    assert (await counter.order()).order.payment_status == "cod_collected"
    assert await settle(database, PaidOut(line[0], utr="N326261234567890")) == [Outcome.SETTLED]
    whole = await counter.order()
    assert whole.order.payment_status == "partially_refunded", "the fee stays"
    assert await counter.till.value("SELECT amount_refunded FROM payments") == PRICE
    again = PaidOut(line[0], utr="N326261234567890")
    assert await settle(database, again) == [Outcome.KNOWN]
    assert await settle(database, replace(again, utr="OTHER1234")) == [Outcome.REFUSED]
    assert await settle(database, PaidOut("PO-NOSUCH00", utr="N1234567")) == [Outcome.UNKNOWN]


async def test_what_is_in_a_file_is_in_no_second_one(database: Database):
    await owed(database)
    file, _ = await export(database)
    with pytest.raises(NothingToPayOut):
        await export(database)
    async with database.transaction() as tx:
        same, text = await payments.payout_file(tx, KEYS, finance(database), file.number)
    assert same == file
    assert text.count("PO-") == 1 + 1, "the reference and the narration"


async def test_what_the_bank_refuses_needs_an_account_and_goes_out_anew(database: Database):
    counter = await owed(database)
    _, (_, line) = await export(database)
    assert await settle(database, PaidOut(line[0], failed="account closed")) == [Outcome.FAILED]
    with pytest.raises(NothingToPayOut):
        await export(database)
    async with database.transaction() as tx:
        other = Naming(
            "Asha Verma", number="5010 0123 4567", number_again="501001234567", ifsc="hdfc0001234"
        )
        account = await payments.name_account(tx, KEYS, counter.fresh(), other)
        (waiting,) = await orders.payouts_of(tx, counter.actor)
        number = waiting.number
        await orders.name_payout_account(tx, counter.actor, waiting.id, account.id)
    _, (_, again) = await export(database)
    assert again[0] == number
    assert again[2:5] == ["", "501001234567", "HDFC0001234"]
    told_again = await settle(database, PaidOut(line[0], failed="account closed"))
    assert told_again == [Outcome.UNKNOWN], "else it would go out once more"
    assert await counter.till.value("SELECT state FROM payouts") == "exported"
    assert await counter.till.value("SELECT sum(refund_granted) FROM payments") == PRICE


async def test_a_refund_to_an_account_that_was_removed_waits_for_another(database: Database):
    counter = await delivered(Till(database), qty=1, payment_method="cod")
    async with database.transaction() as tx:
        account = await payments.name_account(tx, KEYS, counter.fresh(), ASHAS)
    given = await counter.ask(1, destination=Destination.PAYOUT, account_id=account.id)
    async with database.transaction() as tx:
        await payments.remove_account(tx, counter.fresh(), account.id)
    await counter.come_back(given)
    assert await counter.till.value("SELECT state FROM payouts") == "needs_account"
    with pytest.raises(NothingToPayOut):
        await export(database)


async def test_one_transfer_settles_one_payout(database: Database):
    counter = await owed(database)
    _, (_, line) = await export(database)
    await settle(database, PaidOut(line[0], utr="N326261234567890"))
    second = await delivered_again(counter)
    _, (_, other) = await export(database)
    assert other[0] == second
    said = await settle(database, PaidOut(second, utr="N326261234567890"))
    assert said == [Outcome.REFUSED]


async def delivered_again(counter: Counter) -> str:
    """Another cash order of the same shopper's comes back; the number of its payout."""
    till = counter.till
    await till.fill_bag(counter.actor, counter.goods["M"], 1)
    placed = await till.place(counter.actor, payment_method="cod", key="second")
    await deliver(till, placed)
    other = Counter(till, counter.actor, counter.goods, await till.whole(placed), keys=50)
    async with till.database.snapshot() as snapshot:
        (account,) = await payments.accounts_of(snapshot, counter.actor)
    given = await other.ask(1, destination=Destination.PAYOUT, account_id=account.id)
    await other.come_back(given)
    return await till.value("SELECT number FROM payouts ORDER BY created_at DESC LIMIT 1")


@pytest.mark.parametrize(
    "naming",
    [
        Naming("", vpa="asha@okhdfc"),
        Naming("=cmd|' /C calc'!A0", vpa="asha@okhdfc"),
        Naming("Asha Verma"),
        Naming("Asha Verma", vpa="asha"),
        Naming("Asha Verma", vpa="=asha@okhdfc"),
        Naming("Asha Verma", vpa="asha@okhdfc", number="123456789"),
        Naming("Asha Verma", number="12345678", number_again="12345678", ifsc="HDFC0001234"),
        Naming("Asha Verma", number="123456789", number_again="123456780", ifsc="HDFC0001234"),
        Naming("Asha Verma", number="123456789", number_again="123456789", ifsc="HDFC1001234"),
        Naming("Asha Verma", number="१२३४५६७८९", number_again="१२३४५६७८९", ifsc="HDFC0001234"),
    ],
)
async def test_an_account_that_cannot_be_is_not_kept(tx: Transaction, naming: Naming):
    asha = replace(await a_person(tx), proven_at=tx.now)
    with pytest.raises(Invalid):
        await payments.name_account(tx, KEYS, asha, naming)
    assert await payments.accounts_of(tx, asha) == []


async def test_an_account_is_named_by_its_owner_in_person(tx: Transaction):
    asha = await a_person(tx)
    stale = replace(asha, proven_at=tx.now - timedelta(minutes=11))
    with pytest.raises(StepUpRequired):
        await payments.name_account(tx, KEYS, stale, ASHAS)
    with pytest.raises(StepUpRequired):
        await payments.name_account(tx, KEYS, Actor(Kind.STAFF, asha.user_id), ASHAS)


async def test_of_an_account_only_a_few_letters_are_readable(tx: Transaction):
    asha = replace(await a_person(tx), proven_at=tx.now)
    account = await payments.name_account(tx, KEYS, asha, ASHAS)
    assert account.shown == "as•••@okhdfc"
    sealed = await tx.value("SELECT sealed FROM payout_destinations")
    assert b"asha" not in bytes(sealed)
    bina = await a_person(tx, "+919812345678")
    assert not await payments.is_own_account(tx, bina.person, account.id)
    with pytest.raises(NotFound):
        await payments.remove_account(tx, bina, account.id)
    await payments.remove_account(tx, asha, account.id)
    assert await payments.accounts_of(tx, asha) == []


async def test_an_account_that_money_is_on_its_way_to_stays(database: Database):
    counter = await owed(database)
    async with database.transaction() as tx:
        (account,) = await payments.accounts_of(tx, counter.actor)
        with pytest.raises(NotFound):
            await payments.remove_account(tx, counter.actor, account.id)
        await payments.forget_accounts(tx, counter.actor.person)
        assert await payments.accounts_of(tx, counter.actor) == [account]


async def test_files_are_for_finance_in_person_and_in_the_log(database: Database):
    await owed(database)
    async with database.transaction() as tx:
        with pytest.raises(Forbidden):
            await payments.export_payouts(tx, KEYS, clerk(Permission.FINANCE_READ, at=tx.now))
        stale = clerk(Permission.FINANCE_WRITE, at=tx.now - timedelta(minutes=11))
        with pytest.raises(StepUpRequired):
            await payments.export_payouts(tx, KEYS, stale)
        assert await tx.value("SELECT count(*) FROM payout_files") == 0
    await export(database)
    async with database.snapshot() as snapshot:
        found = await snapshot.value(
            "SELECT detail FROM audit_log WHERE action = 'payouts.exported'"
        )
    assert found == {"payouts": 1, "amount": PRICE}


@pytest.fixture
async def crowd(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    database = Database(PooledConnections(fresh_dsn, size=6, wait_seconds=30))
    await database.open()
    yield database
    await database.close()


async def test_two_files_at_once_have_nothing_in_common(crowd: Database):
    await owed(crowd)
    async with crowd.transaction() as tx:
        first, _ = await payments.export_payouts(tx, KEYS, finance(crowd))
        with pytest.raises(NothingToPayOut):
            await export(crowd)  # the first has not committed
    assert first.payouts == 1
    assert await crowd_value(crowd, "SELECT count(*) FROM payout_files") == 1


async def test_without_the_lock_the_same_money_would_be_in_two_files(
    crowd: Database, monkeypatch: pytest.MonkeyPatch
):
    """The control: both see it wait."""
    await owed(crowd)
    both_have_read = asyncio.Barrier(2)

    async def unlocked(tx: Transaction, *, limit: int) -> list[Payout]:
        seen = await tx.rows(
            Payout,
            "SELECT id, number, refund_id, order_id, amount, state, destination_id, NULL AS shown,"
            " file_id, utr, last_error, created_at, exported_at, settled_at FROM payouts"
            " WHERE state = 'granted'",
        )
        await both_have_read.wait()
        return seen

    monkeypatch.setattr(store, "granted_to_change", unlocked)
    (one, _), (two, _) = await asyncio.gather(export(crowd), export(crowd))
    assert one.payouts == two.payouts == 1
    assert await crowd_value(crowd, "SELECT sum(amount) FROM payout_files") == 2 * PRICE


async def crowd_value(database: Database, sql: str) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value(sql)
