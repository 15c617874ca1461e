"""Writing down what a gateway said. Pure database work, under the order's lock.

Whoever calls holds that lock, asked the gateway before taking it, and may come with old news:
states only move up, and the same news twice changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

import structlog

from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop.payments import rules
from zahra.shop.payments.closing import close_attempts
from zahra.shop.payments.model import Answer, Applied, Attempt, Payment, Refund
from zahra.shop.payments.oddities import Oddity, is_name, sift, sift_refund
from zahra.shop.payments.provider import RefundFact, Truth
from zahra.shop.payments.refunding import grant_refund
from zahra.shop.payments.rules import Change
from zahra.shop.payments.states import (
    ATTEMPT_LIFE,
    REFUND_LIFE,
    AttemptEvent,
    PaymentState,
    Purpose,
    RefundEvent,
    RefundState,
)
from zahra.shop.payments.store import answers as answer_store
from zahra.shop.payments.store import oddities as oddity_store
from zahra.shop.payments.store import payments as payment_store
from zahra.shop.payments.store import refunds as refund_store
from zahra.shop.payments.store.answers import Known

log = structlog.get_logger("zahra.payments")
_WORTH_AN_ALARM = (PaymentState.AUTHORIZED, PaymentState.CAPTURED)


async def apply_truth(tx: Transaction, attempt: Attempt, answer: Answer) -> Applied:
    """Apply a gateway's answer to an attempt. Money beyond the first payment is granted back.

    Once it is paid, nothing else asks for the same money. Money that does not match what was asked
    is quarantined and reported; what cannot be so is set aside (see `oddities`). The order's lock
    is held.
    """
    known = await _known(tx, attempt, answer.truth)
    attempt = replace(attempt, state=known.state)  # it was read before the lock was had
    truth, odd = sift(answer.truth, known.of_others)
    await _note(tx, attempt.id, odd)
    changes = rules.reckon(attempt, known.payments, truth, now=tx.now)
    payments = _merged(known.payments, changes)
    event = rules.attempt_event(attempt, payments, changes)
    event = event or rules.ended_there(attempt, truth)
    state = ATTEMPT_LIFE.after(attempt.state, event) if event else attempt.state
    await answer_store.write_down(tx, attempt, state, changes)
    if event is AttemptEvent.SUCCEED and known.has_live_other:
        await close_attempts(tx, attempt.order_id, AttemptEvent.CANCEL)
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

    A failed refund frees what it had taken and is reported: somebody must decide again. What a
    gateway gives back of money that we never had is no refund of ours: its payment is void. The
    order's lock is held.
    """
    said = list(facts)
    return [
        await _with_refunds(tx, payment, about) if (about := _about(payment, said)) else payment
        for payment in payments
    ]


async def _with_refunds(tx: Transaction, payment: Payment, facts: Sequence[RefundFact]) -> Payment:
    refunds = {r.id: r for r in await refund_store.refunds_of_payment(tx, payment.id)}
    for told in facts:
        own = rules.own_refund(refunds.values(), told)
        fact, odd = sift_refund(own, told)
        await _note(tx, payment.attempt_id, [odd] if odd else [])
        if fact is None:
            continue
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
    reference = fact.reference or refund.reference
    if event is None:
        return await _with_reference(tx, refund, reference)
    state = REFUND_LIFE.after(refund.state, event)
    then = replace(refund, state=state, provider_refund_id=fact.id, reference=reference)
    settled_at = tx.now if event is RefundEvent.SETTLE else None
    await refund_store.keep(tx, then, settled_at=settled_at, error=refund.last_error)
    if event is RefundEvent.FAIL:
        log.error("refund_failed", refund=refund.id.hex, gateway_refund=fact.id)
    return then


async def _with_reference(tx: Transaction, refund: Refund, reference: str | None) -> Refund:
    """The bank's number of a refund, which may come days after it was made."""
    if refund.state is not RefundState.SETTLED or reference == refund.reference:
        return refund
    then = replace(refund, reference=reference)
    await refund_store.keep(tx, then, settled_at=None, error=refund.last_error)
    return then


async def _made_elsewhere(tx: Transaction, payment: Payment, fact: RefundFact) -> Refund:
    """A refund somebody made at the gateway itself."""
    log.warning("refund_made_at_gateway", payment=payment.id.hex, gateway_refund=fact.id)
    granted = rules.new_refund(payment, fact.amount, reason="refunded at the gateway", now=tx.now)
    refund = replace(
        granted,
        state=RefundState(fact.state),
        provider_refund_id=fact.id,
        reference=fact.reference,
    )
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


async def _known(tx: Transaction, attempt: Attempt, truth: Truth) -> Known:
    told = [fact.id for fact in truth.payments if is_name(fact.id)]
    if (found := await answer_store.known(tx, attempt.id, told=told)) is None:
        raise NotFound
    return found


async def _note(tx: Transaction, attempt_id: UUID | None, odd: Sequence[Oddity]) -> None:
    if not odd or attempt_id is None:
        return
    await oddity_store.note(tx, attempt_id, odd)
    for each in odd:
        log.error("gateway_oddity", attempt=attempt_id.hex, about=each.name, told=each.told)


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
    own = [fact for fact in facts if fact.payment_id == payment.provider_payment_id]
    return own if payment.is_captured else []
