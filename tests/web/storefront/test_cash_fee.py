"""Checkout in a shop with a fee for paying at the door: what each way to pay says it costs."""

import re
from collections.abc import Generator
from uuid import uuid4

import pytest

from tests.web.storefront.conftest import SigningIn
from tests.web.storefront.test_cash_orders import at_the_payment
from tests.world.server import clone_template, drop_database
from tests.world.whole import settings_for
from zahra.base.db.embedded import EmbeddedServer
from zahra.settings import Settings
from zahra.shop import credit, identity

pytestmark = pytest.mark.anyio
PHONE = "+919876512399"


@pytest.fixture(scope="module")
def settings(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Settings, None, None]:
    name = f"zahra_fee_{uuid4().hex[:8]}"
    yield settings_for(
        clone_template(server, name), tmp_path_factory.mktemp("fee"), memory_seconds=0, cod_fee=4900
    )
    drop_database(server, name)


def template(page: str, name: str) -> str:
    """What the page keeps to show once that way to pay is chosen."""
    found = re.search(rf'<template id="totals-{name}">(.*?)</template>', page, re.S)
    return found[1] if found else ""


async def test_store_credit_that_pays_for_everything_shows_the_sums_without_the_fee(
    shopper: SigningIn,
):
    asha = await shopper(PHONE)
    _, page = await at_the_payment(asha)
    assert "a fee of ₹49 is added<" in page.text
    assert template(page.text, "cod-with-credit") == ""
    async with asha.whole.shop.database.transaction() as tx:
        who, _ = await identity.find_or_create_user(tx, identity.identifier_of(PHONE))
        cause = credit.Cause.GOODWILL
        await credit.give(tx, who.id, 159900, key="asha", cause=cause)
    page = (await asha.get("/checkout")).text
    assert "a fee of ₹49 is added unless your store credit pays" in page
    assert 'data-total="₹1,648" data-total-with-credit="₹1,599"' in page
    assert 'data-button-with-credit="Place order, nothing to pay"' in page
    assert "₹49" in template(page, "cod")
    assert "₹49" not in template(page, "cod-with-credit")
    assert "₹1,599" in template(page, "cod-with-credit")
