"""Sending something back by plain forms: everything on one page, looked over, asked, followed."""

import re

import pytest

from tests.web.storefront.conftest import SigningIn, Visitor
from tests.world.bags import TERMS
from tests.world.returning import STAFF
from zahra.shop import orders, returns

pytestmark = pytest.mark.anyio
ASHA, BINA = "+919876500001", "+919876500002"


async def order_number(visitor: Visitor) -> str:
    """The order of which one of two pieces is on its way back already."""
    page = (await visitor.get("/account/returns")).text
    found = re.search(r"of order (ZH-\w+)", page)
    assert found, page
    return found[1]


def line_of(page: str) -> str:
    """The line in the form that can be sent back."""
    found = re.search(r'name="qty_([0-9a-f]{32})"', page)
    assert found, page
    return found[1]


async def test_a_piece_is_asked_back_looked_over_and_followed(shopper: SigningIn):
    asha = await shopper(ASHA)
    number = await order_number(asha)
    path = f"/orders/{number}/return"
    assert f'href="{path}"' in (await asha.get(f"/orders/{number}")).text
    page = (await asha.get(path)).text
    line = line_of(page)
    assert "You can send it back until" in page
    assert "A coupon&#39;s share" in page or "A coupon's share" in page
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert key
    wish = {
        f"qty_{line}": "1",
        f"reason_{line}": "too_small",
        f"wish_{line}": "refund",
        f"note_{line}": "<script>alert(1)</script>",
        "destination": "store_credit",
        "idempotency_key": key[1],
    }
    review = await asha.send(path, seen_on=path, **wish)
    assert (review.status_code, "1 × Buta Kurta" in review.text) == (200, True)
    assert "It is too small. My money back." in review.text
    assert "₹1,599 is in your store credit at once." in review.text
    assert "<script>alert(1)" not in review.text
    asked = await asha.send(path, seen_on=path, **wish, confirmed="yes")
    assert asked.status_code == 303, asked.text
    again = await asha.send(path, seen_on="/account/returns", **wish, confirmed="yes")
    assert again.status_code in (303, 422), "the same form twice is one return"
    where = asked.headers["location"]
    shown = (await asha.get(where)).text
    assert "Asked for" in shown
    assert "₹1,599 is in your store credit at once." in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "A return of this is under way" in (await asha.get(path)).text
    on_its_order = (await asha.get(f"/orders/{number}")).text
    assert re.search(rf'href="{where}">Return RT-\w+</a>\s*<[^>]*>\s*Asked for', on_its_order)
    off = await asha.send(f"{where}/cancel", seen_on=where)
    assert off.status_code == 303
    assert "Called off" in (await asha.get(where)).text
    assert line_of((await asha.get(path)).text) == line


async def test_who_chooses_nothing_is_told_so(shopper: SigningIn):
    asha = await shopper(ASHA)
    path = f"/orders/{await order_number(asha)}/return"
    nothing = await asha.send(path, seen_on=path)
    assert nothing.status_code == 422
    assert "Choose at least one piece to send back." in nothing.text


async def test_of_what_was_sold_for_good_only_a_fault_can_be_the_reason(shopper: SigningIn):
    asha = await shopper(ASHA)
    number = await order_number(asha)
    path = f"/orders/{number}/return"
    assert "It is too small" in (await asha.get(path)).text
    days = "UPDATE order_lines SET returnable_days = %(days)s"
    async with asha.whole.shop.database.transaction() as tx:
        before = await tx.value("SELECT max(returnable_days) FROM order_lines")
        await tx.run(days, days=0)
    try:
        page = (await asha.get(path)).text
        assert "only what is faulty, damaged or wrong can be sent back" in page
        assert "It arrived damaged" in page
        assert "It is too small" not in page
        wish = {f"qty_{line_of(page)}": "1", f"reason_{line_of(page)}": "too_small"}
        refused = await asha.send(path, seen_on=path, **wish, confirmed="yes")
        assert refused.status_code == 422
        assert "Say why it comes back." in refused.text
    finally:
        async with asha.whole.shop.database.transaction() as tx:
            await tx.run(days, days=before)


async def test_a_size_that_is_there_can_be_chosen_instead(shopper: SigningIn):
    bina = await shopper(BINA)
    number = await order_number(bina)
    path = f"/orders/{number}/return"
    page = (await bina.get(path)).text
    line = line_of(page)
    found = re.search(r'value="([0-9a-f]{32})"[^>]*>Exchange for size S<', page)
    assert found, page
    wish = {f"qty_{line}": "1", f"reason_{line}": "too_large", f"wish_{line}": found[1]}
    asked = await bina.send(path, seen_on=path, **wish, confirmed="yes")
    assert asked.status_code == 303, asked.text
    shown = (await bina.get(asked.headers["location"])).text
    assert "The size you wanted is kept for you." in shown
    assert "Instead: size S." in shown
    number = await sent_instead(bina, asked.headers["location"].rpartition("/")[2])
    instead = (await bina.get(f"/orders/{number}")).text
    assert f'href="{asked.headers["location"]}">Return RT-' in instead
    assert "In exchange for what you sent back" in instead


async def sent_instead(visitor: Visitor, number: str) -> str:
    """The whole return comes back sound; the number of the order that its exchange is sent as."""
    database = visitor.whole.shop.database
    async with database.snapshot() as snapshot:
        whole = await returns.given_return(snapshot, STAFF, number)
    named, (item,) = whole.given.id, whole.items
    count = returns.Count({item.id: returns.Counted(item.qty, 0)})
    await database.run(lambda tx: returns.approve_return(tx, STAFF, named))
    await database.run(lambda tx: returns.receive_return(tx, STAFF, named, count))
    await database.run(lambda tx: returns.judge_return(tx, STAFF, named, count))
    await database.run(lambda tx: returns.refund_return(tx, STAFF, named, seller=TERMS.seller))
    assert whole.exchange
    async with database.snapshot() as snapshot:
        return (await orders.order(snapshot, STAFF, whole.exchange.id)).order.number


async def test_anothers_return_does_not_exist(shopper: SigningIn):
    asha, stranger = await shopper(ASHA), await shopper()
    number = await order_number(asha)
    page = (await asha.get("/account/returns")).text
    found = re.search(r"/account/returns/RT-\w+", page)
    assert found
    for path in (found[0], f"/orders/{number}/return"):
        assert (await stranger.get(path)).status_code == 404


async def test_an_account_is_named_after_a_fresh_proof_and_shown_masked(shopper: SigningIn):
    asha = await shopper(ASHA)
    form = "/account/credit/account"
    account = {
        "kind": "bank",
        "holder": "Asha Rao",
        "number": "50100123456789",
        "ifsc": "HDFC0001234",
    }
    wrong = await asha.send(form, seen_on=form, **account, numberAgain="1")
    assert wrong.status_code == 422
    assert "The two numbers differ." in wrong.text
    assert "50100123456789" not in wrong.text, "what was typed is not sent around again"
    kept = await asha.send(form, seen_on=form, **account, numberAgain="50100123456789")
    assert kept.status_code == 303, kept.text
    page = (await asha.get("/account/credit")).text
    assert "HDFC ••6789" in page
    assert "50100123456789" not in page


async def test_store_credit_is_offered_at_checkout_only_to_whom_it_belongs(shopper: SigningIn):
    stranger = await shopper()
    await stranger.put_into_bag()
    assert "use_credit" not in (await stranger.get("/checkout")).text
    assert "You have" in (await stranger.get("/account/credit")).text
