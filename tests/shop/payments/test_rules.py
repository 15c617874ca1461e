"""Whatever the order of news, and however often it comes, the end is the same."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.base import ids
from zahra.shop.payments import (
    Attempt,
    AttemptState,
    GatewayOrder,
    Payment,
    PaymentFact,
    PaymentState,
    Purpose,
    RefundState,
    Truth,
)
from zahra.shop.payments.rules import (
    attempt_event,
    balanced,
    new_refund,
    reckon,
    refund_event,
    state_after,
)
from zahra.shop.payments.states import ATTEMPT_LIFE, REFUND_LIFE

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
ORDER = GatewayOrder("order_1", 249900, "INR", "created")
ATTEMPT = Attempt(
    id=ids.new(),
    order_id=ids.new(),
    provider="razorpay",
    amount=249900,
    currency="INR",
    state=AttemptState.OPENED,
    provider_order_id="order_1",
    created_at=NOW,
    expires_at=NOW,
)
Known = tuple[Attempt, tuple[Payment, ...]]


def fact(state: str, id: str = "pay_1", **other: Any) -> PaymentFact:
    fields: dict[str, Any] = {
        "id": id,
        "order_id": "order_1",
        "amount": 249900,
        "amount_refunded": 0,
        "currency": "INR",
        "state": state,
        "method": "upi",
        "created_at": NOW,
    }
    return PaymentFact(**{**fields, **other})


def told(known: Known, *facts: PaymentFact) -> Known:
    """What is known after an answer that lists these payments."""
    attempt, payments = known
    changes = reckon(attempt, payments, Truth(ORDER, facts), now=NOW)
    by_id = {payment.id: payment for payment in payments}
    by_id.update({change.after.id: change.after for change in changes})
    event = attempt_event(attempt, by_id.values(), changes)
    state = ATTEMPT_LIFE.after(attempt.state, event) if event else attempt.state
    return replace(attempt, state=state), tuple(by_id.values())


def seen(known: Known) -> tuple[AttemptState, list[tuple[str, PaymentState, Purpose]]]:
    attempt, payments = known
    return attempt.state, sorted((p.provider_payment_id, p.state, p.purpose) for p in payments)


# order.paid tells of the captured payment once more, as a different event.
NEWS = ["authorized", "captured", "failed", "captured"]


def test_every_order_of_news_with_duplicates_ends_the_same():
    ends = {
        str(seen(reduce(told, map(fact, told_in), (ATTEMPT, ()))))
        for told_in in set(permutations(NEWS * 2))
    }
    one_end = (AttemptState.SUCCEEDED, [("pay_1", PaymentState.CAPTURED, Purpose.ORDER)])
    assert ends == {str(one_end)}


@given(st.lists(st.sampled_from(["created", "failed", "authorized", "captured"]), min_size=1))
def test_a_payment_ends_at_the_furthest_state_it_was_ever_in(states: list[str]):
    _, payments = reduce(told, map(fact, states), (ATTEMPT, ()))
    furthest = max(states, key=["created", "failed", "authorized", "captured"].index)
    assert [payment.state for payment in payments] == [furthest]


@given(st.permutations(["pay_1", "pay_2", "pay_3"]), st.integers(1, 3))
def test_only_the_first_capture_pays_and_every_other_is_surplus(order: list[str], times: int):
    known: Known = (ATTEMPT, ())
    for payment_id in order * times:
        known = told(known, fact("captured", payment_id))
    purposes = {p.provider_payment_id: p.purpose for p in known[1]}
    assert purposes == {
        order[0]: Purpose.ORDER,
        order[1]: Purpose.SURPLUS,
        order[2]: Purpose.SURPLUS,
    }


@pytest.mark.parametrize(
    "wrong", [{"amount": 249899}, {"currency": "USD"}, {"order_id": "order_2"}, {"order_id": None}]
)
def test_money_that_was_not_asked_for_is_quarantined_and_pays_nothing(wrong: dict[str, Any]):
    attempt, payments = told((ATTEMPT, ()), fact("captured", **wrong))
    assert [p.purpose for p in payments] == [Purpose.QUARANTINED]
    assert not payments[0].pays
    assert attempt.state is AttemptState.OPENED


def test_a_gateway_order_over_another_sum_quarantines_its_payments():
    other = Truth(replace(ORDER, amount=100), (fact("captured"),))
    (change,) = reckon(ATTEMPT, (), other, now=NOW)
    assert change.after.purpose is Purpose.QUARANTINED


def test_what_captured_money_is_for_is_decided_once():
    known = told((ATTEMPT, ()), fact("captured"))
    assert seen(told(known, fact("captured", amount=1))) == seen(known)


def test_authorised_money_that_the_gateway_gave_back_is_void_and_stays_void():
    known = told((ATTEMPT, ()), fact("authorized"))
    known = told(known, fact("refunded"), fact("captured", "pay_2"))
    known = told(known, fact("captured"))
    states = {p.provider_payment_id: p.state for p in known[1]}
    assert states == {"pay_1": PaymentState.VOIDED, "pay_2": PaymentState.CAPTURED}


def test_old_news_of_a_failure_does_not_fail_a_second_try():
    failed, payments = told((ATTEMPT, ()), fact("failed"))
    assert failed.state is AttemptState.FAILED
    again = replace(failed, state=AttemptState.OPENED)
    assert told((again, payments), fact("failed"))[0].state is AttemptState.OPENED
    tried = told((again, payments), fact("failed"), fact("failed", "pay_2"))
    assert tried[0].state is AttemptState.FAILED


def test_a_failed_payment_beside_an_undecided_one_leaves_the_attempt_waiting():
    attempt, _ = told((ATTEMPT, ()), fact("failed"), fact("created", "pay_2"))
    assert attempt.state is AttemptState.PROCESSING


def test_money_for_a_closed_attempt_succeeds_without_making_it_live():
    for closed in (AttemptState.FAILED, AttemptState.CANCELLED, AttemptState.EXPIRED):
        known = told((replace(ATTEMPT, state=closed), ()), fact("authorized"))
        assert known[0].state is closed
        assert told(known, fact("captured"))[0].state is AttemptState.SUCCEEDED


def test_captured_never_falls_back():
    for said in ("created", "failed", "authorized", "refunded"):
        assert state_after(PaymentState.CAPTURED, said) is PaymentState.CAPTURED


@given(st.lists(st.sampled_from(["pending", "settled", "failed"]), min_size=1))
def test_a_refund_only_moves_on(said: list[str]):
    state = RefundState.GRANTED
    for word in said:
        event = refund_event(state, word)
        state = REFUND_LIFE.after(state, event) if event else state
    furthest = max(said, key=["pending", "settled", "failed"].index)
    assert state == furthest


def test_balances_are_sums_of_refunds_and_failed_ones_count_nothing():
    _, (payment,) = told((ATTEMPT, ()), fact("captured"))
    made = [new_refund(payment, amount, reason="", now=NOW) for amount in (100, 20000, 3000)]
    states = (RefundState.FAILED, RefundState.SETTLED, RefundState.PENDING)
    refunds = [replace(refund, state=state) for refund, state in zip(made, states, strict=True)]
    then = balanced(payment, refunds)
    assert (then.refund_granted, then.amount_refunded) == (23000, 20000)
    assert then.state is PaymentState.PARTIALLY_REFUNDED
    assert then.refundable == 226900


def test_a_refund_made_at_the_gateway_before_ours_never_grants_more_than_was_paid():
    _, (payment,) = told((ATTEMPT, ()), fact("captured"))
    ours = new_refund(payment, 249900, reason="", now=NOW)
    theirs = replace(ours, id=UUID(int=1), state=RefundState.SETTLED)
    then = balanced(payment, [ours, theirs])
    assert (then.refund_granted, then.amount_refunded) == (249900, 249900)
    assert then.state is PaymentState.REFUNDED
