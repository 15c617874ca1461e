"""Customers and tokens, kept by Razorpay's client against the simulator."""

from typing import Any

import httpx
import pytest

from tests.world.gateway import Simulator
from zahra.base import ids
from zahra.providers.razorpay import RazorpayGateway, facts, wallet
from zahra.shop.payments.provider import (
    GatewayDown,
    GatewayRefused,
    OpeningCustomer,
    OpeningOrder,
    Wallet,
)

ASHA = OpeningCustomer(ids.new().hex, "Asha Rao", "+919876543210", "asha@example.com")


async def test_a_contact_is_one_customer(gateway: RazorpayGateway) -> None:
    assert isinstance(gateway, Wallet)
    first, again = [await gateway.open_customer(ASHA) for _ in range(2)]
    assert first == again
    assert await gateway.tokens_of(first) == ()


async def test_a_deleted_token_is_gone_and_one_unknown_was_already(
    gateway: RazorpayGateway,
) -> None:
    customer = await gateway.open_customer(ASHA)
    await gateway.forget_token(customer, "token_00000000000000")
    assert await gateway.tokens_of(customer) == ()
    with pytest.raises(GatewayRefused):
        await gateway.tokens_of("cust_00000000000000")


def a_token(**card: Any) -> dict[str, Any]:
    return {"id": "token_1", "method": "card", "created_at": 1795363200, "card": card}


def test_of_a_card_nothing_else_is_read() -> None:
    told = a_token(last4="1007", network="RuPay", issuer="HDFC", number="6527658900001005")
    fact = facts.read(wallet.token_fact, told)
    assert (fact.last_four, fact.network, fact.issuer) == ("1007", "RuPay", "HDFC")
    assert "6527" not in repr(fact)


def test_more_than_four_digits_are_none() -> None:
    assert facts.read(wallet.token_fact, a_token(last4="6527658900001005")).last_four is None


def test_a_token_of_another_shape_is_no_answer() -> None:
    with pytest.raises(GatewayDown):
        facts.read(wallet.token_fact, {"id": 5})


async def test_a_card_is_kept_only_with_the_gateways_own_box(
    gateway: RazorpayGateway, simulator: Simulator
) -> None:
    """Paid through the hosted page by a customer who lets Razorpay keep cards."""
    customer = await gateway.open_customer(ASHA)
    for number, is_kept in ((1, False), (2, True)):
        opening = OpeningOrder(f"keep-{number}", 10000, "INR", "ZAH-1")
        order = await gateway.open_order(opening)
        page = gateway.pay_page(gateway.client_payload(order, customer_id=customer))
        assert dict(page.fields)["customer_id"] == customer
        async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as payer:
            shown = await payer.post(page.action, data=dict(page.fields))
            card = {"number": "6527 6589 0000 1005", "expiry": "12/49", "cvv": "123"}
            box = {"keep_card": "1"} if is_kept else {}
            await payer.post(f"{shown.url}/pay", data={"method": "card", **card, **box})
            await payer.post(f"{shown.url}/answer", data={"answer": "otp", "otp": "1234"})
        tokens = await gateway.tokens_of(customer)
        assert [each.last_four for each in tokens] == (["1005"] if is_kept else [])
