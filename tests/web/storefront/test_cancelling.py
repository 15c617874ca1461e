"""Cancelling by plain forms: choose, see what goes back, say yes; and the page of what is left."""

import re
from itertools import count

import pytest

from tests.web.storefront.conftest import SigningIn, Visitor
from tests.world.depot import PACKER
from tests.world.fake_gateway import FakeGateway
from tests.world.people import Door
from tests.world.people import shopper as person
from tests.world.till import ASHAS_HOME
from tests.world.whole import Whole
from zahra.base import ids
from zahra.shop import cart, orders, payments, shipping
from zahra.shop.cart import Choosing, Holder
from zahra.shop.orders import Packing, Placing
from zahra.shop.shipping import ShipmentState

pytestmark = pytest.mark.anyio
_phones, _numbers = count(9876800001), count(8 * 10**12)


async def a_paid_order(whole: Whole, shopper: SigningIn, qty: int = 2) -> tuple[Visitor, str]:
    """Somebody new with a placed order of so many pieces, paid by UPI."""
    phone, shop = f"+91{next(_phones)}", whole.shop
    found = await Door(shop.database, shop.policy, keys=shop.keys).sign_in(phone)
    actor, holder = person(found.person.id), Holder(user_id=found.person.id)
    async with shop.database.transaction() as tx:
        await cart.add_item(tx, holder, whole.goods["M"], qty, terms=shop.terms)
    choosing = Choosing(ASHAS_HOME.pincode, "standard", "razorpay")
    async with shop.database.snapshot() as snapshot:
        bag = await cart.cart_of(snapshot, holder, shop.terms, choosing=choosing)
    gateway = FakeGateway(numbers=_numbers)
    placing = Placing(
        bag.version, bag.totals.total, ASHAS_HOME, "standard", "razorpay", key=str(ids.new())
    )
    gateways = payments.Gateways([gateway])
    placed = await orders.place_order(shop.database, gateways, actor, placing, terms=shop.terms)
    assert placed.attempt
    assert placed.attempt.provider_order_id
    gateway.pay(placed.attempt.provider_order_id)
    await orders.settle(shop.database, gateways, placed.attempt.id)
    return await shopper(phone), placed.order.number


def fields_of(page: str) -> dict[str, str]:
    """The line's field and the key of the form."""
    line = re.search(r'name="(qty_[0-9a-f-]+)"', page)
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert line, page
    assert key
    return {line[1]: "1", "reason": "Changed my mind", "idempotency_key": key[1]}


async def test_a_piece_is_chosen_looked_over_and_cancelled_once(whole: Whole, shopper: SigningIn):
    asha, number = await a_paid_order(whole, shopper)
    path = f"/orders/{number}/cancel"
    assert f'href="{path}"' in (await asha.get(f"/orders/{number}")).text
    wish = fields_of((await asha.get(path)).text)
    review = await asha.send(path, seen_on=path, **wish)
    assert review.status_code == 200
    assert "₹1,599 goes back to your UPI account, within 7 days." in review.text
    assert re.search(r"1 × Buta Kurta, size \w+, will not be sent\.", review.text)
    assert "1 cancelled" not in (await asha.get(f"/orders/{number}")).text
    done = await asha.send(path, seen_on=path, **wish, confirmed="yes")
    assert (done.status_code, done.headers["location"]) == (303, f"/orders/{number}")
    again = await asha.send(path, seen_on=path, **wish, confirmed="yes")
    assert again.status_code == 303, again.text
    shown = (await asha.get(f"/orders/{number}")).text
    assert "1 cancelled" in shown
    assert "2 cancelled" not in shown


async def test_a_form_that_says_nothing_is_shown_again_with_what_is_missing(
    whole: Whole, shopper: SigningIn
):
    asha, number = await a_paid_order(whole, shopper)
    path = f"/orders/{number}/cancel"
    wish = fields_of((await asha.get(path)).text)
    line = next(iter(wish))
    no_reason = await asha.send(path, seen_on=path, **{**wish, "reason": "none of these"})
    assert (no_reason.status_code, "Choose a reason." in no_reason.text) == (422, True)
    for qty in ("0", "", "-1", "x", "99"):
        nothing = await asha.send(path, seen_on=path, **{**wish, line: qty})
        assert nothing.status_code == 422, qty
    assert "1 cancelled" not in (await asha.get(f"/orders/{number}")).text


async def test_once_it_is_picked_the_page_offers_no_cancelling(whole: Whole, shopper: SigningIn):
    asha, number = await a_paid_order(whole, shopper)
    path = f"/orders/{number}/cancel"
    wish = fields_of((await asha.get(path)).text)
    async with whole.shop.database.transaction() as tx:
        named = (await orders.order(tx, PACKER, number)).order.id
        await orders.start_picking(tx, PACKER, named)
    assert path not in (await asha.get(f"/orders/{number}")).text
    assert (await asha.get(path)).headers["location"] == f"/orders/{number}"
    late = await asha.send(path, seen_on="/account/profile", **wish, confirmed="yes")
    assert late.status_code == 422
    assert "not possible any more" in late.text


async def test_anothers_order_cannot_be_cancelled_by_its_page(whole: Whole, shopper: SigningIn):
    _, number = await a_paid_order(whole, shopper)
    stranger = await shopper()
    assert (await stranger.get(f"/orders/{number}/cancel")).status_code == 404
    sent = await stranger.send(f"/orders/{number}/cancel", seen_on="/account/profile", reason="x")
    assert sent.status_code == 404


async def test_an_order_page_shows_the_five_steps_and_its_parcel(whole: Whole, shopper: SigningIn):
    asha, number = await a_paid_order(whole, shopper)
    steps = ("Placed", "Packed", "Shipped", "Out for delivery", "Delivered")
    page = (await asha.get(f"/orders/{number}")).text
    places = [page.index(f"</span>{step}<") for step in steps]
    assert places == sorted(places)
    database = whole.shop.database
    async with database.transaction() as tx:
        named = (await orders.order(tx, PACKER, number)).order.id
        await orders.start_picking(tx, PACKER, named)
        parcel = await orders.pack_shipment(tx, PACKER, Packing(named, "manual"))
        seller = whole.shop.terms.seller
        await orders.dispatch_shipment(tx, PACKER, parcel.id, seller=seller)
        await tx.run("UPDATE shipments SET awb = 'AWB-42' WHERE id = %(id)s", id=parcel.id)
    page = (await asha.get(f"/orders/{number}")).text
    assert f"Parcel {parcel.number}" in page
    assert "AWB-42" in page
    assert re.search(r"Invoice ZAH/\d\d-\d\d/\d{6}", page)
    assert "On its way" in page
    async with database.transaction() as tx:
        known = await shipping.shipment_to_change(tx, parcel.id)
        await shipping.move_shipment(tx, known, shipping.ShipmentEvent.DELIVER)
    async with database.transaction() as tx:
        await orders.follow_shipment(tx, parcel.id, seller=whole.shop.terms.seller)
    page = (await asha.get(f"/orders/{number}")).text
    assert f"/orders/{number}/return" in page
    assert ShipmentState.DELIVERED.value in page.lower()
