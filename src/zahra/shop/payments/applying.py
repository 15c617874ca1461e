"""Writing down what a gateway said. Pure database work, under the order's lock.

Whoever calls holds that lock, asked the gateway before taking it, and may come with old news:
states only move up, and the same news twice changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import structlog

from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop.payments import rules
from zahra.shop.payments.model import Answer, Applied, Attempt, Payment, Refund
from zahra.shop.payments.provider import RefundFact
from zahra.shop.payments.refunding import grant_refund
from zahra.shop.payments.rules import Change
from zahra.shop.payments.states import (
    ATTEMPT_LIFE,
    REFUND_LIFE,
    PaymentState,
    Purpose,
    RefundEvent,
    RefundState,
)
from zahra.shop.payments.store import answers as answer_store
from zahra.shop.payments.store import payments as payment_store
from zahra.shop.payments.store import refunds as refund_store
from zahra.shop.payments.store.answers import Known

log = structlog.get_logger("zahra.payments")
_WORTH_AN_ALARM = (PaymentState.AUTHORIZED, PaymentState.CAPTURED)


async def apply_truth(tx: Transaction, attempt: Attempt, answer: Answer) -> Applied:
    """Apply a gateway's answer to an attempt. Money beyond the first payment is granted back.

    Money that does not match what was asked is quarantined and reported. The order's lock is held.
    """
    known = await _known(tx, attempt)
    attempt = replace(attempt, state=known.state)  # it was read before the lock was had
    changes = rules.reckon(attempt, known.payments, answer.truth, now=tx.now)
    payments = _merged(known.payments, changes)
    event = rules.attempt_event(attempt, payments, changes)
    event = event or rules.ended_there(attempt, answer.truth)
    state = ATTEMPT_LIFE.after(attempt.state, event) if event else attempt.state
    await answer_store.write_down(tx, attempt, state, changes)
    granted = [await _give_back(tx, change.after) for change in changes if _is_surplus(change)]
    if granted:
        payments = await payment_store.payments_of_order(tx, attempt.order_id)
    if answer.refunds:
        payments = await apply_refunds(tx, payments, answer.refunds)
    for change in changes:
        _report(change)
    return Applied(replace(attempt, state=state), tuple(payments), tuple(granted))


async def apply_refunds(
    tx: Transaction, payments: Sequence[Payment], facts: Iterable[RefundFact]
) -> list[Payment]:
    """Apply what a gateway said about refunds; one made at the gateway becomes a row of ours.

    A failed refund frees what it had taken and is reported: somebody must decide again. The
    order's lock is held.
    """
    said = list(facts)
    return [
        await _with_refunds(tx, payment, about) if (about := _about(payment, said)) else payment
        for payment in payments
    ]


async def _with_refunds(tx: Transaction, payment: Payment, facts: Sequence[RefundFact]) -> Payment:
    refunds = {r.id: r for r in await refund_store.refunds_of_payment(tx, payment.id)}
    for fact in facts:
        own = rules.own_refund(refunds.values(), fact)
        then = await _moved(tx, own, fact) if own else await _made_elsewhere(tx, payment, fact)
        refunds[then.id] = then
    balanced = rules.balanced(payment, list(refunds.values()))
    if balanced != payment:
        await payment_store.keep_balance(tx, balanced)
    return balanced


async def _moved(tx: Transaction, refund: Refund, fact: RefundFact) -> Refund:
    known = refund.state
    if rules.made_after_all(refund, fact):
        log.error("refund_made_after_all", refund=refund.id.hex, gateway_refund=fact.id)
        known = RefundState.GRANTED
    event = rules.refund_event(known, fact.state)
    if event is None:
        return refund
    state = REFUND_LIFE.after(refund.state, event)
    then = replace(refund, state=state, provider_refund_id=fact.id)
    settled_at = tx.now if event is RefundEvent.SETTLE else None
    await refund_store.keep(tx, then, settled_at=settled_at, error=refund.last_error)
    if event is RefundEvent.FAIL:
        log.error("refund_failed", refund=refund.id.hex, gateway_refund=fact.id)
    return then


async def _made_elsewhere(tx: Transaction, payment: Payment, fact: RefundFact) -> Refund:
    """A refund somebody made at the gateway itself."""
    log.warning("refund_made_at_gateway", payment=payment.id.hex, gateway_refund=fact.id)
    granted = rules.new_refund(payment, fact.amount, reason="refunded at the gateway", now=tx.now)
    refund = replace(granted, state=RefundState(fact.state), provider_refund_id=fact.id)
    key = f"gateway:{payment.provider}:{fact.id}"
    await refund_store.insert(tx, refund, key=key, asked_by="gateway")
    return refund


async def _give_back(tx: Transaction, surplus: Payment) -> Refund:
    return await grant_refund(
        tx,
        surplus,
        surplus.amount,
        reason="paid more than once",
        key=f"surplus:{surplus.id.hex}",
        asked_by="payments",
    )


async def _known(tx: Transaction, attempt: Attempt) -> Known:
    if (found := await answer_store.known(tx, attempt.id)) is None:
        raise NotFound
    return found


def _is_surplus(change: Change) -> bool:
    return change.is_new_money and change.after.purpose is Purpose.SURPLUS


def _report(change: Change) -> None:
    payment = change.after
    if payment.purpose is Purpose.QUARANTINED and payment.state in _WORTH_AN_ALARM:
        log.error(
            "payment_quarantined",
            payment=payment.id.hex,
            order=payment.order_id.hex,
            gateway_payment=payment.provider_payment_id,
            amount=payment.amount,
            currency=payment.currency,
        )


def _merged(known: Sequence[Payment], changes: Iterable[Change]) -> list[Payment]:
    payments = {payment.id: payment for payment in known}
    payments.update({change.after.id: change.after for change in changes})
    return list(payments.values())


def _about(payment: Payment, facts: Iterable[RefundFact]) -> list[RefundFact]:
    return [fact for fact in facts if fact.payment_id == payment.provider_payment_id]
