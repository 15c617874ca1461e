"""Codes on a bag: put on, lost and found again, taken along at login."""

import pytest

from tests.world.bags import NEAR, TERMS
from tests.world.counting import StatementCounter
from tests.world.goods import Goods
from tests.world.people import a_person
from tests.world.promoting import (
    PROMOTER,
    buy_two_get_one,
    for_own_codes,
    rupees_off,
    ten_percent,
)
from zahra.base.db import Database, Transaction
from zahra.shop import cart, promotions
from zahra.shop.cart import Cart, Choosing, Holder, Notice
from zahra.shop.promotions import CouponRefused, Reason

pytestmark = pytest.mark.anyio


@pytest.fixture
async def guest(tx: Transaction, kurta: Goods) -> Holder:
    """Two indigo kurtas, size M, at ₹1,599."""
    added = await cart.add_item(tx, Holder(), kurta["M"], 2, terms=TERMS)
    return Holder(token=added.new_token)


async def put_on(tx: Transaction, holder: Holder, code: str) -> Cart:
    return await cart.apply_coupon(tx, holder, code, terms=TERMS)


async def refusal_of(tx: Transaction, holder: Holder, code: str) -> tuple[Reason, str]:
    with pytest.raises(CouponRefused) as refused:
        await put_on(tx, holder, code)
    return refused.value.details["reason"], refused.value.sentence


async def test_a_code_counts_however_it_is_spelled(tx: Transaction, guest: Holder):
    await ten_percent(tx, "WELCOME10")
    bag = await put_on(tx, guest, " welcome-10 ")
    assert bag.coupon == cart.Coupon("WELCOME10", "Ten per cent off", 31980)
    assert (bag.totals.discount, bag.totals.coupon_discount) == (80000, 31980)
    assert bag.totals.total == 319800 - 31980
    assert bag.items[0].discount == 31980
    again = await cart.cart_of(tx, guest, TERMS)
    assert (again.totals, again.version) == (bag.totals, bag.version)


async def test_tax_is_taken_of_what_is_left(tx: Transaction, guest: Holder):
    await ten_percent(tx)
    bag = await put_on(tx, guest, "TENOFF")
    assert [piece.net for piece in bag.assessment.lines[0]] == [143910, 143910]
    assert sum(each.net for each in bag.assessment.amounts()) == bag.totals.total


async def test_free_delivery_is_asked_of_goods_after_discounts(tx: Transaction, guest: Holder):
    await rupees_off(tx, 250000, "FLAT")
    there = Choosing(NEAR, "standard", "razorpay")
    full = await cart.cart_of(tx, guest, TERMS, choosing=there)
    await put_on(tx, guest, "FLAT")
    less = await cart.cart_of(tx, guest, TERMS, choosing=there)
    assert (full.totals.shipping, less.totals.shipping) == (0, 7900)
    assert less.totals.total == 319800 - 250000 + 7900


async def test_what_does_not_count_is_refused_and_nothing_changes(tx: Transaction, guest: Holder):
    await ten_percent(tx, "BIG", minimum=500000)
    before = await cart.cart_of(tx, guest, TERMS)
    assert await refusal_of(tx, guest, "BIG") == (Reason.MINIMUM, "Add ₹1,802 more.")
    assert (await refusal_of(tx, guest, "NOSUCH"))[0] is Reason.UNKNOWN
    assert (await refusal_of(tx, guest, "%%"))[0] is Reason.UNKNOWN
    assert await cart.cart_of(tx, guest, TERMS) == before


async def test_who_has_no_bag_is_told_that_it_is_empty_and_not_that_the_code_is_wrong(
    tx: Transaction,
):
    await ten_percent(tx)
    tried = [await cart.try_coupon(tx, Holder(), typed, terms=TERMS) for typed in ("TENOFF", "%")]
    told = [(saves, refusal and refusal.reason) for saves, refusal in tried]
    assert told == [(0, Reason.NOTHING_FOR_IT), (0, Reason.UNKNOWN)]


async def test_taking_out_what_it_needs_takes_the_benefit_away_with_a_notice(
    tx: Transaction, guest: Holder, kurta: Goods
):
    await ten_percent(tx, minimum=319800)
    bag = await put_on(tx, guest, "TENOFF")
    fewer = await cart.change_qty(tx, guest, bag.items[0].id, 1, terms=TERMS)
    said = "TENOFF does not count any more. Add ₹1,599 more."
    assert (fewer.totals.coupon_discount, fewer.notices) == (0, (Notice("discount_lost", said),))
    assert (await cart.cart_of(tx, guest, TERMS)).notices == fewer.notices
    more = await cart.change_qty(tx, guest, bag.items[0].id, 2, terms=TERMS)
    assert (more.totals.coupon_discount, more.notices) == (31980, ())


async def test_what_counts_by_itself_goes_with_its_third_piece(tx: Transaction, guest: Holder):
    await buy_two_get_one(tx)
    item = (await cart.cart_of(tx, guest, TERMS)).items[0].id
    three = await cart.change_qty(tx, guest, item, 3, terms=TERMS)
    assert (three.totals.discount, three.totals.total) == (3 * 40000 + 159900, 319800)
    two = await cart.change_qty(tx, guest, item, 2, terms=TERMS)
    assert two.totals.total == 319800
    assert [notice.code for notice in two.notices] == ["discount_lost"]


async def test_a_cart_has_one_code_and_taking_it_off_is_done_once(tx: Transaction, guest: Holder):
    await ten_percent(tx)
    await rupees_off(tx, 10000, "FLAT")
    await put_on(tx, guest, "TENOFF")
    bag = await put_on(tx, guest, "FLAT")
    assert (bag.totals.coupon_discount, [d.code for d in bag.discounts]) == (10000, ["FLAT"])
    off = await cart.remove_coupon(tx, guest, terms=TERMS)
    assert (off.coupon, off.totals.coupon_discount, off.version) == (None, 0, bag.version + 1)
    assert (await cart.remove_coupon(tx, guest, terms=TERMS)).version == off.version


async def test_the_list_promises_what_each_code_gives(tx: Transaction, guest: Holder):
    await ten_percent(tx)
    await ten_percent(tx, "BIG", percent=50, minimum=500000)
    await ten_percent(tx, "SECRET", is_public=False)
    offers = cart.coupon_offers(await cart.cart_of(tx, guest, TERMS))
    assert [(each.code, each.saves) for each in offers] == [("TENOFF", 31980), ("BIG", 0)]
    assert offers[1].refusal is not None
    assert offers[1].refusal.message == "Add ₹1,802 more."
    assert (await put_on(tx, guest, "TENOFF")).totals.coupon_discount == offers[0].saves


async def test_the_guests_code_comes_along_at_login_once(
    tx: Transaction, guest: Holder, kurta: Goods
):
    await ten_percent(tx)
    await rupees_off(tx, 10000, "FLAT")
    asha = (await a_person(tx)).person
    mine = Holder(user_id=asha)
    await cart.add_item(tx, mine, kurta["S"], 1, terms=TERMS)
    await put_on(tx, mine, "FLAT")
    await put_on(tx, guest, "TENOFF")
    assert guest.token is not None
    await cart.merge_carts(tx, asha, guest.token)
    bag = await cart.cart_of(tx, mine, TERMS)
    assert bag.coupon is not None
    assert (bag.coupon.code, bag.totals.coupon_discount) == ("TENOFF", 47970)
    said = "TENOFF took the place of FLAT: a bag has one code."
    assert Notice("code_replaced", said) in bag.notices


async def test_a_code_of_ones_own_counts_until_an_order_has_it(
    database: Database, tx: Transaction, guest: Holder
):
    async with database.transaction() as by_staff:
        made = await for_own_codes(by_staff)
        first, second = await promotions.make_codes(by_staff, PROMOTER, made.id, 2, prefix="SORRY")
    async with database.transaction() as later:
        await _count_until_ordered(later, guest, first, second)


async def _count_until_ordered(tx: Transaction, guest: Holder, first: str, second: str) -> None:
    assert (await put_on(tx, guest, first)).totals.coupon_discount == 31980
    await tx.run(
        "UPDATE promotion_codes SET order_id = gen_random_uuid() WHERE code = %(c)s", c=second
    )
    assert (await refusal_of(tx, guest, second))[0] is Reason.UNKNOWN


async def test_reading_a_cart_with_promotions_costs_no_more_statements(
    tx: Transaction, guest: Holder
):
    await ten_percent(tx)
    await buy_two_get_one(tx)
    await put_on(tx, guest, "TENOFF")
    with StatementCounter() as counter:
        bag = await cart.cart_of(tx, guest, TERMS)
    assert bag.coupon is not None
    assert counter.count == 3, counter
