"""Cash on delivery without scripts: what it asks for, its code, and paying online after all."""

import hashlib
import hmac
import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest

from tests.web.storefront.account import door_of, goes_to
from tests.web.storefront.conftest import Arriving, SigningIn, Visitor
from tests.world.doorstep import link_terms
from tests.world.gateway import KEY_SECRET
from tests.world.whole import Whole
from zahra.base import ids
from zahra.base.actors import program
from zahra.shop import cod, orders, payments
from zahra.shop.cod import RulesChange

pytestmark = pytest.mark.anyio
OFFICE = program("tests")
USUAL = RulesChange(otp_from=30, advance_from=60, prepaid_from=100)
CODE = RulesChange(otp_from=10, advance_from=60, prepaid_from=100)
ADVANCE = RulesChange(otp_from=10, advance_from=10, prepaid_from=100)
PREPAID = RulesChange(otp_from=10, advance_from=10, prepaid_from=10)
HOME = {
    "name": "Asha Verma",
    "phone": "9876543210",
    "line1": "12 Johari Bazaar",
    "city": "Jaipur",
    "state_code": "08",
    "pincode": "302001",
    "kind": "home",
}


@pytest.fixture(autouse=True)
async def usual_rules(whole: Whole) -> AsyncGenerator[None, None]:
    yield
    await rules(whole, USUAL)


async def rules(whole: Whole, change: RulesChange) -> None:
    async with whole.shop.database.transaction() as tx:
        await cod.change_rules(tx, OFFICE, change)


async def at_the_payment(visitor: Visitor) -> tuple[str, httpx.Response]:
    """A shopper with a bag and an address: its id, and the page that asks how to pay."""
    await visitor.put_into_bag()
    chosen = await visitor.send("/checkout/address", seen_on="/checkout", **HOME)
    assert chosen.status_code == 303, chosen.text[:800]
    address = chosen.headers["Location"].split("address=")[1]
    return address, await visitor.get(f"/checkout?address={address}")


async def place(visitor: Visitor) -> httpx.Response:
    address, page = await at_the_payment(visitor)
    fields = dict(re.findall(r'name="(cart_version|expected_total_cod)" value="(\d+)"', page.text))
    return await visitor.send(
        "/checkout/place",
        seen_on=f"/checkout?address={address}",
        address_id=address,
        payment_method="cod",
        idempotency_key=str(ids.new()),
        **fields,
    )


async def code_sent(visitor: Visitor, page: str) -> str:
    """Ask for a code on the page, and what the worker then sends."""
    answer = await visitor.send(f"{page}/resend", seen_on=page)
    assert answer.status_code == 303, answer.text[:800]
    async with visitor.whole.shop.database.snapshot() as snapshot:
        challenge = await snapshot.value(
            "SELECT id FROM otp_challenges WHERE purpose = 'confirm_order'"
            " AND consumed_at IS NULL AND superseded_at IS NULL ORDER BY created_at DESC LIMIT 1"
        )
    door = door_of(visitor)
    await door.deliver(challenge)
    return door.code


async def test_what_it_asks_for_is_said_before_it_is_chosen(whole: Whole, shopper: SigningIn):
    said = (
        (CODE, "We send a code to your phone to confirm this order."),
        (ADVANCE, "online now and the rest when it arrives."),
        (PREPAID, "Cash on delivery is not available for this order. Please pay online."),
    )
    visitor = await shopper()
    await at_the_payment(visitor)
    for change, expected in said:
        await rules(whole, change)
        page = await visitor.get("/checkout")
        assert expected in page.text, change
    await rules(whole, USUAL)
    page = (await visitor.get("/checkout")).text
    assert not any(expected in page for _, expected in said)


async def test_an_order_is_confirmed_by_its_code(whole: Whole, shopper: SigningIn):
    await rules(whole, CODE)
    visitor = await shopper()
    page = goes_to(await place(visitor))
    assert page.startswith("/checkout/confirm/ZH-")
    number = page.rsplit("/", 1)[1]
    shown = await visitor.get(page)
    assert (shown.status_code, "••••••" in shown.text) == (200, True)
    code = await code_sent(visitor, page)
    wrong = await visitor.send(page, seen_on=page, code=f"{(int(code) + 1) % 10**6:06d}")
    assert (wrong.status_code, "not right" in wrong.text) == (422, True)
    assert goes_to(await visitor.get(f"/orders/{number}/thanks")) != f"/orders/{number}/thanks"
    assert goes_to(await visitor.send(page, seen_on=page, code=code)) == f"/orders/{number}/thanks"
    assert "Thank you" in (await visitor.get(f"/orders/{number}/thanks")).text
    assert goes_to(await visitor.get(page)) == f"/orders/{number}/thanks"


async def test_the_page_of_another_persons_order_does_not_exist(whole: Whole, shopper: SigningIn):
    await rules(whole, CODE)
    page = goes_to(await place(await shopper()))
    stranger = await shopper()
    assert (await stranger.get(page)).status_code == 404
    assert (await stranger.send(page, code="000000")).status_code == 404
    assert (await stranger.send(f"{page}/resend")).status_code == 404


async def test_an_advance_is_asked_for_online(whole: Whole, shopper: SigningIn):
    await rules(whole, ADVANCE)
    visitor = await shopper()
    _, page = await at_the_payment(visitor)
    (now,) = re.findall(r"Pay (₹[\d,]+) online now and the rest when it arrives", page.text)
    assert f'data-button="Place order and pay {now} now"' in page.text
    assert goes_to(await place(visitor)).startswith("/checkout/pay/ZH-")


async def link_of(whole: Whole, visitor: Visitor) -> tuple[str, orders.Order]:
    """The page of a link for a placed cash order of this visitor's."""
    number = goes_to(await place(visitor)).split("/")[2]
    async with whole.shop.database.transaction() as tx:
        order = (await orders.order(tx, OFFICE, number)).order
        link = await orders.prepaid_link(tx, OFFICE, order.id, terms=link_terms(tx.now))
    return f"/pay/{cod.token_of(whole.shop.keys, link.id)}", order


async def test_a_link_is_opened_by_whoever_holds_it_and_tells_no_more_than_the_sum(
    whole: Whole, shopper: SigningIn, guest: Arriving
):
    page, order = await link_of(whole, await shopper())
    stranger = await guest()
    shown = await stranger.get(page)
    assert shown.status_code == 200
    assert order.number in shown.text
    for private in (HOME["name"], HOME["line1"], HOME["phone"], order.phone or "none"):
        assert private not in shown.text
    silent = await stranger.send(page, seen_on=page)
    assert silent.status_code == 409, "the gateway of this site never answers"
    assert (await stranger.get(page)).status_code == 200


async def test_whoever_paid_by_a_link_comes_back_to_its_page(
    whole: Whole, shopper: SigningIn, guest: Arriving
):
    """Not to the order's, which is its buyer's own. Only what the gateway signed tells where."""
    page, order = await link_of(whole, await shopper())
    async with whole.shop.database.transaction() as tx:
        until = tx.now + timedelta(hours=1)
        attempt = await payments.open_link(
            tx, order.id, order.total, provider="razorpay", key="k", expires_at=until
        )
        await tx.run(
            "UPDATE payment_attempts SET provider_order_id = 'plink_1' WHERE id = %(id)s",
            id=attempt.id,
        )
    payer = await guest()
    back = f"/checkout/return/{order.number}/{attempt.id}"
    names = ("id", "reference_id", "status")
    told = {f"razorpay_payment_link_{name}": name for name in names} | {
        "razorpay_payment_link_id": "plink_1",
        "razorpay_payment_id": "pay_1",
    }
    signed = b"plink_1|reference_id|status|pay_1"
    told["razorpay_signature"] = hmac.new(KEY_SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert goes_to(await payer.get(f"{back}?{urlencode(told)}")) == page
    told["razorpay_payment_id"] = "pay_2"
    forged = goes_to(await payer.get(f"{back}?{urlencode(told)}"))
    assert forged == f"/checkout/pay/{order.number}/status"


async def test_a_link_nobody_sealed_does_not_exist(guest: Arriving):
    stranger = await guest()
    for token in ("x", "A" * 40, "A" * 400, "%00"):
        assert (await stranger.get(f"/pay/{token}")).status_code == 404


async def test_a_link_says_when_it_is_too_late(whole: Whole, shopper: SigningIn, guest: Arriving):
    page, order = await link_of(whole, await shopper())
    async with whole.shop.database.transaction() as tx:
        await orders.start_picking(tx, OFFICE, order.id)
        await tx.run(
            "UPDATE orders SET fulfilment_status = 'packed' WHERE id = %(id)s", id=order.id
        )
    stranger = await guest()
    assert "no longer good" in (await stranger.get(page)).text
    assert (await stranger.send(page)).status_code == 409


async def test_a_link_of_a_cancelled_order_asks_for_nothing(
    whole: Whole, shopper: SigningIn, guest: Arriving
):
    page, order = await link_of(whole, await shopper())
    async with whole.shop.database.transaction() as tx:
        wish = orders.Cancelling("changed my mind")
        await orders.cancel_order(tx, OFFICE, order.id, wish, key="c")
    stranger = await guest()
    shown = (await stranger.get(page)).text
    assert "This order is cancelled" in shown
    assert "can still be paid" not in shown
    assert (await stranger.send(page)).status_code == 409


async def test_a_link_is_not_offered_for_longer_than_it_opens(
    whole: Whole, shopper: SigningIn, guest: Arriving
):
    """The gateway's own page lives a quarter of an hour at least."""
    page, order = await link_of(whole, await shopper())
    stranger = await guest()
    shifting = "UPDATE prepaid_links SET expires_at = %(at)s WHERE order_id = %(id)s"
    for minutes, said in ((21, "Good until"), (19, "no longer good")):
        async with whole.shop.database.transaction() as tx:
            await tx.run(shifting, at=tx.now + timedelta(minutes=minutes), id=order.id)
        assert said in (await stranger.get(page)).text, minutes


async def test_an_order_that_was_not_confirmed_in_time_says_so(whole: Whole, shopper: SigningIn):
    """Before its clock is looked at by the job, and after."""
    await rules(whole, CODE)
    visitor = await shopper()
    page = goes_to(await place(visitor))
    number = page.rsplit("/", 1)[1]
    code = await code_sent(visitor, page)
    over = "UPDATE orders SET expires_at = %(now)s WHERE number = %(number)s"
    async with whole.shop.database.transaction() as tx:
        await tx.run(over, now=tx.now, number=number)
    shown = await visitor.get(page)
    assert "This order waits no more" in shown.text
    assert 'name="code"' not in shown.text
    late = await visitor.send(page, seen_on="/cart", code=code)
    assert (late.status_code, "This order waits no more" in late.text) == (422, True)
    await orders.jobs.expire_orders(whole.shop.database, whole.shop.gateways)
    assert "This order waits no more" in (await visitor.get(page)).text


async def test_the_bag_tells_what_cash_costs_here_or_why_not(whole: Whole, shopper: SigningIn):
    visitor = await shopper()
    await at_the_payment(visitor)
    await visitor.client.get("/api/v1/cart?pincode=302001")
    assert "Cash on delivery to 302001 without a fee." in (await visitor.get("/cart")).text
    async with whole.shop.database.transaction() as tx:
        await tx.run("UPDATE pincodes SET takes_cash = false WHERE pincode = '302001'")
    told = await visitor.client.get("/api/v1/cart?pincode=302001")
    async with whole.shop.database.transaction() as tx:
        await tx.run("UPDATE pincodes SET takes_cash = true WHERE pincode = '302001'")
    assert told.json()["data"]["cashOnDelivery"] == {
        "allowed": False,
        "step": "prepaid_only",
        "fee": 0,
        "advance": 0,
        "message": "The courier takes no cash at this PIN code. Please pay online.",
    }


async def test_the_buyer_goes_from_the_order_to_the_link(whole: Whole, shopper: SigningIn):
    visitor = await shopper()
    number = goes_to(await place(visitor)).split("/")[2]
    order = f"/orders/{number}"
    there = goes_to(await visitor.send(f"{order}/pay-online", seen_on=order))
    assert (await visitor.get(there)).status_code == 200
    stranger = await shopper()
    assert (await stranger.send(f"{order}/pay-online")).status_code == 404


async def test_an_order_names_what_its_coupon_took_off(shopper: SigningIn):
    visitor = await shopper()
    await visitor.put_into_bag()
    await visitor.send("/cart/coupon", code="TENOFF")
    placed = await place(visitor)
    page = (await visitor.get(placed.headers["Location"].removesuffix("/thanks"))).text
    assert "Ten per cent off (TENOFF)" in page
    assert page.count("−₹319.80") == 1
