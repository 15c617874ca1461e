"""What our client makes of a Razorpay that answers late, wrongly or not at all."""

import asyncio
import socket
import time
from dataclasses import replace
from typing import Any

import pytest

from tests.providers.conftest import OPENING
from tests.world.gateway import HASTE, Simulator
from zahra.providers.razorpay import RazorpayGateway
from zahra.shop.payments.provider import AskingRefund, GatewayDown, GatewayOrder

EVERY_NO_ANSWER = ["429", "500", "502", "503", "malformed", "cut", "hang", "drip"]
IMPATIENT = replace(HASTE, answer=0.25)


def fault(on: str, what: str, **more: Any) -> dict[str, Any]:
    return {"on": on, "what": what, "seconds": 1.0, "times": 1, **more}


@pytest.fixture
async def impatient(simulator: Simulator) -> Any:
    """A client that waits a quarter of a second."""
    opened = RazorpayGateway(replace(simulator.account, patience=IMPATIENT))
    yield opened
    await opened.close()


def asking(payment_id: str) -> AskingRefund:
    return AskingRefund(payment_id=payment_id, amount=10000, key="zah-rf-10042-0001", receipt="R")


@pytest.mark.parametrize("what", EVERY_NO_ANSWER)
async def test_an_order_is_opened_once_in_spite_of_one_bad_answer(
    impatient: RazorpayGateway, simulator: Simulator, what: str
) -> None:
    simulator.faults(fault("POST /v1/orders", what))
    order = await impatient.open_order(OPENING)
    assert [made["id"] for made in simulator.ask("GET", "/orders")] == [order.id]


@pytest.mark.parametrize("what", ["hang", "cut", "500"])
async def test_an_order_opened_without_an_answer_is_found_by_its_receipt(
    impatient: RazorpayGateway, simulator: Simulator, what: str
) -> None:
    simulator.faults(fault("POST /v1/orders", what, acts=True))
    order = await impatient.open_order(OPENING)
    assert [made["id"] for made in simulator.ask("GET", "/orders")] == [order.id]


@pytest.mark.parametrize("what", EVERY_NO_ANSWER)
async def test_a_gateway_that_never_answers_is_down_after_three_tries(
    impatient: RazorpayGateway, simulator: Simulator, order: GatewayOrder, what: str
) -> None:
    simulator.faults(fault("GET /v1/orders/*", what, times=9))
    with pytest.raises(GatewayDown):
        await impatient.truth_of(order.id)
    assert simulator.ask("GET", "/faults")[0]["times"] == 9 - 3


async def test_a_dripping_answer_does_not_outlast_our_patience(
    impatient: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    simulator.faults(fault("GET /v1/orders/*", "drip", seconds=5, times=None))
    started = time.monotonic()
    with pytest.raises(GatewayDown):
        await impatient.truth_of(order.id)
    assert time.monotonic() - started < 5  # one answer alone would drip as long; three are tried


async def test_nobody_at_the_address_is_down(simulator: Simulator) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
        gateway = RazorpayGateway(replace(simulator.account, api_base=address))
        with pytest.raises(GatewayDown):
            await gateway.truth_of("order_1")
        await gateway.close()


@pytest.mark.parametrize("what", ["hang", "cut", "500", "malformed"])
async def test_a_capture_without_an_answer_is_looked_at_and_accepted(
    impatient: RazorpayGateway, simulator: Simulator, order: GatewayOrder, what: str
) -> None:
    payment = authorized(simulator, order)
    simulator.faults(fault("POST /v1/payments/*/capture", what, acts=True))
    assert (await impatient.capture(payment, 859500, "INR")).state == "captured"


@pytest.mark.parametrize("what", ["hang", "cut", "502"])
async def test_a_capture_that_never_happened_is_down_and_not_repeated(
    impatient: RazorpayGateway, simulator: Simulator, order: GatewayOrder, what: str
) -> None:
    payment = authorized(simulator, order)
    simulator.faults(fault("POST /v1/payments/*/capture", what, times=5))
    with pytest.raises(GatewayDown):
        await impatient.capture(payment, 859500, "INR")
    assert (await impatient.truth_of(order.id)).payments[0].state == "authorized"
    assert simulator.ask("GET", "/faults")[0]["times"] == 4


@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize("what", ["hang", "cut", "502", "malformed"])
async def test_money_goes_back_once_in_spite_of_a_bad_answer(
    impatient: RazorpayGateway, simulator: Simulator, order: GatewayOrder, what: str, acts: bool
) -> None:
    payment = simulator.pay(order.id)["id"]
    simulator.faults(fault("POST /v1/payments/*/refund", what, acts=acts))
    refund = await impatient.refund(asking(payment))
    assert [made["id"] for made in simulator.ask("GET", "/refunds")] == [refund.id]
    assert (await impatient.truth_of(order.id)).payments[0].amount_refunded == 10000


async def test_a_refund_in_flight_is_asked_for_again(
    simulator: Simulator, order: GatewayOrder
) -> None:
    payment = simulator.pay(order.id)["id"]
    simulator.faults(fault("POST /v1/payments/*/refund", "latency", seconds=0.3))
    patience = replace(HASTE, pause=0.2, tries=4)
    gateway = RazorpayGateway(replace(simulator.account, patience=patience))
    first, second = await asyncio.gather(*(gateway.refund(asking(payment)) for _ in range(2)))
    await gateway.close()
    assert first == second
    requests = simulator.ask("GET", "/metrics")["requests"]
    assert requests["POST /v1/payments/{id}/refund 409"] >= 1
    assert len(simulator.ask("GET", "/refunds")) == 1


async def test_a_gateway_that_keeps_failing_is_left_alone_for_a_while(
    simulator: Simulator,
) -> None:
    patience = replace(HASTE, tries=1, failures=3, rest=600)
    gateway = RazorpayGateway(replace(simulator.account, patience=patience))
    simulator.faults(fault("POST /v1/orders", "500", times=None))
    for _ in range(6):
        with pytest.raises(GatewayDown):
            await gateway.open_order(OPENING)
    assert simulator.ask("GET", "/metrics")["requests"] == {"POST /v1/orders 500": 3}
    await gateway.close()


async def test_a_gateway_that_was_left_alone_is_asked_again(simulator: Simulator) -> None:
    patience = replace(HASTE, tries=1, failures=1, rest=0.1)
    gateway = RazorpayGateway(replace(simulator.account, patience=patience))
    simulator.faults(fault("POST /v1/orders", "500"))
    with pytest.raises(GatewayDown):
        await gateway.open_order(OPENING)
    await asyncio.sleep(0.1)
    assert (await gateway.open_order(OPENING)).amount == 859500
    await gateway.close()


def authorized(simulator: Simulator, order: GatewayOrder) -> str:
    """A payment that came too late to be captured by itself."""
    payment = simulator.pay(order.id, outcome="no_answer")["id"]
    simulator.advance(31 * 60)
    return simulator.ask("POST", f"/payments/{payment}/authorize")["id"]
