"""The least and the most of an order that is to be paid at the door, as the owner sets them."""

from pathlib import Path

import pytest

from tests.world.whole import HOME, settings_for, whole_site
from zahra.base import ids

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
        wanted = {
            "cartVersion": bag["version"],
            "expectedTotal": GOODS + FEE,
            "shippingAddress": HOME,
            "shippingMethod": "standard",
            "paymentMethod": "cod",
        }
        headers = {"Idempotency-Key": str(ids.new())}
        answer = await whole.ask("POST", "/orders", whole.asha, json=wanted, headers=headers)
        assert answer.status_code == (201 if is_enough else 422), answer.text
