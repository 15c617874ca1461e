"""The same order paid by any gateway, told by return, webhook or poller: one order, one payment.

The real adapters speak to the simulator over HTTP.
"""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import pytest
import stripe as sdk

from tests.world.bags import TERMS
from tests.world.gateway import STRIPE_SECRET, Simulator, running_simulator, simulator
from tests.world.till import Till, gateway_order
from zahra.base.db import Database
from zahra.providers.payu import PayuGateway
from zahra.providers.razorpay import RazorpayGateway
from zahra.providers.stripe.gateway import StripeGateway
from zahra.shop import books, orders, payments
from zahra.shop.cart import COD
from zahra.shop.orders import OrderStatus, PaymentStatus, Placed
from zahra.shop.payments import GatewayOrder

__all__ = ["running_simulator", "simulator"]
pytestmark = pytest.mark.anyio
NAMES = ("razorpay", "payu", "stripe")
NOWHERE = "http://127.0.0.1:9/webhook"


@pytest.fixture(params=NAMES)
async def till(
    request: pytest.FixtureRequest, database: Database, simulator: Simulator
) -> AsyncGenerator[Till, None]:
    gateway = opened(request.param, simulator)
    yield Till(database, gateway, terms=replace(TERMS, payment_methods=(*NAMES, COD)))
    await gateway.close()


def opened(name: str, simulator: Simulator) -> Any:
    simulator.listen(NOWHERE, provider=name, secret=_secret(name, simulator))
    match name:
        case "payu":
            return PayuGateway(simulator.payu)
        case "stripe":
            return StripeGateway(simulator.stripe)
        case _:
            return RazorpayGateway(simulator.account)


def _secret(name: str, simulator: Simulator) -> str:
    account = simulator.account.webhook_secrets[0]
    return {"payu": simulator.payu.salt, "stripe": STRIPE_SECRET}.get(name, account)


async def waiting(till: Till) -> Placed:
    goods = await till.goods({"M": 3})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], 1)
    return await till.place(actor, payment_method=till.gateway.name)


def pay(till: Till, simulator: Simulator, placed: Placed) -> dict[str, str]:
    """The payer pays; what their browser brings back."""
    named = gateway_order(placed)
    if till.gateway.name == "razorpay":
        return simulator.returned(simulator.pay(named)["id"])
    if till.gateway.name == "stripe":
        simulator.ask("POST", f"/stripe/sessions/{named}/pay", outcome="pay")
        return {"session_id": named}
    return simulator.ask("POST", "/payu/pay", fields=form_of(till, placed))["fields"]


def form_of(till: Till, placed: Placed) -> dict[str, str]:
    assert placed.attempt
    order = payments_order(placed)
    about = {"payer": "Asha", "description": "Order", "callback_url": NOWHERE, "phone": "1"}
    return dict(till.gateway.client_payload(order, **about)["fields"])


def payments_order(placed: Placed) -> GatewayOrder:
    attempt = placed.attempt
    assert attempt
    return GatewayOrder(gateway_order(placed), attempt.amount, "INR", "created")


async def deliver(till: Till, simulator: Simulator, *, times: int = 1) -> None:
    """Every webhook the gateway wrote, taken in and worked on, in their order."""
    for letter in simulator.webhooks() * times:
        raw = letter["body"].encode()
        headers = {
            "x-razorpay-event-id": letter["eventId"],
            "x-razorpay-signature": letter["signature"],
            "stripe-signature": sdk.WebhookSignature.generate_signature_header(
                letter["body"], STRIPE_SECRET
            ),
        }
        fact = till.gateway.read_event(raw, headers)
        async with till.database.transaction() as tx:
            await orders.receive_event(tx, till.gateway.name, raw, fact)
    await till.run_errands()


async def check(till: Till, placed: Placed) -> None:
    """Placed once, paid once, by this gateway."""
    whole = await till.whole(placed)
    assert (whole.order.status, whole.order.payment_status) == (
        OrderStatus.PLACED,
        PaymentStatus.PAID,
    )
    assert whole.order.payment_method == till.gateway.name
    (paid,) = whole.payments
    assert (paid.status, paid.amount) == ("captured", whole.order.total)
    books = "SELECT count(*) FROM payments WHERE order_id = %(id)s"
    assert await till.value(books, id=placed.order.id) == 1


async def test_an_order_is_placed_by_the_browsers_return(till: Till, simulator: Simulator):
    placed = await waiting(till)
    fields = pay(till, simulator, placed)
    assert till.gateway.is_genuine_return(gateway_order(placed), fields)
    await till.settle(placed)
    await check(till, placed)


async def test_its_own_page_is_known_where_the_order_is_shown(till: Till):
    placed = await waiting(till)
    assert placed.attempt
    (paying,) = (await till.whole(placed)).payments
    assert paying.pay_url == placed.attempt.pay_url
    assert (paying.pay_url is not None) == (till.gateway.name == "stripe")


async def test_an_order_is_placed_by_its_webhooks_twice_each(till: Till, simulator: Simulator):
    placed = await waiting(till)
    pay(till, simulator, placed)
    await deliver(till, simulator, times=2)
    await check(till, placed)


async def test_an_order_is_placed_by_the_poller_alone(till: Till, simulator: Simulator):
    placed = await waiting(till)
    pay(till, simulator, placed)
    await till.later(minutes=1)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    await check(till, placed)


async def test_an_order_is_placed_by_comparing_its_payments_with_ours(
    till: Till, simulator: Simulator
):
    placed = await waiting(till)
    pay(till, simulator, placed)
    await books.jobs.compare_payments(till.database, till.gateways)
    await check(till, placed)
    assert await till.value("SELECT count(*) FROM discrepancies") == 0


async def test_an_order_is_placed_once_by_all_of_them(till: Till, simulator: Simulator):
    placed = await waiting(till)
    pay(till, simulator, placed)
    await till.settle(placed)
    await deliver(till, simulator)
    await till.later(hours=2)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    await check(till, placed)


async def test_what_was_paid_after_the_order_died_goes_back(till: Till, simulator: Simulator):
    goods = await till.goods({"M": 1})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], 1)
    placed = await till.place(actor, payment_method=till.gateway.name)
    await till.run_out()
    other = await till.shopper("+919812345678")
    await till.fill_bag(other, goods["M"], 1)
    await till.place(other, payment_method=COD, key="key-2")  # takes the last one
    pay(till, simulator, placed)
    await till.settle(placed)
    await till.run_errands()
    simulator.advance(10)
    await till.later(hours=2)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    whole = await till.whole(placed)
    assert (whole.order.status, whole.order.payment_status) == (
        OrderStatus.CANCELLED,
        PaymentStatus.REFUNDED,
    )


async def test_a_refund_that_fails_is_told_and_can_be_granted_again(
    till: Till, simulator: Simulator
):
    placed = await waiting(till)
    pay(till, simulator, placed)
    await till.settle(placed)
    await grant(till, placed)
    simulator.switch(refunds_fail=True)
    simulator.advance(10)
    await deliver(till, simulator)
    await till.later(hours=2)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    states = "SELECT array_agg(state) FROM refunds WHERE order_id = %(id)s"
    assert await till.value(states, id=placed.order.id) == ["failed"]
    books = "SELECT refund_granted FROM payments WHERE order_id = %(id)s"
    assert await till.value(books, id=placed.order.id) == 0


async def grant(till: Till, placed: Placed) -> None:
    async with till.database.transaction() as tx:
        (paid,) = await payments.payments_of_order(tx, placed.order.id)
        refund = await payments.grant_refund(
            tx, paid, paid.refundable, reason="test", key="k", asked_by="test"
        )
        await tx.defer(orders.jobs.execute_refund, refund_id=refund.id)
    await till.run_errands()


async def test_what_razorpay_gave_back_by_itself_does_not_stop_its_order_from_being_paid(
    database: Database, simulator: Simulator
):
    """A bank says yes late, nobody captures it, and Razorpay makes a refund of money that never was
    ours."""
    gateway = opened("razorpay", simulator)
    till = Till(database, gateway)
    placed = await waiting(till)
    simulator.pay(gateway_order(placed), outcome="no_answer")
    await till.settle(placed)
    (payment_id,) = await gateway_payments(till, placed)
    simulator.advance(32 * 60)
    simulator.ask("POST", f"/payments/{payment_id}/authorize")
    simulator.advance(4 * 24 * 3600)
    await till.settle(placed)
    states = "SELECT array_agg(state ORDER BY state) FROM payments"
    assert await till.value(states) == ["voided"]
    assert await till.value("SELECT count(*) FROM refunds") == 0
    pay(till, simulator, placed)
    assert (await till.settle(placed)).is_placed
    assert await till.value(states) == ["captured", "voided"]
    await gateway.close()


async def gateway_payments(till: Till, placed: Placed) -> list[str]:
    truth = await till.gateway.truth_of(gateway_order(placed))
    return [payment.id for payment in truth.payments]
