"""Another size: kept from the request on, sent out once the old piece has passed."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from tests.world.bags import TERMS
from tests.world.people import shopper
from tests.world.promoting import automatic
from tests.world.returning import STAFF, Counter, deliver, delivered
from tests.world.till import Till
from tests.world.waiting import until_waiting
from zahra.base.db import Database, PooledConnections
from zahra.shop import orders, returns
from zahra.shop.inventory import OutOfStock
from zahra.shop.orders import Order, OrderStatus, Placed
from zahra.shop.orders.moving import order_row
from zahra.shop.payments import Destination
from zahra.shop.promotions import Kind
from zahra.shop.returns import ExchangeState, ReturnState, asking
from zahra.shop.returns import exchanging as exchanging_module
from zahra.shop.shipping import CodTerms

pytestmark = pytest.mark.anyio
PRICE = 159900


@pytest.fixture
async def counter(database: Database) -> Counter:
    return await delivered(Till(database), qty=1, stock={"M": 5, "L": 1})


async def replacement(counter: Counter) -> Order:
    async with counter.till.database.snapshot() as snapshot:
        page = await orders.orders_of(snapshot, shopper(counter.actor.person))
    return next(each.order for each in page.orders if each.order.id != counter.order_id)


async def price(counter: Counter, size: str, amount: int) -> None:
    async with counter.till.database.transaction() as tx:
        await tx.run(
            "UPDATE variants SET price = %(amount)s, mrp = greatest(mrp, %(amount)s)"
            " WHERE id = %(id)s",
            amount=amount,
            id=counter.goods[size],
        )


async def to_the_dock(counter: Counter, given: returns.Return) -> None:
    await counter.approve(given)
    await counter.pick_up(given)
    await counter.receive(given, sound=1)
    await counter.judge(given, sound=1)


async def test_the_new_size_is_held_from_the_request_on(counter: Counter):
    given = await counter.exchange(size="L")
    assert await counter.sellable("L") == 0
    whole = await counter.show(given)
    assert whole.exchange
    assert whole.exchange.state is ExchangeState.HELD
    bina = await counter.till.shopper("+919812345678")
    with pytest.raises(OutOfStock):
        await counter.till.fill_bag(bina, counter.goods["L"])


async def test_what_cannot_be_held_is_not_promised(counter: Counter):
    bina = await counter.till.shopper("+919812345678")
    await counter.till.fill_bag(bina, counter.goods["L"])
    await counter.till.place(bina, key="bina")
    with pytest.raises(OutOfStock):
        await counter.exchange(size="L")
    assert await counter.till.value("SELECT count(*) FROM returns") == 0
    assert (await counter.order()).order.return_status == "none"


@pytest.mark.parametrize("ending", ["cancel", "decline", "expire"])
async def test_what_was_held_is_free_again_when_nothing_comes_of_it(counter: Counter, ending: str):
    given = await counter.exchange(size="L")
    if ending == "expire":
        await counter.till.later(days=11)
        await returns.jobs.expire_returns(counter.till.database)
    else:
        async with counter.till.database.transaction() as tx:
            if ending == "cancel":
                await returns.cancel_return(tx, counter.actor, given.id)
            else:
                await returns.decline_return(tx, STAFF, given.id, reason="worn")
    assert await counter.sellable("L") == 1
    whole = await counter.show(given)
    assert whole.exchange
    assert whole.exchange.state is ExchangeState.RELEASED


async def test_an_even_exchange_moves_no_money(counter: Counter):
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    new = await replacement(counter)
    assert new.status is OrderStatus.PLACED
    assert (new.total, new.credit_used, new.due_online) == (PRICE, PRICE, 0)
    assert new.payment_status == "paid"
    assert await counter.credit() == 0
    assert await counter.refunded() == {"store_credit": PRICE}
    await counter.till.run_errands()
    assert counter.till.gateway.calls["refund"] == 0
    assert (await counter.order()).order.return_status == "exchanged"
    assert await counter.sellable("L") == 0
    assert await counter.sellable("M") == 5
    whole = await counter.show(given)
    assert whole.exchange
    assert whole.exchange.id == new.id
    assert whole.exchange.state is ExchangeState.ALLOCATED


async def test_an_exchange_knows_the_return_it_was_sent_for_and_other_orders_none(
    counter: Counter,
):
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    done = await counter.refund(given)
    new = await replacement(counter)
    async with counter.till.database.snapshot() as snapshot:
        assert await returns.return_sent_as(snapshot, new.id) == done
        assert await returns.return_sent_as(snapshot, counter.order_id) is None


async def test_what_is_sent_instead_can_be_packed_delivered_and_sent_back(counter: Counter):
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    new = await replacement(counter)
    await deliver(counter.till, Placed(new, None))
    async with counter.till.database.snapshot() as snapshot:
        whole = await orders.order(snapshot, counter.actor, new.id)
        line = whole.lines[0]
        assert (line.size, line.total) == ("L", PRICE)
        assert (await returns.returnable(snapshot, new.id))[line.id].qty == 1


async def test_a_dearer_size_waits_for_its_difference(counter: Counter):
    await price(counter, "L", 179900)
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    new = await replacement(counter)
    assert new.status is OrderStatus.PENDING_PAYMENT
    assert (new.total, new.credit_used, new.due_online) == (179900, PRICE, 20000)
    assert await counter.sellable("L") == 0
    gateways = counter.till.gateways
    placed = await orders.open_payment(
        counter.till.database, gateways, counter.actor, new.id, "razorpay", key="difference"
    )
    assert placed.attempt
    assert placed.attempt.amount == 20000
    counter.till.pay(placed)
    paid = await counter.till.settle(placed)
    assert (paid.status, paid.payment_status) == (OrderStatus.PLACED, "paid")
    whole = await counter.show(given)
    assert whole.exchange
    assert whole.exchange.state is ExchangeState.ALLOCATED


async def test_a_difference_is_not_left_to_be_paid_at_the_door(counter: Counter):
    free = replace(TERMS, cod=CodTerms(fee=0, min_total=0, max_total=500000))
    await price(counter, "L", 179900)
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    new, before = await replacement(counter), await counter.till.fingerprint()
    with pytest.raises(orders.MethodNotOffered):
        async with counter.till.database.transaction() as tx:
            await orders.switch_to_cod(tx, counter.actor, new.id, terms=free)
    assert await counter.till.fingerprint() == before


async def test_a_difference_of_a_few_paise_is_a_rupee_and_the_rest_stays_credit(counter: Counter):
    """No gateway takes less."""
    await price(counter, "L", PRICE + 30)
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    new = await replacement(counter)
    assert (new.credit_used, new.due_online) == (PRICE - 70, 100)
    assert await counter.credit() == 70


async def test_a_tried_and_abandoned_payment_does_not_let_the_size_go(counter: Counter):
    await price(counter, "L", 179900)
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    new = await replacement(counter)
    await orders.open_payment(
        counter.till.database,
        counter.till.gateways,
        counter.actor,
        new.id,
        "razorpay",
        key="difference",
    )
    await counter.till.later(hours=20)
    assert await counter.sellable("L") == 0


async def test_a_difference_nobody_pays_leaves_store_credit(counter: Counter):
    await price(counter, "L", 179900)
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    await counter.till.later(days=4)
    await orders.jobs.expire_orders(counter.till.database, counter.till.gateways)
    assert (await replacement(counter)).status is OrderStatus.CANCELLED
    assert await counter.credit() == PRICE
    assert await counter.sellable("L") == 1
    whole = await counter.show(given)
    assert whole.exchange
    assert whole.exchange.state is ExchangeState.RELEASED


async def test_of_a_cheaper_size_the_rest_goes_back_by_what_was_paid(counter: Counter):
    await price(counter, "L", 149900)
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    new = await replacement(counter)
    assert (new.total, new.credit_used, new.due_online) == (149900, 149900, 0)
    assert await counter.refunded() == {"store_credit": 149900, "source": 10000}
    assert await counter.credit() == 0


async def test_a_cheaper_size_is_never_sent_for_nothing(database: Database):
    """Bought for a third of its price: the gap of today's prices is more than was paid."""
    async with database.transaction() as tx:
        await automatic(tx, "Much off", Kind.FLAT, amount=110000)
    counter = await delivered(Till(database), qty=1, stock={"M": 5, "L": 1})
    (paid,) = [piece.net for piece in await counter.pieces()]
    assert paid == PRICE - 110000
    await price(counter, "L", 99900)
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    back = paid * (PRICE - 99900) // PRICE
    assert (await replacement(counter)).total == paid - back == 31176
    assert await counter.refunded() == {"store_credit": paid - back, "source": back}


async def test_the_rest_becomes_credit_where_that_was_wanted(counter: Counter):
    await price(counter, "L", 149900)
    given = await counter.exchange(size="L", destination=Destination.STORE_CREDIT)
    await to_the_dock(counter, given)
    await counter.refund(given)
    assert await counter.credit() == 10000


async def test_the_difference_is_the_one_that_was_shown(counter: Counter):
    given = await counter.exchange(size="L")
    await price(counter, "L", 189900)
    await to_the_dock(counter, given)
    await counter.refund(given)
    assert (await replacement(counter)).total == PRICE


async def test_a_piece_that_does_not_pass_is_not_exchanged(counter: Counter):
    given = await counter.exchange(size="L")
    await counter.approve(given)
    await counter.receive(given, spoilt=1)
    await counter.judge(given)
    assert await counter.sellable("L") == 1
    assert (await counter.show(given)).given.state is ReturnState.QC_FAILED
    assert await counter.till.value("SELECT count(*) FROM orders") == 1


async def test_what_could_not_be_kept_any_longer_is_paid_for(counter: Counter):
    """The parcel took months: the size was sold meanwhile."""
    given = await counter.exchange(size="L")
    await counter.approve(given)
    await counter.pick_up(given)
    await counter.till.later(days=60)
    bina = await counter.till.shopper("+919812345678")
    await counter.till.fill_bag(bina, counter.goods["L"])
    await counter.till.place(bina, key="bina")
    await counter.receive(given, sound=1)
    await counter.judge(given, sound=1)
    await counter.refund(given)
    assert await counter.refunded() == {"source": PRICE}
    assert (await counter.order()).order.return_status == "full"


@pytest.fixture
async def crowd(fresh_dsn: str):
    database = Database(PooledConnections(fresh_dsn, size=8, wait_seconds=30))
    await database.open()
    yield database
    await database.close()


async def two_for_the_last(crowd: Database) -> tuple[Counter, Counter]:
    """Two buyers who both want the last L."""
    till = Till(crowd)
    one = await delivered(till, qty=1, stock={"M": 5, "L": 1})
    bina = await till.shopper("+919812345678")
    await till.fill_bag(bina, one.goods["M"])
    placed = await till.place(bina, key="bina")
    till.pay(placed)
    await till.settle(placed)
    await deliver(till, placed)
    return one, Counter(till, bina, one.goods, await till.whole(placed))


async def test_the_last_one_is_held_for_one_of_two(crowd: Database):
    one, two = await two_for_the_last(crowd)
    async with crowd.transaction() as tx:
        await tx.run("SELECT 1 FROM stock_levels FOR UPDATE")
        both = asyncio.gather(
            one.exchange(size="L"), two.exchange(size="L"), return_exceptions=True
        )
        await until_waiting(crowd, 2)
        assert not both.done(), "both wait for the level"
    said = await both
    assert sorted(type(each).__name__ for each in said) == ["OutOfStock", "Return"]
    assert await one.sellable("L") == 0
    assert await crowd_value(crowd, "SELECT count(*) FROM exchanges") == 1


async def test_without_the_hold_both_would_be_promised_the_last(
    crowd: Database, monkeypatch: pytest.MonkeyPatch
):
    """The control: nothing is held, and the second is told it can have what the first one has."""
    one, two = await two_for_the_last(crowd)

    async def nothing(tx: object, exchange_id: UUID, wanted: object, *, until: object) -> None:
        """Holds nothing."""

    monkeypatch.setattr(exchanging_module.inventory, "hold_stock", nothing)
    await one.exchange(size="L")
    await two.exchange(size="L")
    assert await crowd_value(crowd, "SELECT count(*) FROM exchanges WHERE state = 'held'") == 2


async def test_two_requests_for_the_same_piece_are_one_return(crowd: Database):
    till = Till(crowd)
    counter = await delivered(till, qty=1)
    async with crowd.transaction() as tx:
        await tx.run("SELECT 1 FROM orders FOR UPDATE")
        both = asyncio.gather(counter.ask(1), counter.ask(1), return_exceptions=True)
        await until_waiting(crowd, 2)
        assert not both.done(), "both wait for the order"
    said = await both
    assert sorted(type(each).__name__ for each in said) == ["NotReturnable", "Return"]
    assert await crowd_value(crowd, "SELECT count(*) FROM return_pieces WHERE is_live") == 1


async def test_without_the_orders_lock_only_the_table_stops_the_second(
    crowd: Database, monkeypatch: pytest.MonkeyPatch
):
    """The control: both see the piece free, and both take it."""
    counter = await delivered(Till(crowd), qty=1)
    both_have_read = asyncio.Barrier(2)

    async def unlocked(tx: object, order_id: UUID) -> Order:
        return await order_row(tx, order_id)  # pyright: ignore[reportArgumentType]

    taken = asking.store.taken_of_order

    async def read_together(tx: object, order_id: UUID) -> object:
        seen = await taken(tx, order_id)  # pyright: ignore[reportArgumentType]
        await both_have_read.wait()
        return seen

    monkeypatch.setattr(asking.orders, "lock_order", unlocked)
    monkeypatch.setattr(asking.store, "taken_of_order", read_together)
    said = await asyncio.gather(counter.ask(1), counter.ask(1), return_exceptions=True)
    assert sorted(type(each).__name__ for each in said) == ["Return", "UniqueViolation"]


async def crowd_value(database: Database, sql: str) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value(sql)
