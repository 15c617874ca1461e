"""The bag's coupon in a browser without scripts."""

import re

import pytest

from tests.web.storefront.conftest import Arriving, SigningIn
from tests.web.storefront.test_cash_orders import HOME, at_the_payment
from zahra.base.actors import program
from zahra.shop import promotions
from zahra.shop.promotions import Kind, NewPromotion, PaidBy

pytestmark = pytest.mark.anyio
OFFICE = program("tests")


async def test_a_coupon_is_put_on_and_taken_off_by_plain_forms(guest: Arriving):
    visitor = await guest()
    await visitor.put_into_bag()
    row = (await visitor.get("/cart")).text
    assert "Apply coupon" in row
    assert "You save ₹159.90" in row
    applied = await visitor.send("/cart/coupon", code="ten-off")
    assert (applied.status_code, applied.headers["location"]) == (303, "/cart#coupon")
    page = (await visitor.get("/cart")).text
    assert "Ten per cent off (TENOFF)" in page
    assert "₹1,439.10" in page
    assert "−₹159.90" in page
    await visitor.send("/cart/coupon/remove")
    assert "−₹159.90" not in (await visitor.get("/cart")).text


async def test_a_code_that_does_not_count_is_said_beside_its_field(guest: Arriving):
    visitor = await guest()
    await visitor.put_into_bag()
    refused = await visitor.send("/cart/coupon", code="<b>NOSUCH")
    assert refused.status_code == 422
    assert "This code cannot be used." in refused.text
    assert 'value="&lt;b&gt;NOSUCH"' in refused.text
    assert 'aria-invalid="true"' in refused.text


async def test_checkout_shows_what_the_coupon_takes_off(shopper: SigningIn):
    visitor = await shopper()
    await visitor.put_into_bag()
    await visitor.send("/cart/coupon", code="TENOFF")
    page = (await visitor.get("/checkout")).text
    assert "Ten per cent off (TENOFF)" in page
    assert "−₹159.90" in page


async def test_a_way_to_pay_says_that_the_coupon_does_not_count_with_it(shopper: SigningIn):
    """The sums of each way to pay stand in the page, for its script to show."""
    visitor = await shopper()
    new = NewPromotion(
        "Online only", Kind.PERCENT, code="ONLINE9", percent=9, paid_by=PaidBy.PREPAID
    )
    async with visitor.whole.shop.database.transaction() as tx:
        await promotions.create_promotion(tx, OFFICE, new)
    await at_the_payment(visitor)
    await visitor.send("/cart/coupon", code="ONLINE9")
    shown = await visitor.get("/checkout")
    ways = dict(re.findall(r'<template id="totals-(\w+)">(.*?)</template>', shown.text, re.DOTALL))
    assert "Online only (ONLINE9)" in ways["razorpay"]
    assert "ONLINE9" not in ways["cod"]
    assert "₹1,599" in ways["cod"]
    assert shown.text.count("Your coupon ONLINE9 does not count this way") == 1


async def test_checkout_says_why_a_code_that_was_on_the_bag_takes_nothing_off_any_more(
    shopper: SigningIn,
):
    """It was archived while the page stood open: the old total is not charged, the new one shown
    with its reason."""
    visitor = await shopper()
    new = NewPromotion("Nine off", Kind.PERCENT, code="GONE9", percent=9, is_public=True)
    async with visitor.whole.shop.database.transaction() as tx:
        promotion = await promotions.create_promotion(tx, OFFICE, new)
    await visitor.put_into_bag()
    await visitor.send("/cart/coupon", code="GONE9")
    chosen = await visitor.send("/checkout/address", seen_on="/checkout", **HOME)
    page = (await visitor.get(chosen.headers["Location"])).text
    assert "takes nothing off" not in page
    fields = dict(re.findall(r'name="(cart_version|expected_total_cod)" value="(\d+)"', page))
    assert fields["expected_total_cod"] == "145509"
    async with visitor.whole.shop.database.transaction() as tx:
        archive = promotions.PromotionEvent.ARCHIVE
        await promotions.move_promotion(tx, OFFICE, promotion.id, archive)
    refused = await visitor.send(
        "/checkout/place",
        seen_on=chosen.headers["Location"],
        address_id=chosen.headers["Location"].split("address=")[1],
        payment_method="cod",
        **fields,
    )
    assert refused.status_code == 409
    assert "GONE9 takes nothing off. This offer is over." in refused.text
    assert 'name="expected_total_cod" value="159900"' in refused.text
