"""Orders to be paid at the door: placed at once, after a code, after an advance, or never."""

from dataclasses import replace

import pytest

from tests.world import people
from tests.world.doorstep import ADVANCE, CODE, OFFICE, PREPAID, cash_order, decision, rules
from tests.world.people import ASHA, BINA
from tests.world.till import Till
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.base.errors import Invalid, NotFound, TooMany
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cod, identity, orders
from zahra.shop.cart import Terms
from zahra.shop.cod import Outcome, ReasonCode, Step
from zahra.shop.identity import Policy, WrongCode
from zahra.shop.orders import ConfirmationOver, Order, OrderStatus, Placed, RequirementsUnmet

pytestmark = pytest.mark.anyio
TOTAL = 324700  # two kurtas at 1,599.00 and a fee of 49.00


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def code_for(till: Till) -> str:
    """The code that was sent for the order, once the queue has been worked off."""
    await till.run_errands()
    return till.postbox.messages[-1].code


async def confirm(till: Till, actor: Actor, placed: Placed, code: str) -> Order:
    return await orders.confirm_cash_order(
        till.database, people.KEYS, actor, placed.order.id, code, policy=Policy()
    )


async def test_an_order_that_needs_nothing_is_placed_and_says_why(till: Till):
    _, _, placed = await cash_order(till)
    order = placed.order
    assert (order.status, order.payment_status) == ("placed", "cod_due")
    assert (order.total, order.due_online, order.collectable) == (TOTAL, 0, TOTAL)
    known = await decision(till, placed)
    assert (known.step, known.points, known.outcome) == (Step.ALLOW, 20, Outcome.PLACED)
    reasons = {(reason.code, reason.points) for reason in known.reasons}
    assert reasons == {(ReasonCode.FIRST_ORDER, 10), (ReasonCode.NO_SECOND_LINE, 10)}


async def test_an_order_waits_for_its_code_with_its_goods_held(till: Till):
    variant, _, placed = await cash_order(till, CODE)
    order = placed.order
    assert (order.status, order.payment_status) == ("pending_confirmation", "none")
    assert placed.attempt is None
    assert await till.sellable(variant) == 3
    await till.later(hours=23)
    assert await till.sellable(variant) == 3
    await till.later(hours=1, seconds=1)
    assert await till.sellable(variant) == 5, "a lapsed hold is ignored before any job has run"


async def test_the_code_places_the_order(till: Till):
    variant, actor, placed = await cash_order(till, CODE)
    code = await code_for(till)
    assert "cash on delivery" in till.postbox.messages[-1].text
    order = await confirm(till, actor, placed, code)
    assert (order.status, order.payment_status) == ("placed", "cod_due")
    assert order.collectable == TOTAL
    assert await till.sellable(variant) == 3
    assert (await decision(till, placed)).outcome is Outcome.PLACED
    assert (await till.bag(actor, await till.placing(actor))).items == ()
    again = await confirm(till, actor, placed, "000000")
    assert again.id == order.id, "a double click is answered as it is"
    assert await till.value("SELECT count(*) FROM status_history WHERE to_state = 'placed'") == 1


async def test_a_wrong_code_changes_nothing_and_five_use_it_up(till: Till):
    _, actor, placed = await cash_order(till, CODE)
    code = await code_for(till)
    before = await till.fingerprint()
    for _ in range(5):
        with pytest.raises(WrongCode):
            await confirm(till, actor, placed, "000000" if code != "000000" else "000001")
    with pytest.raises(WrongCode):
        await confirm(till, actor, placed, code)
    assert await till.fingerprint() == before


async def test_a_code_answers_for_its_own_order_and_amount_only(till: Till):
    _, actor, placed = await cash_order(till, CODE)
    code = await code_for(till)
    async with till.database.transaction() as tx:
        await tx.run("UPDATE orders SET collectable = collectable - 100")
    with pytest.raises(WrongCode):
        await confirm(till, actor, placed, code)
    async with till.database.transaction() as tx:
        await tx.run("UPDATE orders SET collectable = collectable + 100")
    assert (await confirm(till, actor, placed, code)).is_placed


async def test_a_code_to_log_in_confirms_nothing(till: Till):
    _, actor, placed = await cash_order(till, CODE)
    await code_for(till)
    await till.later(seconds=31)
    async with till.database.transaction() as tx:
        await identity.send_code(tx, people.KEYS, ASHA, binding=None)
    await till.run_errands()
    login = next(m.code for m in till.postbox.messages if "verification" in m.text)
    with pytest.raises(WrongCode):
        await confirm(till, actor, placed, login)
    assert (await till.whole(placed)).order.status is OrderStatus.PENDING_CONFIRMATION


async def test_a_strangers_order_does_not_exist(till: Till):
    _, _, placed = await cash_order(till, CODE)
    code = await code_for(till)
    stranger = await till.shopper(BINA)
    with pytest.raises(NotFound):
        await confirm(till, stranger, placed, code)
    async with till.database.transaction() as tx:
        with pytest.raises(NotFound):
            await orders.send_confirmation(
                tx, people.KEYS, stranger, placed.order.id, policy=Policy()
            )


async def test_a_fresh_code_takes_the_place_of_the_first_after_the_cooldown(till: Till):
    _, actor, placed = await cash_order(till, CODE)
    first = await code_for(till)

    async def send() -> None:
        async with till.database.transaction() as tx:
            await orders.send_confirmation(tx, people.KEYS, actor, placed.order.id, policy=Policy())

    with pytest.raises(TooMany):
        await send()
    await till.later(seconds=31)
    await send()
    second = await code_for(till)
    with pytest.raises(WrongCode):
        await confirm(till, actor, placed, first if first != second else "000000")
    assert (await confirm(till, actor, placed, second)).is_placed


async def test_an_order_nobody_confirms_is_cancelled_and_its_goods_are_free(till: Till):
    variant, actor, placed = await cash_order(till, CODE)
    code = await code_for(till)
    await till.later(hours=24)
    with pytest.raises((ConfirmationOver, WrongCode)):
        await confirm(till, actor, placed, code)
    await orders.jobs.expire_orders(till.database, till.gateways)
    whole = await till.whole(placed)
    assert (whole.order.status, whole.order.payment_status) == ("cancelled", "none")
    assert whole.history[-1].note == "nobody confirmed it in time"
    assert (whole.order.collectable, await till.sellable(variant)) == (0, 5)
    assert (await decision(till, placed)).outcome is Outcome.CANCELLED
    await till.run_errands()
    assert till.postbox.messages[-1].text == (
        f"Zahra: order {placed.order.number} was not confirmed in time and is cancelled. Nothing is"
        f" to be paid. Details: https://zahra.example/orders/{placed.order.number} - ZAHRA"
    )
    with pytest.raises(WrongMoment):
        async with till.database.transaction() as tx:
            await orders.send_confirmation(tx, people.KEYS, actor, placed.order.id, policy=Policy())


async def test_a_right_code_after_the_clock_is_refused(till: Till):
    _, actor, placed = await cash_order(till, CODE)
    await code_for(till)
    await till.later(hours=23, minutes=59)
    async with till.database.transaction() as tx:
        await orders.send_confirmation(tx, people.KEYS, actor, placed.order.id, policy=Policy())
    code = await code_for(till)
    await till.later(minutes=2)
    with pytest.raises(ConfirmationOver):
        await confirm(till, actor, placed, code)


async def test_a_placed_cash_order_never_expires(till: Till):
    _, _, placed = await cash_order(till)
    await till.later(days=30)
    await orders.jobs.expire_orders(till.database, till.gateways)
    assert (await till.whole(placed)).order.is_placed


async def test_staff_may_place_it_without_a_code_and_say_why(till: Till):
    _, _, placed = await cash_order(till, CODE)
    with pytest.raises(Invalid):
        async with till.database.transaction() as tx:
            await orders.confirm_for_buyer(tx, OFFICE, placed.order.id, reason=" ")
    async with till.database.transaction() as tx:
        order = await orders.confirm_for_buyer(
            tx, OFFICE, placed.order.id, reason="spoke to her on the phone"
        )
    assert order.is_placed
    known = await decision(till, placed)
    assert (known.overridden_by, known.override_reason) == ("tests", "spoke to her on the phone")
    assert await till.value("SELECT count(*) FROM audit_log WHERE action = 'cod.overridden'") == 1


async def test_the_same_bag_again_goes_on_with_the_same_waiting_order(till: Till):
    _, actor, placed = await cash_order(till, CODE)
    again = await till.place(actor, payment_method="cod", key="key-2")
    assert again.order.id == placed.order.id
    paid_online = await till.place(actor, key="key-3")
    assert paid_online.order.status is OrderStatus.PENDING_PAYMENT
    assert (await till.whole(placed)).order.status is OrderStatus.CANCELLED


async def test_an_advance_is_paid_online_and_the_rest_at_the_door(till: Till):
    variant, _, placed = await cash_order(till, ADVANCE)
    order = placed.order
    assert (order.status, order.payment_status) == ("pending_payment", "pending")
    assert (order.due_online, order.collectable) == (65000, TOTAL - 65000)
    assert placed.attempt is not None
    assert (placed.attempt.amount, placed.attempt.provider) == (65000, "razorpay")
    till.pay(placed)
    order = await till.settle(placed)
    assert (order.status, order.payment_status, order.payment_method) == (
        "placed",
        "cod_due",
        "cod",
    )
    assert (order.due_online, order.collectable) == (65000, TOTAL - 65000)
    assert await till.sellable(variant) == 3
    again = await till.settle(placed)
    assert again == order, "the same news again takes nothing more"
    assert (await decision(till, placed)).outcome is Outcome.PLACED


async def test_an_advance_that_waits_for_capture_is_captured(till: Till):
    _, _, placed = await cash_order(till, ADVANCE)
    till.pay(placed, "authorized")
    assert (await till.settle(placed)).payment_status == "cod_due"


async def test_an_advance_nobody_pays_expires_as_any_payment(till: Till):
    variant, _, placed = await cash_order(till, ADVANCE)
    await till.run_out()
    order = (await till.whole(placed)).order
    assert (order.status, order.payment_status, order.collectable) == ("cancelled", "voided", 0)
    assert await till.sellable(variant) == 5


async def test_a_late_advance_revives_the_order_with_the_rest_due_at_the_door(till: Till):
    _, _, placed = await cash_order(till, ADVANCE)
    await till.run_out()
    till.pay(placed)
    order = await till.settle(placed)
    assert (order.status, order.payment_status) == ("placed", "cod_due")
    assert (order.due_online, order.collectable) == (65000, TOTAL - 65000)


async def test_who_must_pay_online_is_told_so_in_the_cart_and_refused_at_the_gate(till: Till):
    goods = await till.goods({"M": 5})
    await rules(till, PREPAID)
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    placing = await till.placing(actor, payment_method="cod")
    bag = await till.bag(actor, placing)
    assert bag.cash is not None
    assert bag.cash.answer.step is Step.PREPAID_ONLY
    assert [each.code for each in bag.requirements] == ["cod_not_allowed"]
    before = await till.fingerprint()
    with pytest.raises(RequirementsUnmet) as refused:
        await till.place(actor, placing)
    assert refused.value.details["requirements"][0]["message"] == (
        "Cash on delivery is not available for this order. Please pay online."
    )
    assert await till.fingerprint() == before


async def test_the_address_is_judged_when_the_order_is_placed(till: Till):
    goods = await till.goods({"M": 5})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    wish = await till.placing(actor, payment_method="cod")
    odd = replace(wish, shipping_address=replace(wish.shipping_address, line1="asdf"))
    placed = await till.place(actor, odd)
    assert placed.order.status is OrderStatus.PENDING_PAYMENT
    known = await decision(till, placed)
    assert (known.step, known.points) == (Step.ADVANCE, 80)


async def test_a_pin_that_takes_no_cash_takes_none(till: Till):
    goods = await till.goods({"M": 5})
    async with till.database.transaction() as tx:
        await tx.run("UPDATE pincodes SET takes_cash = false WHERE pincode = '302001'")
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    with pytest.raises(RequirementsUnmet) as refused:
        await till.place(actor, payment_method="cod")
    said = refused.value.details["requirements"][0]["message"]
    assert said == "The courier takes no cash at this PIN code. Please pay online."


async def test_paying_at_the_door_instead_obeys_the_ladder(till: Till):
    till.terms = without_fee(till)
    _, actor, placed = await till.waiting_order()
    await rules(till, PREPAID)
    with pytest.raises(orders.MethodNotOffered):
        async with till.database.transaction() as tx:
            await orders.switch_to_cod(tx, actor, placed.order.id, terms=till.terms)
    await rules(till, cod.RulesChange(otp_from=10, advance_from=60, prepaid_from=100))
    async with till.database.transaction() as tx:
        order = await orders.switch_to_cod(tx, actor, placed.order.id, terms=till.terms)
    assert order.status is OrderStatus.PENDING_CONFIRMATION
    order = await confirm(till, actor, placed, await code_for(till))
    assert (order.status, order.payment_status) == ("placed", "cod_due")
    assert (order.due_online, order.collectable) == (0, order.total)


def without_fee(till: Till) -> Terms:
    return replace(till.terms, cod=replace(till.terms.cod, fee=0))
