"""Buying for a business, without scripts: its GSTIN stands on the order and so on the invoice."""

import re

import httpx
import pytest

from tests.web.storefront.account import goes_to
from tests.web.storefront.conftest import SigningIn, Visitor
from zahra.base.actors import program
from zahra.shop import orders

pytestmark = pytest.mark.anyio
GSTIN = "27AAPFU0939F1ZV"
JAIPUR = {
    "name": "Asha Verma",
    "phone": "9876543210",
    "line1": "12 Johari Bazaar",
    "city": "Jaipur",
    "state_code": "08",
    "pincode": "302001",
    "kind": "home",
}
MUMBAI = {
    **JAIPUR,
    "name": "Verma & Sons",
    "city": "Mumbai",
    "state_code": "27",
    "pincode": "400001",
    "kind": "work",
}


async def writes_down(visitor: Visitor, address: dict[str, str]) -> str:
    """An address in the book: its id."""
    chosen = await visitor.send("/checkout/address", seen_on="/checkout", **address)
    assert chosen.status_code == 303, chosen.text[:800]
    return chosen.headers["Location"].split("address=")[1]


async def at_the_payment(visitor: Visitor) -> tuple[str, str]:
    """A bag to be sent to Jaipur, and another address in Mumbai: their ids."""
    await visitor.put_into_bag()
    home = await writes_down(visitor, JAIPUR)
    return home, await writes_down(visitor, MUMBAI)


async def place(visitor: Visitor, home: str, **typed: str) -> httpx.Response:
    page = f"/checkout?address={home}"
    told = (await visitor.get(page)).text
    fields = dict(re.findall(r'name="(cart_version|expected_total_cod)" value="(\d+)"', told))
    return await visitor.send(
        "/checkout/place", seen_on=page, address_id=home, payment_method="cod", **fields, **typed
    )


async def ordered(visitor: Visitor, answer: httpx.Response) -> orders.WholeOrder:
    (number,) = re.findall(r"ZH-\w+", goes_to(answer))
    async with visitor.whole.shop.database.snapshot() as snapshot:
        return await orders.order(snapshot, program("tests"), number)


async def test_a_gstin_is_asked_of_nobody_and_taken_however_it_is_typed(shopper: SigningIn):
    visitor = await shopper()
    home, office = await at_the_payment(visitor)
    assert "Put its GSTIN on the invoice" in (await visitor.get(f"/checkout?address={home}")).text
    typed = {"gstin": " 27aapfu 0939f1zv", "billing_address_id": office}
    whole = await ordered(visitor, await place(visitor, home, **typed))
    assert (whole.copy.gstin, whole.copy.place_of_supply) == (GSTIN, "27")
    assert whole.copy.billing_address.name == "Verma & Sons"
    assert whole.copy.shipping_address.city == "Jaipur"
    assert [(tax.cgst, tax.igst > 0) for tax in whole.taxes] == [(0, True)]


@pytest.mark.parametrize(
    ("gstin", "said"),
    [
        ("27AAPFU0939F1ZA", "This is not a GSTIN. Please check it, or leave it out."),
        (GSTIN, "This GSTIN is not of Rajasthan, where the billing address is."),
    ],
)
async def test_a_wrong_gstin_is_said_at_its_field_and_nothing_is_ordered(
    shopper: SigningIn, gstin: str, said: str
):
    visitor = await shopper()
    home, _ = await at_the_payment(visitor)
    refused = await place(visitor, home, gstin=gstin)
    assert refused.status_code == 422
    assert said in refused.text
    assert re.search(rf'name="gstin"[^>]*value="{gstin}"[^>]*aria-invalid="true"', refused.text)
    assert '<details class="fold small" open>' in refused.text
    assert (await visitor.get("/account/orders")).text.count("ZH-") == 0


async def test_a_bill_is_not_made_out_to_anothers_address(shopper: SigningIn):
    visitor, other = await shopper(), await shopper()
    home, _ = await at_the_payment(visitor)
    await other.put_into_bag()
    theirs = await writes_down(other, MUMBAI)
    answer = await place(visitor, home, gstin=GSTIN, billing_address_id=theirs)
    assert answer.status_code == 404


async def test_without_a_gstin_the_bill_is_the_delivery_address(shopper: SigningIn):
    visitor = await shopper()
    home, _ = await at_the_payment(visitor)
    whole = await ordered(visitor, await place(visitor, home, gstin="", billing_address_id=""))
    assert whole.copy.gstin is None
    assert whole.copy.billing_address == whole.copy.shipping_address
