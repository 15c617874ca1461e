"""The page of an invoice: for the person who placed the order, and for nobody else."""

import re
from uuid import UUID

import pytest

from tests.web.storefront.conftest import Arriving, SigningIn
from tests.world.papers import a_billing
from tests.world.whole import Whole
from zahra.base import ids
from zahra.shop import invoices

pytestmark = pytest.mark.anyio
ASHA, BINA = "+919876500001", "+919876500002"


async def an_invoice(whole: Whole) -> tuple[str, invoices.Invoice]:
    """The page of an invoice for Asha's order, and the invoice."""
    async with whole.shop.database.transaction() as tx:
        billing = a_billing(order_id=UUID(whole.asha.ids["order_id"]))
        issued = await invoices.issue_invoice(tx, billing)
    return f"/orders/{whole.asha.ids['number']}/invoice/{issued.id}", issued


async def test_the_page_shows_what_the_paper_says(whole: Whole, shopper: SigningIn):
    path, issued = await an_invoice(whole)
    page = await (await shopper(ASHA)).get(path)
    assert page.status_code == 200
    shown = re.sub(r"<[^>]+>", " ", page.text)
    for said in (issued.number, "8,595.00", "08AAEFZ2607Q1ZL", "needs no signature", "621142"):
        assert said in shown
    assert page.headers["cache-control"] == "private, no-store"
    assert "noindex" in page.text


async def test_the_page_is_printed_on_a4(whole: Whole, shopper: SigningIn):
    path, _ = await an_invoice(whole)
    asha = await shopper(ASHA)
    (sheet,) = re.findall(r'href="(/[^"]*/invoice[^"]*\.css)"', (await asha.get(path)).text)
    assert re.search(r"@page ?\{ ?size: ?a4", (await asha.get(sheet)).text, re.IGNORECASE)


async def test_the_paper_is_saved_under_its_number(whole: Whole, shopper: SigningIn):
    path, issued = await an_invoice(whole)
    saved = await (await shopper(ASHA)).get(f"{path}/pdf")
    name = issued.number.replace("/", "-")
    assert saved.headers["content-disposition"] == f'attachment; filename="{name}.pdf"'
    assert saved.content.startswith(b"%PDF-")


async def test_anothers_invoice_does_not_exist(whole: Whole, shopper: SigningIn):
    path, _ = await an_invoice(whole)
    bina = await shopper(BINA)
    own = f"/orders/{whole.bina.ids['number']}/invoice"
    never = f"{own}/{ids.new()}"
    hers_with_ashas_paper = f"{own}/{path.rpartition('/')[2]}"
    for address in (path, f"{path}/pdf", never, hers_with_ashas_paper):
        assert (await bina.get(address)).status_code == 404


async def test_whoever_is_not_logged_in_is_asked_to_be(whole: Whole, guest: Arriving):
    path, _ = await an_invoice(whole)
    answer = await (await guest()).get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=")
