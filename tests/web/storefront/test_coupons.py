"""The bag's coupon in a browser without scripts."""

import pytest

from tests.web.storefront.conftest import Arriving, SigningIn

pytestmark = pytest.mark.anyio


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
