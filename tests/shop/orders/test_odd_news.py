"""A gateway tells of money that cannot be so: that is set aside and told, and all else goes on."""

from dataclasses import replace
from typing import Any

import pytest

from tests.world.fake_gateway import FakeGateway
from tests.world.people import BINA
from tests.world.till import Till
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database
from zahra.shop import books, orders, payments
from zahra.shop.orders import Cancelling, OrderStatus, PaymentStatus, Placed
from zahra.shop.payments import Gateways, Refund, RefundFact

pytestmark = pytest.mark.anyio
SAM = Actor(Kind.STAFF, name="Sam", permissions=frozenset({Permission.REFUNDS_CREATE}))
IMPOSSIBLE: list[dict[str, Any]] = [
    {"amount": 0},
    {"amount": -5},
    {"amount": 10**12 + 1},
    {"amount": 10**20},
    {"currency": "₹"},
    {"currency": "RUPEES"},
    {"id": ""},
    {"id": "pay_\x00"},
    {"id": "p" * 201},
]


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def exceptions(till: Till) -> list[str]:
    """What the exceptions list says of it, after the books have looked."""
    async with till.database.transaction() as tx:
        await books.note_mismatches(tx)
    told = "SELECT coalesce(array_agg(kind || ' ' || subject ORDER BY subject), '{}')"
    return await till.value(f"{told} FROM discrepancies WHERE closed_at IS NULL")


async def broken(till: Till) -> list[str]:
    async with till.database.agreeing() as snapshot:
        report = await books.examine(snapshot)
    return [finding.name for finding in report.broken]


async def kept(till: Till, placed: Placed) -> list[list[Any]]:
    """The order's payments: state, purpose, sum, and what of it went back."""
    rows = """
        SELECT coalesce(jsonb_agg(jsonb_build_array(state, purpose, amount, amount_refunded)
            ORDER BY first_seen_at, id), '[]') FROM payments WHERE order_id = %(id)s
        """
    return await till.value(rows, id=placed.order.id)


@pytest.mark.parametrize("odd", IMPOSSIBLE, ids=str)
async def test_a_payment_that_cannot_be_holds_up_no_other(till: Till, odd: dict[str, Any]):
    _, _, placed = await till.waiting_order()
    till.pay(placed, **odd)
    till.pay(placed)
    order = await till.settle(placed)
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.PAID)
    assert await kept(till, placed) == [["captured", "order", placed.order.total, 0]]
    (told_of,) = await exceptions(till)
    assert told_of.startswith(f"gateway_oddity {placed.order.number} razorpay")
    assert await broken(till) == []


async def test_an_order_paid_with_nothing_runs_out_like_any_other(till: Till):
    variant, _, placed = await till.waiting_order(stock=5)
    name = till.pay(placed, amount=0)
    await till.run_out()
    whole = await till.whole(placed)
    assert (whole.order.status, whole.order.payment_status) == ("cancelled", "voided")
    assert await kept(till, placed) == []
    assert await till.sellable(variant) == 5
    said = f"gateway_oddity {placed.order.number} razorpay {name} payment captured 0 INR"
    assert await exceptions(till) == [said]


async def test_it_leaves_the_list_once_the_gateway_tells_what_can_be(till: Till):
    _, _, placed = await till.waiting_order()
    name = till.pay(placed, amount=0)
    await till.settle(placed)
    assert len(await exceptions(till)) == 1
    await till.later(minutes=1)
    told = till.gateway.payments[name]
    till.gateway.payments[name] = replace(told, amount=placed.order.total)
    assert (await till.settle(placed)).is_placed
    assert await exceptions(till) == []
    assert await till.value("SELECT note FROM discrepancies") == "mended"


async def test_an_order_that_waits_a_day_past_its_time_is_told_of(till: Till):
    _, _, placed = await till.waiting_order()
    till.gateway.garbling.add("truth_of")
    await till.run_out()
    await till.later(hours=23, minutes=58)
    await orders.jobs.expire_orders(till.database, till.gateways)
    assert await exceptions(till) == []
    await till.later(minutes=2)
    said = f"gateway_oddity {placed.order.number} waits past its time"
    assert await exceptions(till) == [said]
    assert await till.value("SELECT amount FROM discrepancies") == placed.order.due_online
    till.gateway.garbling.clear()
    await orders.jobs.expire_orders(till.database, till.gateways)
    assert await exceptions(till) == []


@pytest.mark.parametrize(
    ("call", "offered"),
    [("garbling", ("razorpay", "payu")), ("silent", ("payu",))],
)
async def test_one_order_it_makes_no_sense_of_takes_no_gateway_off_offer(
    till: Till, call: str, offered: tuple[str, ...]
):
    await till.waiting_order()
    getattr(till.gateway, call).add("truth_of")
    await till.later(minutes=31)
    for _ in range(10):
        await till.later(minutes=1)
        await orders.jobs.expire_orders(till.database, till.gateways)
    both = Gateways([till.gateway, FakeGateway("payu")])
    async with till.database.snapshot() as snapshot:
        assert await payments.offered(snapshot, both) == offered


async def test_staff_cancel_what_waits_for_a_gateway_that_makes_no_sense(till: Till):
    variant, _, placed = await till.waiting_order(stock=5)
    till.gateway.garbling.add("truth_of")
    await till.later(days=2)
    await orders.jobs.expire_orders(till.database, till.gateways)
    assert len(await exceptions(till)) == 1
    sam = Actor(Kind.STAFF, name="Sam", permissions=frozenset({Permission.ORDERS_WRITE}))
    async with till.database.transaction() as tx:
        wish = Cancelling("no answer for two days")
        await orders.cancel_by_staff(tx, sam, placed.order.id, wish, key="c1")
    assert await exceptions(till) == []
    assert await till.sellable(variant) == 5


async def test_a_failed_payment_of_nothing_is_nobodys_business(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed, "failed", amount=0)
    await till.settle(placed)
    assert await exceptions(till) == []


async def test_a_payment_of_another_order_pays_nothing_and_stays_what_it_is(till: Till):
    _, _, placed = await till.waiting_order()
    name = till.pay(placed)
    await till.settle(placed)
    bina = await till.shopper(BINA)
    await till.fill_bag(bina, await till.value("SELECT variant_id FROM order_lines"), 2)
    other = await till.place(bina, key="key-2")
    till.pay(other, id=name)
    assert (await till.settle(other)).is_pending
    assert await kept(till, placed) == [["captured", "order", placed.order.total, 0]]
    assert await kept(till, other) == []
    said = f"{other.order.number} razorpay {name} payment captured {placed.order.total} INR"
    assert await exceptions(till) == [f"gateway_oddity {said}"]
    assert await broken(till) == []


@pytest.mark.parametrize("before", ["created", "failed", "authorized"])
async def test_what_a_gateway_gives_back_of_money_it_never_captured_is_no_refund(
    till: Till, before: str
):
    """Razorpay lists a refund of it all the same. Any other payment of the attempt still pays."""
    _, _, placed = await till.waiting_order()
    name = till.pay(placed, before)
    till.gateway.refusing.add("capture")
    await till.settle(placed)
    told = till.gateway.payments[name]
    till.gateway.payments[name] = replace(told, state="refunded", amount_refunded=told.amount)
    till.gateway.refunds["rfnd_1"] = RefundFact("rfnd_1", name, told.amount, "settled", None)
    await till.settle(placed)
    assert await kept(till, placed) == [["voided", "order", told.amount, 0]]
    assert await till.value("SELECT count(*) FROM refunds") == 0
    if before == "created":
        await till.later(minutes=1)
    till.pay(placed)
    assert (await till.settle(placed)).is_placed
    assert await exceptions(till) == []
    assert await broken(till) == []


@pytest.mark.parametrize("amount", [0, -5, 10**12 + 1, 10**20])
async def test_a_refund_made_elsewhere_that_cannot_be_holds_up_no_other(till: Till, amount: int):
    _, _, placed = await till.waiting_order()
    name = till.pay(placed)
    await till.settle(placed)
    for number, sum_told in enumerate((amount, 1000)):
        fact = RefundFact(f"rfnd_{number}", name, sum_told, "settled", None)
        till.gateway.refunds[fact.id] = fact
    told = till.gateway.payments[name]
    till.gateway.payments[name] = replace(told, amount_refunded=1000)
    await till.settle(placed)
    assert await kept(till, placed) == [["partially_refunded", "order", told.amount, 1000]]
    said = f"{placed.order.number} razorpay rfnd_0 refund settled {amount}"
    assert await exceptions(till) == [f"gateway_oddity {said}"]
    assert await broken(till) == []


@pytest.mark.parametrize("amount", [0, 999, 1001])
async def test_a_refund_of_ours_told_with_another_sum_is_on_its_way_and_not_settled(
    till: Till, amount: int
):
    _, _, placed = await till.waiting_order()
    till.pay(placed)
    await till.settle(placed)
    refund = await granted(till, 1000)
    await till.run_errands()
    told = next(iter(till.gateway.refunds.values()))
    assert await till.value("SELECT state FROM refunds") == "settled"
    later = await granted(till, 2000, key="second")
    till.gateway.refund_keys[later.key] = "rfnd_odd"
    odd = replace(told, id="rfnd_odd", amount=amount, receipt=later.receipt)
    till.gateway.refunds["rfnd_odd"] = odd
    await till.run_errands()
    states = "SELECT jsonb_object_agg(amount, state) FROM refunds"
    assert await till.value(states) == {"1000": "settled", "2000": "pending"}
    assert (await kept(till, placed))[0][3] == refund.amount
    said = f"{placed.order.number} razorpay rfnd_odd refund settled {amount}"
    assert await exceptions(till) == [f"gateway_oddity {said}"]
    await till.later(minutes=1)
    till.gateway.refunds["rfnd_odd"] = replace(odd, amount=2000)
    await till.settle(placed)
    assert await till.value(states) == {"1000": "settled", "2000": "settled"}
    assert await exceptions(till) == []
    assert await broken(till) == []


async def test_what_no_column_can_hold_is_left_out_of_what_is_kept(till: Till):
    _, _, placed = await till.waiting_order()
    name = till.pay(placed)
    odd = {"note": "a\x00b\ud800", "rate": float("inf"), "deep": [{"\x00": [float("nan"), 1]}]}
    told = till.gateway.payments[name]
    till.gateway.payments[name] = replace(told, method="upi\x00", raw=odd)
    assert (await till.settle(placed)).is_placed
    stored = await till.value("SELECT raw FROM payments")
    assert stored == {"note": "ab", "rate": None, "deep": [{"": [None, 1]}]}
    assert await till.value("SELECT method FROM payments") == "upi"


async def granted(till: Till, amount: int, *, key: str = "first") -> Refund:
    paid = await till.value("SELECT id FROM payments")
    async with till.database.transaction() as tx:
        return await orders.refund_payment(tx, SAM, paid, amount, reason="a stain", key=key)


async def test_a_strangers_payment_that_cannot_be_keeps_no_payment_from_being_found(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed, amount=10**20, claims="order_of_nobody")
    till.pay(placed)
    await books.jobs.compare_payments(till.database, till.gateways)
    assert (await till.whole(placed)).order.is_placed
    listed = "SELECT jsonb_object_agg(kind, amount) FROM discrepancies"
    assert await till.value(listed) == {"unknown_payment": None}


async def test_one_gateway_that_talks_nonsense_keeps_no_other_from_being_compared(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed)
    mad = FakeGateway("payu")
    [told] = till.gateway.payments.values()
    mad.payments["x"] = replace(told, id="\x00")
    both = Gateways([mad, till.gateway])
    await books.jobs.compare_payments(till.database, both)
    assert (await till.whole(placed)).order.is_placed
