"""The least and the most of an order that is to be paid at the door, as the owner sets them."""

from pathlib import Path

import pytest

from tests.world.whole import settings_for, whole_site

pytestmark = pytest.mark.anyio
GOODS, FEE = 4 * 159900, 4900
SAID = "Cash on delivery is for orders from ₹6,445.01 up to ₹10,000."


@pytest.mark.parametrize("least", [GOODS + FEE, GOODS + FEE + 1])
async def test_an_order_below_the_least_for_cash_is_to_be_paid_online(
    fresh_dsn: str, tmp_path: Path, least: int
):
    is_enough = least <= GOODS + FEE
    async with whole_site(settings_for(fresh_dsn, tmp_path, cod_fee=FEE, cod_min=least)) as whole:
        bag = (await whole.ask("GET", "/cart?pincode=302001", whole.asha)).json()["data"]
        cash = bag["cashOnDelivery"]
        assert cash["allowed"] is is_enough
        assert is_enough or cash["message"] == SAID
        answer = await whole.order_for_cash(whole.asha, total=GOODS + FEE)
        assert answer.status_code == (201 if is_enough else 422), answer.text
