"""What a return would give is said before it is asked for, and is what it gives then."""

import pytest

from tests.shop.returns.test_exchanging import price
from tests.world.people import BINA
from tests.world.returning import Counter, delivered
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import returns
from zahra.shop.orders import GoesBack
from zahra.shop.payments import Destination, Purpose
from zahra.shop.returns import Asking, AskingItem, Promised, Reason, Resolution, Return

pytestmark = pytest.mark.anyio
PRICE = 159900


@pytest.fixture
async def counter(database: Database) -> Counter:
    return await delivered(Till(database), qty=2)


async def before(
    counter: Counter,
    size: str | None = None,
    *,
    qty: int = 1,
    reason: Reason = Reason.TOO_SMALL,
    to: Destination = Destination.SOURCE,
) -> Promised:
    """What is said before it is asked for: money, or another size."""
    exchange = Resolution.EXCHANGE if size else Resolution.REFUND
    wanted = counter.goods[size] if size else None
    item = AskingItem(counter.line_id, qty, reason, "", (), exchange, wanted)
    async with counter.till.database.snapshot() as snapshot:
        return await returns.preview_asking(snapshot, counter.order_id, Asking((item,), "k", to))


async def now(counter: Counter, given: Return) -> Promised:
    async with counter.till.database.snapshot() as snapshot:
        return await returns.promised(snapshot, await counter.show(given))


def to_upi(amount: int) -> Promised:
    return Promised((GoesBack(Purpose.ORDER, "upi", amount, Destination.SOURCE),))


def in_cash(amount: int, to: Destination = Destination.STORE_CREDIT) -> Promised:
    return Promised((GoesBack(Purpose.CASH, "cod", amount, to),))


async def test_what_is_promised_is_what_goes_back(counter: Counter):
    assert await before(counter) == to_upi(PRICE)
    given = await counter.ask()
    assert await now(counter, given) == to_upi(PRICE)
    await counter.come_back(given)
    assert await counter.refunded() == {"source": PRICE}
    assert await now(counter, given) == Promised(), "nothing more: it is settled"


async def test_an_exchange_promises_the_difference_one_way_or_the_other(counter: Counter):
    assert await before(counter, "L") == Promised()
    await price(counter, "L", PRICE - 20000)
    assert await before(counter, "L") == to_upi(20000)
    cheaper = await counter.exchange(size="L")
    await counter.come_back(cheaper)
    assert await counter.refunded() == {"source": 20000, "store_credit": PRICE - 20000}
    await price(counter, "L", PRICE + 30000)
    assert await before(counter, "L") == Promised((), 30000)


async def test_money_is_promised_where_what_was_wanted_is_kept_no_more(counter: Counter):
    given = await counter.exchange(size="L")
    assert await now(counter, given) == Promised()
    await counter.approve(given)
    await counter.till.later(days=26)
    bina = await counter.till.shopper(BINA)
    await counter.till.fill_bag(bina, counter.goods["L"], 5)
    await counter.till.place(bina, key="bina")
    assert await now(counter, given) == Promised(), "hers may come back before it is looked at"
    await counter.receive(given, sound=1)
    await counter.judge(given, sound=1)
    assert await now(counter, given) == to_upi(PRICE)
    await counter.refund(given)
    assert await counter.refunded() == {"source": PRICE}


async def test_what_did_not_pass_is_promised_no_more(counter: Counter):
    given = await counter.ask(2)
    await counter.approve(given)
    await counter.receive(given, sound=2)
    assert await now(counter, given) == to_upi(2 * PRICE)
    await counter.judge(given, sound=1)
    assert await now(counter, given) == to_upi(PRICE)


async def test_cash_is_promised_to_where_its_owner_says(database: Database):
    counter = await delivered(Till(database), qty=2, payment_method="cod")
    assert await before(counter) == in_cash(PRICE)
    to = Destination.PAYOUT
    assert await before(counter, to=to) == in_cash(PRICE, to)


async def test_the_fee_is_promised_with_all_of_what_came_with_a_defect(database: Database):
    counter = await delivered(Till(database), qty=2, payment_method="cod")
    assert counter.whole.order.total == 2 * PRICE + 4900
    assert await before(counter, qty=2) == in_cash(2 * PRICE)
    defective = Reason.DEFECTIVE
    assert await before(counter, reason=defective) == in_cash(PRICE)
    assert await before(counter, qty=2, reason=defective) == in_cash(2 * PRICE + 4900)
    first = await counter.ask(1, reason=defective)
    await counter.come_back(first)
    assert await before(counter, reason=defective) == in_cash(PRICE + 4900), "the rest follows"
