"""News of a payment and of its refund, in any order and any number of times, ends the same.

{authorized, captured, failed} are what a gateway may say of the payment when asked, refund.created
and refund.processed what it says of the refund. Every answer is applied to one attempt.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world.fake_gateway import EPOCH
from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.shop import payments
from zahra.shop.payments import (
    Answer,
    Attempt,
    AttemptKind,
    AttemptState,
    GatewayOrder,
    PaymentFact,
    RefundFact,
    Truth,
)

pytestmark = pytest.mark.anyio
NEWS = ("authorized", "captured", "refund.created", "refund.processed", "failed")
GATEWAYS = (
    ("razorpay", AttemptKind.CHECKOUT),
    ("razorpay", AttemptKind.LINK),
    ("payu", AttemptKind.CHECKOUT),
    ("stripe", AttemptKind.CHECKOUT),
)
AMOUNT, BACK = 249900, 141568


async def an_attempt(tx: Transaction, provider: str, kind: AttemptKind) -> Attempt:
    order_id = ids.new()
    more: dict[str, Any] = {"provider": provider, "key": "k", "expires_at": tx.now}
    opening = payments.open_link if kind is AttemptKind.LINK else payments.open_attempt
    made = await opening(tx, order_id, AMOUNT, **more)
    await tx.run(
        """
        UPDATE payment_attempts SET state = 'opened', provider_order_id = %(name)s
        WHERE id = %(id)s
        """,
        id=made.id,
        name=made.id.hex,
    )
    return replace(made, state=AttemptState.OPENED, provider_order_id=made.id.hex)


def answer(attempt: Attempt, news: str, payment_id: str) -> Answer:
    """What the gateway says at the moment of one piece of news."""
    assert attempt.provider_order_id
    is_refund = news.startswith("refund.")
    state = "captured" if is_refund else news
    fact = PaymentFact(
        id=payment_id,
        order_id=attempt.provider_order_id,
        amount=AMOUNT,
        amount_refunded=BACK if is_refund else 0,
        currency="INR",
        state=state,
        method="upi",
        created_at=EPOCH,
        error_code="X" if news == "failed" else None,
        error_reason="payment_failed" if news == "failed" else None,
    )
    order = GatewayOrder(attempt.provider_order_id, AMOUNT, "INR", "created")
    refunds: tuple[RefundFact, ...] = ()
    if is_refund:
        told = "settled" if news == "refund.processed" else "pending"
        refunds = (RefundFact(f"rfnd-{payment_id}", payment_id, BACK, told, None),)
    return Answer(Truth(order, (fact,)), refunds)


async def ledger(tx: Transaction, attempt: Attempt) -> dict[str, Any]:
    """What the books hold of one order."""
    return {
        "attempt": await tx.value(
            "SELECT state FROM payment_attempts WHERE id = %(id)s", id=attempt.id
        ),
        "payments": await tx.value(
            """
            SELECT jsonb_agg(jsonb_build_array(state, purpose, amount, refund_granted,
                amount_refunded, error_code, captured_at IS NOT NULL))
            FROM payments WHERE order_id = %(id)s
            """,
            id=attempt.order_id,
        ),
        "refunds": await tx.value(
            """
            SELECT jsonb_agg(jsonb_build_array(state, amount, settled_at IS NOT NULL))
            FROM refunds WHERE order_id = %(id)s
            """,
            id=attempt.order_id,
        ),
    }


ONE_END = {
    "attempt": "succeeded",
    "payments": [["partially_refunded", "order", AMOUNT, BACK, BACK, None, True]],
    "refunds": [["settled", BACK, True]],
}


async def end_of(
    database: Database, provider: str, kind: AttemptKind, news: tuple[str, ...]
) -> dict[str, Any]:
    async with database.transaction() as tx:
        attempt = await an_attempt(tx, provider, kind)
        for each in news:
            await payments.apply_truth(tx, attempt, answer(attempt, each, f"pay-{attempt.id.hex}"))
        return await ledger(tx, attempt)


@pytest.mark.parametrize(("provider", "kind"), GATEWAYS)
async def test_every_order_of_the_five_ends_in_one_ledger(database: Database, provider, kind):
    for news in permutations(NEWS):
        assert await end_of(database, provider, kind, news) == ONE_END, news


def _shuffled_into_all(more: Sequence[str]) -> st.SearchStrategy[Any]:
    return st.permutations([*NEWS, *more])


@pytest.mark.parametrize(("provider", "kind"), GATEWAYS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(news=st.lists(st.sampled_from(NEWS), max_size=7).flatmap(_shuffled_into_all))
async def test_so_does_every_order_with_any_of_them_repeated(
    database: Database, provider, kind, news
):
    assert await end_of(database, provider, kind, tuple(news)) == ONE_END, news


async def test_a_refund_that_fails_at_last_frees_what_it_had_taken(database: Database):
    """Whatever came before: a bank may send money back even after it was told to have arrived."""
    for told in permutations(("pending", "settled")):
        async with database.transaction() as tx:
            attempt = await an_attempt(tx, "payu", AttemptKind.CHECKOUT)
            for state in (*told, "failed"):
                said = answer(attempt, "refund.created", f"pay-{attempt.id.hex}")
                fact = replace(said.refunds[0], state=state)
                await payments.apply_truth(tx, attempt, replace(said, refunds=(fact,)))
            books = await ledger(tx, attempt)
        assert books["payments"] == [["captured", "order", AMOUNT, 0, 0, None, True]]
        assert [row[:2] for row in books["refunds"]] == [["failed", BACK]]


@pytest.mark.parametrize("wrong", [{"amount": AMOUNT - 1}, {"currency": "USD"}, {"order_id": "x"}])
@pytest.mark.parametrize("provider", ["razorpay", "payu", "stripe"])
async def test_money_that_was_not_asked_for_is_set_apart_and_pays_nothing(
    database: Database, provider, wrong
):
    async with database.transaction() as tx:
        attempt = await an_attempt(tx, provider, AttemptKind.CHECKOUT)
        said = answer(attempt, "captured", f"pay-{attempt.id.hex}")
        odd = replace(said.truth, payments=(replace(said.truth.payments[0], **wrong),))
        applied = await payments.apply_truth(tx, attempt, replace(said, truth=odd))
        books = await ledger(tx, attempt)
    assert applied.paying is None
    assert books["attempt"] == "opened"
    assert [row[:2] for row in books["payments"]] == [["captured", "quarantined"]]


async def test_a_link_that_ran_out_at_the_gateway_is_over_and_late_money_still_counts(
    database: Database,
):
    async with database.transaction() as tx:
        attempt = await an_attempt(tx, "razorpay", AttemptKind.LINK)
        order = GatewayOrder(str(attempt.provider_order_id), AMOUNT, "INR", "expired")
        await payments.apply_truth(tx, attempt, Answer(Truth(order, ())))
        assert (await ledger(tx, attempt))["attempt"] == "expired"
        paid = answer(attempt, "captured", f"pay-{attempt.id.hex}")
        applied = await payments.apply_truth(tx, attempt, paid)
    assert applied.attempt.state is AttemptState.SUCCEEDED
    assert applied.paying
