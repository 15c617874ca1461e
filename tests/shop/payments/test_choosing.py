"""Which gateways are offered, by what they have done in the last quarter of an hour."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.world.fake_gateway import FakeGateway
from zahra.base import ids
from zahra.base.db import Database
from zahra.shop import payments
from zahra.shop.payments import Gateways
from zahra.shop.payments.choosing import ranked
from zahra.shop.payments.model import Health

pytestmark = pytest.mark.anyio


@pytest.fixture
def gateways() -> Gateways:
    return Gateways([FakeGateway(), FakeGateway("payu")])


async def offered(database: Database, gateways: Gateways) -> tuple[str, ...]:
    async with database.snapshot() as snapshot:
        return await payments.offered(snapshot, gateways)


async def fall_silent(database: Database, gateways: Gateways, times: int) -> None:
    """The preferred gateway does not answer so many payers."""
    gateway = gateways.named("razorpay")
    assert isinstance(gateway, FakeGateway)
    gateway.silent.add("open_order")
    for _ in range(times):
        async with database.transaction() as tx:
            made = await payments.open_attempt(
                tx, ids.new(), 100, provider="razorpay", key="k", expires_at=tx.now
            )
        with pytest.raises(payments.GatewayDown):
            await payments.open_at_gateway(database, gateways, made, number="ZH-1")


@pytest.mark.parametrize(
    ("health", "order"),
    [
        ({}, ("razorpay", "payu")),
        ({"razorpay": (100, 2)}, ("razorpay", "payu")),
        ({"razorpay": (4, 4)}, ("razorpay", "payu")),
        ({"razorpay": (4, 5)}, ("payu", "razorpay")),
        ({"razorpay": (0, 4)}, ("payu", "razorpay")),
        ({"razorpay": (0, 5)}, ("payu",)),
        ({"razorpay": (0, 5), "payu": (0, 9)}, ("razorpay", "payu")),
        ({"razorpay": (0, 4), "payu": (0, 9)}, ("razorpay",)),
    ],
)
def test_the_well_stand_first_and_the_dead_are_left_out(
    health: Mapping[str, tuple[int, int]], order: tuple[str, ...]
):
    told = [Health(name, *counts) for name, counts in health.items()]
    assert ranked(["razorpay", "payu"], told) == order


async def test_silence_demotes_then_hides_and_time_heals(database: Database, gateways: Gateways):
    assert await offered(database, gateways) == ("razorpay", "payu")
    await fall_silent(database, gateways, 3)
    assert await offered(database, gateways) == ("payu", "razorpay")
    await fall_silent(database, gateways, 2)
    assert await offered(database, gateways) == ("payu",)
    database.ahead += timedelta(minutes=17)
    assert await offered(database, gateways) == ("razorpay", "payu")


@pytest.mark.parametrize(
    ("code", "is_blamed"), [("GATEWAY_ERROR", True), ("BAD_REQUEST_ERROR", False)]
)
async def test_a_gateway_is_blamed_for_its_own_failures_alone(
    database: Database, gateways: Gateways, code: str, is_blamed: bool
):
    async with database.transaction() as tx:
        made = await payments.open_attempt(
            tx, ids.new(), 100, provider="razorpay", key="k", expires_at=tx.now
        )
        for number in range(4):
            await tx.run(
                """
                INSERT INTO payments (id, attempt_id, order_id, provider, provider_payment_id,
                    amount, currency, state, error_code, first_seen_at)
                VALUES (%(id)s, %(attempt)s, %(order)s, 'razorpay', %(name)s, 100, 'INR',
                    'failed', %(code)s, %(now)s)
                """,
                id=ids.new(),
                attempt=made.id,
                order=made.order_id,
                name=f"{made.id.hex}-{number}",
                code=code,
                now=tx.now,
            )
    wanted = ("payu", "razorpay") if is_blamed else ("razorpay", "payu")
    assert await offered(database, gateways) == wanted


async def test_one_gateway_alone_is_offered_whatever_it_did(database: Database, gateways: Gateways):
    await fall_silent(database, gateways, 6)
    assert await offered(database, Gateways([FakeGateway()])) == ("razorpay",)


@pytest.mark.parametrize(("status", "is_blamed"), [(401, True), (403, True), (400, False)])
async def test_a_gateway_that_refuses_our_keys_is_as_good_as_silent(
    database: Database, gateways: Gateways, status: int, is_blamed: bool
):
    gateway = gateways.named("razorpay")
    assert isinstance(gateway, FakeGateway)
    gateway.status, gateway.refusing = status, {"open_order", "truth_of"}
    async with database.transaction() as tx:
        made = await payments.open_attempt(
            tx, ids.new(), 100, provider="razorpay", key="k", expires_at=tx.now
        )
    for _ in range(2):
        with suppress(payments.GatewayDown):
            known = replace(made, provider_order_id="order_1")
            await payments.ask_gateway(database, gateways, known)
            assert not is_blamed
    refused = await payments.open_at_gateway(database, gateways, made, number="ZH-1")
    assert refused.state == "failed"
    wanted = ("payu", "razorpay") if is_blamed else ("razorpay", "payu")
    assert await offered(database, gateways) == wanted
