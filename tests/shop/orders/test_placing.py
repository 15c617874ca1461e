"""From a bag to an order that waits for money, or is placed to be paid at the door."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.world.bags import TERMS
from tests.world.counting import StatementCounter
from tests.world.people import ASHA, BINA, shopper
from tests.world.till import ASHAS_HOME, IN_MUMBAI, Till
from zahra.base import clock
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database
from zahra.base.errors import Invalid, NotFound, Unauthenticated
from zahra.shop import catalog, identity, orders
from zahra.shop.cart import StaleCart
from zahra.shop.inventory import OutOfStock
from zahra.shop.orders import CartChanged, OrderStatus, PaymentStatus, RequirementsUnmet
from zahra.shop.payments import AttemptState
from zahra.shop.shipping import CodTerms

pytestmark = pytest.mark.anyio


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def a_full_bag(till: Till, qty: int = 2, identifier: str = ASHA):
    goods = await till.goods()
    actor = await till.shopper(identifier)
    await till.fill_bag(actor, goods["M"], qty)
    return goods, actor


async def test_an_order_copies_what_was_agreed_and_waits_for_its_money(till: Till):
    goods, actor = await a_full_bag(till)
    placed = await till.place(actor, note="Please ring twice.")
    whole = await till.whole(placed)
    order = whole.order
    assert (order.status, order.payment_status) == ("pending_payment", "pending")
    assert (order.mrp_total, order.discount, order.shipping, order.total) == (
        399800,
        80000,
        0,
        319800,
    )
    assert order.number.startswith("ZH-")
    assert whole.copy.shipping_address == whole.copy.billing_address == ASHAS_HOME
    assert whole.copy.note == "Please ring twice."
    assert whole.copy.promised_by
    (line,) = whole.lines
    assert (line.variant_id, line.qty, line.unit_price, line.total) == (
        goods["M"],
        2,
        159900,
        319800,
    )
    (tax,) = whole.taxes
    assert (tax.rate, tax.taxable, tax.cgst, tax.sgst, tax.igst) == (5, 304572, 7614, 7614, 0)
    assert order.tax == 15228
    assert [(m.life, m.to_state) for m in whole.history] == [
        ("order", "pending_payment"),
        ("payment", "pending"),
    ]
    assert placed.attempt
    assert (placed.attempt.state, placed.attempt.amount) == (AttemptState.OPENED, 319800)
    assert await till.sellable(goods["M"]) == 3


async def test_an_order_never_changes_with_the_catalogue(till: Till):
    goods, actor = await a_full_bag(till)
    placed = await till.place(actor)
    before = await till.whole(placed)
    async with till.database.transaction() as tx:
        await catalog.change_price(tx, Actor(Kind.PROGRAM), goods["M"], price=99900, mrp=149900)
    assert await till.whole(placed) == before


async def test_tax_follows_the_state_of_the_address(till: Till):
    _, actor = await a_full_bag(till)
    placed = await till.place(actor, shipping_address=IN_MUMBAI)
    whole = await till.whole(placed)
    (tax,) = whole.taxes
    assert (tax.taxable, tax.cgst, tax.sgst, tax.igst) == (304572, 0, 0, 15228)
    assert whole.copy.place_of_supply == "27"


async def test_a_registered_buyer_is_supplied_where_they_are_registered(till: Till):
    """Bill to Mumbai, ship to Jaipur: IGST Act s. 10(1)(b)."""
    _, asha = await a_full_bag(till)
    placed = await till.place(asha, billing_address=IN_MUMBAI, gstin="27AAPFU0939F1ZV")
    whole = await till.whole(placed)
    assert (whole.copy.place_of_supply, whole.copy.gstin) == ("27", "27AAPFU0939F1ZV")
    assert [(tax.cgst, tax.igst > 0) for tax in whole.taxes] == [(0, True)]


async def test_a_gstin_of_another_state_than_the_bill_is_refused(till: Till):
    _, asha = await a_full_bag(till)
    before = await till.fingerprint()
    with pytest.raises(Invalid) as refused:
        await till.place(asha, gstin="27AAPFU0939F1ZV")
    assert list(refused.value.fields) == ["gstin"]
    assert await till.fingerprint() == before


async def test_the_same_key_answers_with_the_same_order(till: Till):
    _, actor = await a_full_bag(till)
    placing = await till.placing(actor)
    first = await till.place(actor, placing)
    before = await till.fingerprint()
    again = await till.place(actor, placing)
    assert again == first
    assert await till.fingerprint() == before
    assert len(till.gateway.orders) == 1


async def test_the_same_bag_again_goes_on_with_the_order_that_waits(till: Till):
    goods, actor = await a_full_bag(till)
    first = await till.place(actor, key="key-1")
    await till.later(minutes=9)
    again = await till.place(actor, key="key-2")
    assert (again.order.id, again.attempt) == (first.order.id, first.attempt)
    await till.later(minutes=9)
    assert await till.sellable(goods["M"]) == 3, "the hold was renewed"


async def test_midnight_between_two_tries_makes_no_second_order(till: Till):
    _, actor = await a_full_bag(till)
    async with till.database.transaction() as tx:
        midnight = clock.start_of(clock.ist_day(tx.now) + timedelta(days=1))
        till.database.ahead += midnight - tx.now - timedelta(minutes=4)
    first = await till.place(actor, key="key-1")
    await till.later(minutes=8)
    again = await till.place(actor, key="key-2")
    assert again.order.id == first.order.id


async def test_another_address_makes_another_order_and_frees_the_first(till: Till):
    goods, actor = await a_full_bag(till, qty=5)
    first = await till.place(actor, key="key-1")
    second = await till.place(actor, key="key-2", shipping_address=IN_MUMBAI)
    assert second.order.id != first.order.id
    gone = (await till.whole(first)).order
    assert (gone.status, gone.payment_status) == (OrderStatus.CANCELLED, PaymentStatus.VOIDED)
    assert (await till.whole(first)).payments[0].status == "voided"
    assert await till.sellable(goods["M"]) == 0


async def test_an_order_whose_money_may_be_on_its_way_is_not_set_aside(till: Till):
    _, actor = await a_full_bag(till)
    first = await till.place(actor, key="key-1")
    till.pay(first, "created")
    await till.settle(first)
    before = await till.fingerprint()
    with pytest.raises(orders.PaymentUnderWay):
        await till.place(actor, key="key-2", shipping_address=IN_MUMBAI)
    assert await till.fingerprint() == before


async def test_a_bag_that_changed_meanwhile_is_refused_before_all_else(till: Till):
    _, actor = await a_full_bag(till)
    stale = await till.placing(actor, cart_version=7, expected_total=1, shipping_method="express")
    before = await till.fingerprint()
    with pytest.raises(StaleCart):
        await till.place(actor, stale)
    assert await till.fingerprint() == before


async def test_what_is_missing_is_refused_before_stock_and_price(till: Till):
    goods, actor = await a_full_bag(till, qty=5, identifier=BINA)
    placing = await till.placing(actor, payment_method="cod", expected_total=1)
    async with till.database.transaction() as tx:
        await tx.run("UPDATE stock_levels SET on_hand = 1 WHERE variant_id = %(v)s", v=goods["M"])
    before = await till.fingerprint()
    with pytest.raises(RequirementsUnmet) as refusal:
        await till.place(actor, placing)
    assert [r["code"] for r in refusal.value.details["requirements"]] == [
        "verified_phone_required",
        "cod_not_allowed",
    ]
    assert await till.fingerprint() == before


async def test_a_shortage_is_refused_before_a_price(till: Till):
    goods, actor = await a_full_bag(till, qty=5)
    placing = await till.placing(actor, expected_total=1)
    async with till.database.transaction() as tx:
        await tx.run("UPDATE stock_levels SET on_hand = 1 WHERE variant_id = %(v)s", v=goods["M"])
    before = await till.fingerprint()
    with pytest.raises(OutOfStock) as refusal:
        await till.place(actor, placing)
    assert refusal.value.details["items"] == [
        {"variantId": str(goods["M"]), "wanted": 5, "available": 1}
    ]
    assert await till.fingerprint() == before


async def test_a_price_that_rose_is_refused_with_both_totals(till: Till):
    goods, actor = await a_full_bag(till)
    placing = await till.placing(actor)
    async with till.database.transaction() as tx:
        await catalog.change_price(tx, Actor(Kind.PROGRAM), goods["M"], price=169900, mrp=199900)
    before = await till.fingerprint()
    with pytest.raises(CartChanged) as refusal:
        await till.place(actor, placing)
    assert refusal.value.details == {"expectedTotal": 319800, "currentTotal": 339800}
    assert refusal.value.cart.totals.total == 339800
    assert await till.fingerprint() == before


async def test_a_price_that_fell_is_accepted_and_charged(till: Till):
    goods, actor = await a_full_bag(till)
    placing = await till.placing(actor)
    async with till.database.transaction() as tx:
        await catalog.change_price(tx, Actor(Kind.PROGRAM), goods["M"], price=149900, mrp=199900)
    placed = await till.place(actor, placing)
    assert placed.attempt
    assert (placed.order.total, placed.attempt.amount) == (299800, 299800)


async def test_a_way_to_pay_without_a_gateway_is_not_offered(till: Till):
    _, actor = await a_full_bag(till)
    placing = replace(await till.placing(actor), payment_method="stripe")
    before = await till.fingerprint()
    with pytest.raises(orders.MethodNotOffered):
        await till.place(actor, placing)
    assert await till.fingerprint() == before


async def test_a_guest_cannot_place_an_order(till: Till):
    _, actor = await a_full_bag(till)
    placing = await till.placing(actor)
    with pytest.raises(Unauthenticated):
        await till.place(Actor(Kind.GUEST), placing)


async def test_cash_on_delivery_is_placed_at_once_and_told_once(till: Till):
    goods, actor = await a_full_bag(till)
    placed = await till.place(actor, payment_method="cod")
    assert placed.attempt is None
    order = placed.order
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.COD_DUE)
    assert (order.cod_fee, order.total) == (4900, 324700)
    assert await till.value("SELECT allocated FROM stock_levels WHERE allocated > 0") == 2
    assert await till.value("SELECT completed_at IS NOT NULL FROM carts")
    await till.run_errands()
    (sms,) = till.postbox.messages
    assert sms.to == ASHA
    assert f"order {order.number} for Rs 3,247 is confirmed" in sms.text
    assert sms.text.isascii()
    replay = await till.place(actor, await till.placing(actor, payment_method="cod"))
    assert replay.order.id == order.id
    await till.run_errands()
    assert len(till.postbox.messages) == 1
    assert await till.sellable(goods["M"]) == 3


async def test_a_silent_gateway_leaves_the_order_waiting_to_be_opened(till: Till):
    _, actor = await a_full_bag(till)
    till.gateway.silent.add("open_order")
    placed = await till.place(actor)
    assert placed.attempt
    assert (placed.order.status, placed.attempt.state) == ("pending_payment", "created")
    till.gateway.silent.clear()
    opened = await orders.open_payment(
        till.database, till.gateways, actor, placed.order.id, "razorpay", key="again"
    )
    assert opened.attempt
    assert (opened.attempt.id, opened.attempt.state) == (placed.attempt.id, AttemptState.OPENED)
    assert len(till.gateway.orders) == 1


async def test_a_lost_answer_and_the_same_key_open_no_second_gateway_order(till: Till):
    _, actor = await a_full_bag(till)
    placing = await till.placing(actor)
    till.gateway.lossy.add("open_order")
    await till.place(actor, placing)
    till.gateway.lossy.clear()
    placed = await till.place(actor, placing)
    assert placed.attempt
    assert list(till.gateway.orders) == [placed.attempt.provider_order_id]


async def test_trying_again_after_a_failed_payment_uses_the_same_gateway_order(till: Till):
    goods, actor = await a_full_bag(till)
    placed = await till.place(actor)
    till.pay(placed, "failed")
    await till.settle(placed)
    assert (await till.whole(placed)).payments[0].status == "failed"
    await till.later(minutes=15)
    assert await till.sellable(goods["M"]) == 5
    again = await orders.open_payment(
        till.database, till.gateways, actor, placed.order.id, "razorpay", key="again"
    )
    assert again.attempt
    assert placed.attempt
    assert again.attempt.provider_order_id == placed.attempt.provider_order_id
    assert len(till.gateway.orders) == 1
    assert await till.sellable(goods["M"]) == 3, "its goods are held anew"


async def test_another_persons_order_does_not_exist(till: Till):
    _, actor = await a_full_bag(till)
    placed = await till.place(actor)
    assert placed.attempt
    other = await till.shopper(BINA)
    async with till.database.snapshot() as snapshot:
        for named in (placed.order.id, placed.order.number, str(placed.order.id)):
            assert (await orders.order(snapshot, actor, named)).order.id == placed.order.id
            with pytest.raises(NotFound):
                await orders.order(snapshot, other, named)
            with pytest.raises(NotFound):
                await orders.order(snapshot, Actor(Kind.GUEST), named)
        with pytest.raises(NotFound):
            await orders.payment(snapshot, other, placed.attempt.id)
        assert (await orders.orders_of(snapshot, other)).total == 0
        mine = await orders.orders_of(snapshot, actor)
        assert [whole.order.id for whole in mine.orders] == [placed.order.id]
    before = await till.fingerprint()
    with pytest.raises(NotFound):
        await orders.open_payment(
            till.database, till.gateways, other, placed.order.id, "razorpay", key="x"
        )
    assert await till.fingerprint() == before


async def test_staff_who_may_read_orders_see_any(till: Till):
    _, actor = await a_full_bag(till)
    placed = await till.place(actor)
    account = await till.shopper(BINA)
    clerk = Actor(Kind.STAFF, account.user_id, permissions=frozenset({Permission.ORDERS_READ}))
    bystander = Actor(Kind.STAFF, account.user_id)
    async with till.database.snapshot() as snapshot:
        assert (await orders.order(snapshot, clerk, placed.order.number)).order == placed.order
        assert (await orders.orders_of(snapshot, clerk)).total == 1
        with pytest.raises(NotFound):
            await orders.order(snapshot, bystander, placed.order.number)


async def test_an_order_is_shown_in_three_statements(till: Till):
    _, actor = await a_full_bag(till)
    placed = await till.place(actor)
    async with till.database.snapshot() as snapshot:
        with StatementCounter() as sent:
            await orders.order(snapshot, actor, placed.order.number)
        assert sent.count == 3, sent
        with StatementCounter() as sent:
            await orders.orders_of(snapshot, actor)
        assert sent.count == 3, sent


async def test_a_waiting_order_switches_to_cash_for_the_same_total(till: Till):
    till.terms = replace(TERMS, cod=CodTerms(fee=0, min_total=0, max_total=500000))
    goods, actor = await a_full_bag(till)
    placed = await till.place(actor)
    assert orders.may_switch_to_cod(placed.order, till.terms.cod)
    async with till.database.transaction() as tx:
        switched = await orders.switch_to_cod(tx, actor, placed.order.id, terms=till.terms)
    assert (switched.status, switched.payment_status) == ("placed", "cod_due")
    assert (await till.whole(placed)).payments[0].status == "voided"
    assert await till.sellable(goods["M"]) == 3
    await till.run_errands()
    assert len(till.postbox.messages) == 1


async def test_cash_is_refused_where_it_would_cost_more_or_nobody_proved_a_phone(till: Till):
    _, actor = await a_full_bag(till)
    placed = await till.place(actor)
    before = await till.fingerprint()
    with pytest.raises(orders.MethodNotOffered):
        async with till.database.transaction() as tx:
            await orders.switch_to_cod(tx, actor, placed.order.id, terms=till.terms)
    assert await till.fingerprint() == before
    free = replace(TERMS, cod=CodTerms(fee=0, min_total=0, max_total=500000))
    async with till.database.transaction() as tx:
        await tx.run("UPDATE identities SET released_at = %(now)s", now=tx.now)
        assert (await identity.person(tx, shopper(placed.order.user_id))).phone is None
    with pytest.raises(orders.MethodNotOffered):
        async with till.database.transaction() as tx:
            await orders.switch_to_cod(tx, actor, placed.order.id, terms=free)
    assert await till.fingerprint() == before
