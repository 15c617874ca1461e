"""Forms of pages: refused with a stale token, taken once, told by name what is wrong."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from tests.web.storefront.conftest import Arriving, SigningIn
from tests.world.whole import Whole
from zahra.base.actors import program
from zahra.shop import inventory

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def none_left(whole: Whole, size: str) -> AsyncGenerator[None, None]:
    """All pieces that can be sold are away for a while."""
    variant, clerk = whole.goods[size], program("tests")
    async with whole.shop.database.transaction() as tx:
        left = (await inventory.sellable(tx, [variant]))[variant]
        await inventory.adjust_stock(tx, clerk, variant, -left, reason="lent out")
    yield
    async with whole.shop.database.transaction() as tx:
        await inventory.adjust_stock(tx, clerk, variant, left, reason="come back")


@pytest.mark.parametrize("token", ["", "00" * 32, "no token"])
async def test_a_form_with_a_token_that_is_not_ours_is_refused_and_adds_nothing(
    guest: Arriving, token: str
) -> None:
    visitor = await guest()
    answer = await visitor.client.post("/cart/items", data={"csrf_token": token, **visitor.wish()})
    assert answer.status_code == 403
    assert "This form is out of date." in answer.text
    assert await visitor.count() == "Bag, 0 items"


async def test_another_visitors_token_is_refused(guest: Arriving) -> None:
    asha, bina = await guest(), await guest()
    await asha.put_into_bag()
    form = {"csrf_token": await asha.token(), **bina.wish()}
    assert (await bina.client.post("/cart/items", data=form)).status_code == 403


async def test_add_to_bag_sent_twice_adds_once(guest: Arriving) -> None:
    visitor = await guest()
    await visitor.put_into_bag("M")
    key = uuid4().hex
    for _ in range(2):
        answer = await visitor.send("/cart/items", **visitor.wish("S"), idempotency_key=key)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/cart")
    assert await visitor.count() == "Bag, 2 items"


async def test_two_wishes_add_two(guest: Arriving) -> None:
    visitor = await guest()
    for _ in range(2):
        await visitor.send("/cart/items", **visitor.wish(), idempotency_key=uuid4().hex)
    assert await visitor.count() == "Bag, 2 items"


async def test_the_page_strangers_share_carries_no_key_and_ones_own_does(
    guest: Arriving,
) -> None:
    visitor, path = await guest(), "/products/buta-kurta-indigo"
    assert "idempotency_key" not in (await visitor.get(path)).text
    await visitor.put_into_bag()
    assert "idempotency_key" in (await visitor.get(path)).text


async def test_no_size_is_refused_in_words_on_the_products_page(guest: Arriving) -> None:
    visitor = await guest()
    answer = await visitor.send("/cart/items", slug="buta-kurta-indigo")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/products/buta-kurta-indigo")
    page = await visitor.get("/products/buta-kurta-indigo")
    assert "Please select a size first." in page.text


async def test_an_address_form_says_which_field_wants_what(shopper: SigningIn) -> None:
    visitor = await shopper()
    here = "/account/addresses"
    answer = await visitor.send(here, seen_on=f"{here}?edit=new", name="Asha", pincode="30200")
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    for said in ("Enter the house or flat and the building.", "Enter the city or town."):
        assert answer.text.count(said) == 2, said  # in the summary and at the field
    assert "This is required." not in answer.text
    assert 'value="30200"' in answer.text


async def test_a_bag_says_when_ones_own_unpaid_order_keeps_the_last_pieces(
    shopper: SigningIn, whole: Whole
) -> None:
    bina = await shopper("+919876500002")
    number = whole.bina.ids["number"]
    before = await bina.get("/cart")
    assert f"Your order {number} keeps" not in before.text
    async with none_left(whole, "M"):
        after = await bina.get("/cart")
    assert f"Your order {number} keeps the last of these for you" in after.text
    assert f'href="/checkout/pay/{number}"' in after.text


async def test_a_stranger_is_told_nothing_of_others_orders(guest: Arriving, whole: Whole) -> None:
    visitor = await guest()
    await visitor.put_into_bag("M")
    async with none_left(whole, "M"):
        answer = await visitor.get("/cart")
    assert "sold out" in answer.text
    assert "Your order ZH-" not in answer.text
