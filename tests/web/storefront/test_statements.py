"""How much of the database each page asks for: a promise, page by page.

Without the few seconds' memory, with a warm menu. A session costs one statement more, and so does
the count in the header for whoever has a bag.
"""

import pytest

from tests.web.storefront.conftest import Arriving, SigningIn, Visitor
from tests.world.counting import StatementCounter
from tests.world.whole import Whole

pytestmark = pytest.mark.anyio
PRODUCT = "/products/buta-kurta-indigo"
STRANGER = {
    "/": 2,
    "/products": 1,
    "/c/kurtas": 1,
    "/search?q=kurti": 1,
    PRODUCT: 2,
    f"{PRODUCT}?size=S": 2,
    "/login": 0,
    "/nothing-here": 0,
}
WITH_A_BAG = {"/": 3, "/products": 2, PRODUCT: 3, "/cart": 3, "/checkout": 6}
SIGNED_IN = {"/": 4, "/products": 3, PRODUCT: 4, "/cart": 4, "/checkout": 10}
OF_AN_ACCOUNT = {
    "/account": 7,
    "/account/orders": 5,
    "/account/addresses": 3,
    "/account/profile": 3,
    "/account/security": 8,
    "/account/confirm": 5,
}


async def spent(visitor: Visitor, path: str) -> StatementCounter:
    """What one look at a page costs once the menu is known."""
    await visitor.get("/")
    with StatementCounter() as counter:
        await visitor.get(path)
    return counter


@pytest.mark.parametrize("path", STRANGER)
async def test_a_strangers_page_takes_so_many_statements(guest: Arriving, path: str) -> None:
    counter = await spent(await guest(), path)
    assert counter.count == STRANGER[path], counter


@pytest.mark.parametrize("path", WITH_A_BAG)
async def test_a_page_takes_so_many_statements_for_a_guest_with_a_bag(
    guest: Arriving, path: str
) -> None:
    visitor = await guest()
    await visitor.put_into_bag()
    counter = await spent(visitor, path)
    assert counter.count == WITH_A_BAG[path], counter


@pytest.mark.parametrize("path", SIGNED_IN)
async def test_a_page_takes_so_many_statements_for_a_shopper_with_a_bag(
    shopper: SigningIn, path: str
) -> None:
    visitor = await shopper()
    await visitor.put_into_bag()
    counter = await spent(visitor, path)
    assert counter.count == SIGNED_IN[path], counter


@pytest.mark.parametrize("path", OF_AN_ACCOUNT)
async def test_a_page_of_the_account_takes_so_many_statements(
    shopper: SigningIn, path: str
) -> None:
    counter = await spent(await shopper("+919876500001"), path)
    assert counter.count == OF_AN_ACCOUNT[path], counter


async def test_an_orders_page_takes_five_statements(shopper: SigningIn, whole: Whole) -> None:
    asha = await shopper("+919876500001")
    counter = await spent(asha, f"/orders/{whole.asha.ids['number']}")
    assert counter.count == 5, counter


async def test_what_one_may_also_like_is_asked_for_apart_from_the_page(guest: Arriving) -> None:
    visitor = await guest()
    assert f'hx-get="{PRODUCT}/more"' in (await visitor.get(PRODUCT)).text
    with StatementCounter() as counter:
        answer = await visitor.get(f"{PRODUCT}/more", **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert counter.count == 2, counter
