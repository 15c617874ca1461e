"""What a gateway refuses to give back is seen by staff, and goes another way: once, and whole."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.people import BINA, KEYS, a_person
from tests.world.returning import STAFF, clerk
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.base.errors import Forbidden, Invalid, NotFound, StepUpRequired
from zahra.shop import books, credit, orders, payments
from zahra.shop.orders import Placed, Redirecting
from zahra.shop.payments import Destination, Naming, NothingToRefund, NotRefused, Refund
from zahra.shop.payments.provider import RefundFact

pytestmark = pytest.mark.anyio
PRICE = 159900
CREDIT = Redirecting(Destination.STORE_CREDIT)


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def paid(till: Till, *, qty: int = 1, balance: int = 0) -> tuple[Actor, Placed]:
    """An order that was paid online, as far as store credit did not pay it."""
    goods, asha = await till.goods(), await till.shopper()
    if balance:
        async with till.database.transaction() as tx:
            cause = credit.Cause.GOODWILL
            await credit.give(tx, asha.person, balance, key="given", cause=cause)
    await till.fill_bag(asha, goods["M"], qty)
    placed = await till.place(asha, use_credit=bool(balance))
    till.pay(placed)
    await till.settle(placed)
    return asha, placed


async def cancel(till: Till, placed: Placed, *, key: str) -> None:
    """One of the pieces that are still to be sent."""
    async with till.database.transaction() as tx:
        (line,) = {each.line_id for each in await orders.pieces_of(tx, placed.order.id)}
        wish = orders.Cancelling("size", {line: 1})
        await orders.cancel_order(tx, STAFF, placed.order.id, wish, key=key)
    await till.run_errands()


async def refused(till: Till, placed: Placed) -> UUID:
    """The refund of a piece, which the gateway will not make."""
    till.gateway.refusing.add("refund")
    await cancel(till, placed, key="refused")
    till.gateway.refusing.clear()
    return await till.value("SELECT id FROM refunds WHERE state = 'failed'")


async def redirect(till: Till, refund_id: UUID, wish: Redirecting = CREDIT) -> Sequence[Refund]:
    async with till.database.transaction() as tx:
        granted = await orders.redirect_refund(tx, STAFF, refund_id, wish)
    await till.run_errands()
    return granted


async def left(till: Till, asha: Actor) -> int:
    async with till.database.snapshot() as snapshot:
        return await credit.balance(snapshot, asha.person)


async def open_exceptions(till: Till) -> list[str]:
    async with till.database.transaction() as tx:
        await books.note_mismatches(tx)
    async with till.database.snapshot() as snapshot:
        return await snapshot.values(
            "SELECT kind || ' ' || amount FROM discrepancies WHERE closed_at IS NULL"
        )


async def broken_rules(till: Till) -> list[str]:
    async with till.database.snapshot() as snapshot:
        report = await books.examine(snapshot)
    return [finding.name for finding in report.broken]


async def test_a_refused_refund_is_an_exception_until_it_has_gone_another_way(till: Till):
    _, placed = await paid(till)
    refund_id = await refused(till, placed)
    assert await open_exceptions(till) == [f"refund_refused {PRICE}"]
    await redirect(till, refund_id)
    assert await open_exceptions(till) == []
    assert await broken_rules(till) == []


async def test_it_becomes_store_credit_at_once_and_its_owner_is_told(till: Till):
    asha, placed = await paid(till)
    (granted,) = await redirect(till, await refused(till, placed))
    assert await left(till, asha) == PRICE
    assert (granted.amount, granted.destination) == (PRICE, Destination.STORE_CREDIT)
    assert (await till.whole(placed)).order.payment_status == "refunded"
    told = [message.text for message in till.postbox.messages]
    assert len([text for text in told if "It goes to your store credit." in text]) == 1


async def test_it_goes_to_an_account_of_the_buyers_or_asks_them_for_one(till: Till):
    asha, placed = await paid(till, qty=2)
    async with till.database.transaction() as tx:
        fresh = replace(asha, proven_at=tx.now)
        mine = await payments.name_account(tx, KEYS, fresh, Naming("Asha Verma", vpa="asha@okhdfc"))
        bina = replace(await a_person(tx, BINA), proven_at=tx.now)
        hers = await payments.name_account(tx, KEYS, bina, Naming("Bina Rao", vpa="bina@okhdfc"))
    first = await refused(till, placed)
    before = await till.fingerprint()
    for wish in (
        Redirecting(Destination.PAYOUT, hers.id),
        Redirecting(Destination.STORE_CREDIT, mine.id),
    ):
        with pytest.raises(Invalid):
            await redirect(till, first, wish)
    assert await till.fingerprint() == before
    await redirect(till, first, Redirecting(Destination.PAYOUT, mine.id))
    assert await till.value("SELECT state FROM payouts") == "granted"
    till.gateway.refusing.add("refund")
    await cancel(till, placed, key="second")
    other = await till.value(
        "SELECT id FROM refunds WHERE state = 'failed' AND id <> %(id)s", id=first
    )
    await redirect(till, other, Redirecting(Destination.PAYOUT))
    assert await till.value("SELECT count(*) FROM payouts WHERE state = 'needs_account'") == 1
    asked = [m.text for m in till.postbox.messages if "choose the UPI id or bank account" in m.text]
    assert len(asked) == 1


async def arrives(till: Till, placed: Placed, refund_id: UUID) -> None:
    """The gateway has made a refund all the same, although it had said no."""
    async with till.database.snapshot() as snapshot:
        refund = await payments.refund(snapshot, refund_id)
    assert refund is not None
    (paid_by,) = till.gateway.payments
    told = RefundFact("rfnd_late", paid_by, refund.amount, "settled", refund.receipt)
    till.gateway.refunds[told.id] = told
    paid_to = replace(till.gateway.payments[paid_by], amount_refunded=refund.amount)
    till.gateway.payments[paid_by] = paid_to
    await till.settle(placed)


async def test_what_comes_although_it_was_refused_is_owed_no_more(till: Till):
    _, placed = await paid(till)
    refund_id = await refused(till, placed)
    await arrives(till, placed, refund_id)
    assert await till.value("SELECT state FROM refunds") == "settled"
    assert await open_exceptions(till) == []
    assert await broken_rules(till) == []
    with pytest.raises(NotRefused):
        await redirect(till, refund_id)


@pytest.mark.parametrize("qty", [1, 2])
@pytest.mark.parametrize("way", [Destination.STORE_CREDIT, Destination.SOURCE])
async def test_what_comes_after_it_went_another_way_is_an_exception(
    till: Till, way: Destination, qty: int
):
    """Also where there is enough of the payment left for both."""
    _, placed = await paid(till, qty=qty)
    refund_id = await refused(till, placed)
    await redirect(till, refund_id, Redirecting(way))
    await arrives(till, placed, refund_id)
    assert await till.value("SELECT sum(amount) FROM refunds WHERE state = 'settled'") == 2 * PRICE
    assert await open_exceptions(till) == [f"settled_wrongly {PRICE}"]
    assert await broken_rules(till) == []


async def test_more_refunded_at_the_gateway_than_was_paid_is_an_exception(till: Till):
    _, placed = await paid(till)
    (paid_by,) = till.gateway.payments
    told = RefundFact("rfnd_odd", paid_by, PRICE + 500, "settled", "not ours")
    till.gateway.refunds[told.id] = told
    till.gateway.payments[paid_by] = replace(till.gateway.payments[paid_by], amount_refunded=PRICE)
    await till.settle(placed)
    assert await till.value("SELECT amount_refunded FROM payments") == PRICE
    assert await open_exceptions(till) == ["settled_wrongly 500"]
    assert await broken_rules(till) == []


async def test_its_source_may_be_tried_once_more(till: Till):
    asha, placed = await paid(till)
    refund_id = await refused(till, placed)
    (again,) = await redirect(till, refund_id, Redirecting(Destination.SOURCE))
    assert again.id != refund_id, "a key that was refused is not asked with again"
    assert await till.value("SELECT amount_refunded FROM payments") == PRICE
    assert await left(till, asha) == 0
    assert await open_exceptions(till) == []


async def test_what_is_refused_a_second_time_goes_on_from_there(till: Till):
    asha, placed = await paid(till)
    refund_id = await refused(till, placed)
    till.gateway.refusing.add("refund")
    (again,) = await redirect(till, refund_id, Redirecting(Destination.SOURCE))
    assert await open_exceptions(till) == [f"refund_refused {PRICE}"]
    with pytest.raises(NotRefused):
        await redirect(till, refund_id)
    await redirect(till, again.id)
    assert await left(till, asha) == PRICE
    assert await open_exceptions(till) == []


async def test_it_goes_one_way_once(till: Till):
    asha, placed = await paid(till)
    refund_id = await refused(till, placed)
    first = await redirect(till, refund_id)
    assert [refund.id for refund in await redirect(till, refund_id)] == [each.id for each in first]
    before = await till.fingerprint()
    with pytest.raises(NotRefused):
        await redirect(till, refund_id, Redirecting(Destination.PAYOUT))
    with pytest.raises(NotRefused):
        await redirect(till, first[0].id)
    assert await till.fingerprint() == before
    assert await left(till, asha) == PRICE


async def test_what_went_back_for_other_pieces_since_is_taken_from_the_other_tender(till: Till):
    """The refused sum is free again, and the next refund took it: it is owed all the same."""
    asha, placed = await paid(till, qty=2, balance=PRICE)
    refund_id = await refused(till, placed)
    await cancel(till, placed, key="second")
    assert await left(till, asha) == 0
    assert await open_exceptions(till) == [f"refund_refused {PRICE}"]
    with pytest.raises(NothingToRefund):
        await redirect(till, refund_id, Redirecting(Destination.SOURCE))
    await redirect(till, refund_id)
    assert await left(till, asha) == PRICE
    assert await open_exceptions(till) == []
    assert await broken_rules(till) == []


async def test_only_who_may_refund_redirects_and_in_person(till: Till):
    asha, placed = await paid(till)
    refund_id = await refused(till, placed)
    before = await till.fingerprint()
    async with till.database.transaction() as tx:
        stale = clerk(Permission.REFUNDS_CREATE, at=tx.now - timedelta(minutes=11))
        for actor, error in ((asha, Forbidden), (stale, StepUpRequired)):
            with pytest.raises(error):
                await orders.redirect_refund(tx, actor, refund_id, CREDIT)
        with pytest.raises(NotFound):
            await orders.redirect_refund(tx, STAFF, ids.new(), CREDIT)
    assert await till.fingerprint() == before


async def test_who_redirected_it_stands_in_the_log(till: Till):
    _, placed = await paid(till)
    refund_id = await refused(till, placed)
    await redirect(till, refund_id)
    found = await till.value("SELECT detail FROM audit_log WHERE action = 'refund.redirected'")
    assert found == {"order": placed.order.number, "amount": PRICE, "to": "store_credit"}


@pytest.fixture
async def crowd(fresh_dsn: str) -> AsyncGenerator[Till, None]:
    database = Database(PooledConnections(fresh_dsn, size=6, wait_seconds=30))
    await database.open()
    yield Till(database)
    await database.close()


async def two_ways_at_once(crowd: Till) -> asyncio.Task[Sequence[Refund]]:
    """Two of the staff send the same refund two ways; the answer to the later one."""
    _, placed = await paid(crowd, qty=2)
    refund_id = await refused(crowd, placed)
    async with crowd.database.transaction() as tx:
        await orders.redirect_refund(tx, STAFF, refund_id, CREDIT)
        wish = Redirecting(Destination.PAYOUT)
        later = asyncio.create_task(redirect(crowd, refund_id, wish))
        await asyncio.wait([later], timeout=0.5)
        assert not later.done(), "it waits for the order"
    await asyncio.wait([later])
    return later


async def test_of_two_ways_at_once_it_goes_one(crowd: Till):
    later = await two_ways_at_once(crowd)
    assert isinstance(later.exception(), NotRefused)
    assert await promised(crowd) == PRICE


async def test_without_a_look_under_the_lock_it_would_go_both(
    crowd: Till, monkeypatch: pytest.MonkeyPatch
):
    """The control: what was granted instead is not looked for."""

    async def nothing(tx: Transaction, refund_id: UUID) -> list[Refund]:
        return []

    monkeypatch.setattr(payments, "refunds_instead_of", nothing)
    later = await two_ways_at_once(crowd)
    assert later.exception() is None
    assert await promised(crowd) == 2 * PRICE


async def promised(till: Till) -> int:
    """Store credit and payouts together."""
    return await till.value(
        "SELECT (SELECT sum(balance) FROM credit_accounts)::bigint"
        " + coalesce((SELECT sum(amount) FROM payouts), 0)::bigint"
    )
