"""A gateway's answers, written down under the order's lock."""

from functools import partial
from itertools import permutations
from uuid import UUID

import pytest
from psycopg.errors import CheckViolation, UniqueViolation

from tests.world.fake_gateway import FakeGateway
from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.shop import payments
from zahra.shop.payments import Applied, Attempt, AttemptState, Gateways, PaymentState, Purpose
from zahra.shop.payments.provider import AskingRefund

pytestmark = pytest.mark.anyio


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
def gateways(gateway: FakeGateway) -> Gateways:
    return Gateways([gateway, FakeGateway("payu")])


async def attempt_at(database: Database, gateways: Gateways, *, provider: str = "razorpay"):
    async with database.transaction() as tx:
        made = await opened(tx, ids.new(), provider=provider, key="k1")
    return await payments.open_at_gateway(database, gateways, made, number="ZH-1")


async def opened(tx: Transaction, order_id: UUID, *, provider: str, key: str) -> Attempt:
    return await payments.open_attempt(
        tx, order_id, 249900, provider=provider, key=key, expires_at=tx.now
    )


async def resumed(tx: Transaction, order_id: UUID, *, provider: str, key: str) -> Attempt:
    return await payments.resume_attempt(
        tx, order_id, 249900, provider=provider, key=key, expires_at=tx.now
    )


async def settle(database: Database, gateways: Gateways, attempt: Attempt) -> Applied:
    answer = await payments.ask_gateway(database, gateways, attempt)
    assert answer
    async with database.transaction() as tx:
        return await payments.apply_truth(tx, attempt, answer)


async def test_every_order_of_answers_ends_the_same(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    ends: set[tuple[object, ...]] = set()
    for states in set(permutations(["authorized", "captured", "failed", "captured", "failed"])):
        attempt = await attempt_at(database, gateways)
        assert attempt.provider_order_id
        paid = gateway.pay(attempt.provider_order_id, states[0])
        applied = None
        for state in states:
            gateway.tell(paid.id, state)
            applied = await settle(database, gateways, attempt)
        assert applied
        assert applied.paying
        (row,) = applied.payments
        ends.add((applied.attempt.state, row.state, row.purpose, row.error_code, applied.granted))
    assert ends == {
        (AttemptState.SUCCEEDED, PaymentState.CAPTURED, Purpose.ORDER, None, ()),
    }


async def test_a_second_capture_is_surplus_and_granted_back_once(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    attempt = await attempt_at(database, gateways)
    assert attempt.provider_order_id
    first = gateway.pay(attempt.provider_order_id)
    await settle(database, gateways, attempt)
    second = gateway.pay(attempt.provider_order_id)
    applied = await settle(database, gateways, attempt)
    assert applied.paying
    assert applied.paying.provider_payment_id == first.id
    assert [(refund.amount, refund.state) for refund in applied.granted] == [(249900, "granted")]
    again = await settle(database, gateways, attempt)
    assert again.granted == ()
    granted = {p.provider_payment_id: p.refund_granted for p in again.payments}
    assert granted == {first.id: 0, second.id: 249900}


async def test_a_mismatch_is_kept_in_quarantine_and_nothing_else_changes(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    attempt = await attempt_at(database, gateways)
    assert attempt.provider_order_id
    gateway.pay(attempt.provider_order_id, amount=100)
    applied = await settle(database, gateways, attempt)
    assert applied.paying is None
    assert applied.waiting is None
    assert applied.granted == ()
    assert applied.attempt.state is AttemptState.OPENED
    assert [p.purpose for p in applied.payments] == [Purpose.QUARANTINED]


async def test_the_table_lets_only_one_captured_payment_pay_an_order(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    attempt = await attempt_at(database, gateways)
    assert attempt.provider_order_id
    gateway.pay(attempt.provider_order_id)
    gateway.pay(attempt.provider_order_id)
    await settle(database, gateways, attempt)
    with pytest.raises(UniqueViolation, match="payments_one_pays_an_order"):
        async with database.transaction() as tx:
            await tx.run(
                "UPDATE payments SET purpose = 'order' WHERE order_id = %(order)s",
                order=attempt.order_id,
            )


async def test_no_more_is_granted_back_than_was_paid(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    attempt = await attempt_at(database, gateways)
    assert attempt.provider_order_id
    gateway.pay(attempt.provider_order_id)
    applied = await settle(database, gateways, attempt)
    async with database.transaction() as tx:
        paid = applied.paying
        assert paid
        grant = partial(payments.grant_refund, tx, reason="size", asked_by="Sam")
        one = await grant(paid, 200000, key="one")
        assert await grant(paid, 200000, key="one") == one
        paid = await payments.payment(tx, paid.id)
        assert paid
        with pytest.raises(payments.RefundTooLarge) as refusal:
            await grant(paid, 49901, key="two")
        assert refusal.value.details == {"refundable": 49900}
        await grant(paid, 49900, key="three")
        paid = await payments.payment(tx, paid.id)
        assert paid
        with pytest.raises(payments.NothingToRefund):
            await grant(paid, 1, key="four")
        assert await tx.values("SELECT amount FROM refunds ORDER BY created_at, id") == [
            200000,
            49900,
        ]
    with pytest.raises(CheckViolation, match="payments_refunds_within_captured"):
        async with database.transaction() as tx:
            await tx.run("UPDATE payments SET refund_granted = refund_granted + 1")


async def test_money_that_was_never_captured_cannot_be_granted_back(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    attempt = await attempt_at(database, gateways)
    assert attempt.provider_order_id
    gateway.pay(attempt.provider_order_id, "authorized")
    applied = await settle(database, gateways, attempt)
    assert applied.waiting
    with pytest.raises(CheckViolation, match="payments_refund_what_was_captured"):
        async with database.transaction() as tx:
            await tx.run("UPDATE payments SET refund_granted = 1")


async def test_a_refund_made_at_the_gateway_becomes_a_row_of_ours_once(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    attempt = await attempt_at(database, gateways)
    assert attempt.provider_order_id
    paid = gateway.pay(attempt.provider_order_id)
    await settle(database, gateways, attempt)
    await gateway.refund(asked_elsewhere(paid.id, 50000))
    await settle(database, gateways, attempt)
    applied = await settle(database, gateways, attempt)
    assert applied.paying
    assert applied.paying.state is PaymentState.PARTIALLY_REFUNDED
    assert (applied.paying.refund_granted, applied.paying.amount_refunded) == (50000, 50000)
    async with database.snapshot() as snapshot:
        assert await snapshot.values("SELECT asked_by FROM refunds") == ["gateway"]


async def test_an_order_has_one_live_attempt(database: Database):
    order_id = ids.new()
    async with database.transaction() as tx:
        await opened(tx, order_id, provider="razorpay", key="k1")
    with pytest.raises(UniqueViolation, match="payment_attempts_one_live"):
        async with database.transaction() as tx:
            await opened(tx, order_id, provider="payu", key="k2")


async def test_trying_again_after_a_failure_uses_the_same_gateway_order(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    attempt = await attempt_at(database, gateways)
    assert attempt.provider_order_id
    gateway.pay(attempt.provider_order_id, "failed")
    assert (await settle(database, gateways, attempt)).attempt.state is AttemptState.FAILED
    async with database.transaction() as tx:
        again = await resumed(tx, attempt.order_id, provider="razorpay", key="k2")
    assert (again.id, again.provider_order_id) == (attempt.id, attempt.provider_order_id)
    assert again.state is AttemptState.OPENED


async def test_another_gateway_takes_over_the_live_attempt(database: Database, gateways: Gateways):
    attempt = await attempt_at(database, gateways)
    async with database.transaction() as tx:
        other = await resumed(tx, attempt.order_id, provider="payu", key="k2")
        assert other.provider == "payu"
        assert (await payments.attempt(tx, attempt.id)).state is AttemptState.CANCELLED
        assert await resumed(tx, attempt.order_id, provider="payu", key="k3") == other


async def test_a_lost_answer_opens_no_second_gateway_order(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    async with database.transaction() as tx:
        made = await opened(tx, ids.new(), provider="razorpay", key="k1")
    gateway.lossy.add("open_order")
    with pytest.raises(payments.GatewayDown):
        await payments.open_at_gateway(database, gateways, made, number="ZH-1")
    gateway.lossy.clear()
    attempt = await payments.open_at_gateway(database, gateways, made, number="ZH-1")
    assert list(gateway.orders) == [attempt.provider_order_id]


async def test_a_refusal_to_open_fails_the_attempt(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    gateway.refusing.add("open_order")
    attempt = await attempt_at(database, gateways)
    assert (attempt.state, attempt.provider_order_id) == (AttemptState.FAILED, None)


async def test_an_attempt_closed_while_it_was_opened_still_knows_its_gateway_order(
    database: Database, gateways: Gateways
):
    async with database.transaction() as tx:
        made = await opened(tx, ids.new(), provider="razorpay", key="k1")
        await payments.close_attempts(tx, made.order_id, payments.AttemptEvent.CANCEL)
    attempt = await payments.open_at_gateway(database, gateways, made, number="ZH-1")
    assert attempt.state is AttemptState.CANCELLED
    assert attempt.provider_order_id


async def test_an_event_is_filed_once_and_finds_its_attempt(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    attempt = await attempt_at(database, gateways)
    raw = f"evt_1 payment.captured {attempt.provider_order_id} pay_9".encode()
    fact = gateway.read_event(raw, {"x-signature": "genuine"})
    async with database.transaction() as tx:
        kept = await payments.keep_event(tx, "razorpay", raw, fact)
        assert kept
        assert await payments.keep_event(tx, "razorpay", raw, fact) is None
        event = await payments.kept_event(tx, kept)
        assert (event.attempt_id, event.state) == (attempt.id, payments.EventState.RECEIVED)


def asked_elsewhere(payment_id: str, amount: int) -> AskingRefund:
    return AskingRefund(payment_id, amount, "made-in-dashboard", receipt="")
