"""What a gateway's word changes. Pure: the order in which news arrives must not matter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from zahra.base import ids
from zahra.base.money import Paise
from zahra.shop.payments.model import Attempt, Payment, Refund
from zahra.shop.payments.provider import PaymentFact, RefundFact, Truth
from zahra.shop.payments.states import (
    CAPTURED,
    RANK,
    AttemptEvent,
    AttemptState,
    PaymentState,
    Purpose,
    RefundEvent,
    RefundState,
)

_DEAD = (PaymentState.FAILED, PaymentState.VOIDED)
_OVER = ("expired", "cancelled")
_UNDECIDED = (PaymentState.CREATED, PaymentState.AUTHORIZED)


@dataclass(frozen=True, slots=True)
class Change:
    """A payment as it is now known; `before` is None when it was not known at all."""

    before: Payment | None
    after: Payment
    raw: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def is_new_money(self) -> bool:
        """Whether this answer is the first that tells of money in our hands."""
        return self.after.is_captured and not (self.before and self.before.is_captured)


def reckon(
    attempt: Attempt, known: Sequence[Payment], truth: Truth, *, now: datetime
) -> tuple[Change, ...]:
    """What the truth about one attempt changes, given all payments known for the order.

    The first captured payment pays for the order, any later one is surplus; one whose amount,
    currency or order is not what was asked for is quarantined and never counts.
    """
    before = {p.provider_payment_id: p for p in known if p.provider == attempt.provider}
    is_paid = any(payment.pays for payment in known)
    is_ours = is_match_of_order(attempt, truth)
    changes: list[Change] = []
    for fact in truth.payments:
        old = before.get(fact.id)
        new = _told(old or _first_seen(attempt, fact, now), fact, now)
        if not (old and old.is_captured):  # what captured money is for is decided once
            is_sound = is_ours and is_match(attempt, fact)
            new = replace(new, purpose=_purpose(new, is_sound=is_sound, is_paid=is_paid))
        is_paid = is_paid or new.pays
        if new != old:
            changes.append(Change(old, new, fact.raw))
    return tuple(changes)


def is_match_of_order(attempt: Attempt, truth: Truth) -> bool:
    """Whether the gateway's order is the one we asked for."""
    asked = (attempt.provider_order_id, attempt.amount, attempt.currency)
    return (truth.order.id, truth.order.amount, truth.order.currency) == asked


def is_match(attempt: Attempt, fact: PaymentFact) -> bool:
    """Whether a payment is for what the attempt asked: order, amount and currency."""
    asked = (attempt.provider_order_id, attempt.amount, attempt.currency)
    return (fact.order_id, fact.amount, fact.currency) == asked


def state_after(known: PaymentState, said: str) -> PaymentState:
    """Where a payment stands once the gateway has said a state. Never backwards.

    `refunded` is believed for what was never captured (it is then void); of captured money our
    own refunds tell how much went back.

    >>> state_after(PaymentState.FAILED, "captured").value
    'captured'
    >>> state_after(PaymentState.CAPTURED, "failed").value
    'captured'
    >>> state_after(PaymentState.AUTHORIZED, "refunded").value
    'voided'
    """
    if known is PaymentState.VOIDED or (said == "refunded" and known in CAPTURED):
        return known
    if said == "refunded":
        return PaymentState.VOIDED
    then = PaymentState(said)
    return then if RANK[then] > RANK[known] else known


def attempt_event(
    attempt: Attempt, payments: Iterable[Payment], changes: Iterable[Change]
) -> AttemptEvent | None:
    """What an answer means for the attempt. Quarantined money means nothing.

    Only a *newly* failed payment fails it: the payer may be trying again on the same order.
    """
    own = [
        payment
        for payment in payments
        if payment.attempt_id == attempt.id and payment.purpose is not Purpose.QUARANTINED
    ]
    if any(payment.is_captured for payment in own):
        return None if attempt.state is AttemptState.SUCCEEDED else AttemptEvent.SUCCEED
    if any(payment.state in _UNDECIDED for payment in own):
        return AttemptEvent.PROCESS if attempt.state is AttemptState.OPENED else None
    has_failed = any(change.after.state in _DEAD for change in changes)
    return AttemptEvent.FAIL if has_failed and attempt.is_live else None


def ended_there(attempt: Attempt, truth: Truth) -> AttemptEvent | None:
    """What it means for a live attempt that its link or page has run out, or was cancelled, at
    the gateway, and no payment of it is undecided or taken."""
    is_over = attempt.is_live and truth.order.status in _OVER
    is_open = any(fact.state not in ("failed", "refunded") for fact in truth.payments)
    return AttemptEvent.EXPIRE if is_over and not is_open else None


def refund_event(known: RefundState, said: str) -> RefundEvent | None:
    """What a gateway's word about a refund means; None for old news.

    >>> refund_event(RefundState.SETTLED, "pending") is None
    True
    """
    if said == "failed":
        return None if known is RefundState.FAILED else RefundEvent.FAIL
    if said == "settled":
        return RefundEvent.SETTLE if known in (RefundState.GRANTED, RefundState.PENDING) else None
    return RefundEvent.ASK if known is RefundState.GRANTED else None


def made_after_all(refund: Refund, fact: RefundFact) -> bool:
    """Whether a gateway has made what it had refused: it never had a number before."""
    was_refused = refund.state is RefundState.FAILED and refund.provider_refund_id is None
    return was_refused and fact.state != "failed"


def own_refund(refunds: Iterable[Refund], fact: RefundFact) -> Refund | None:
    """The refund of ours that a fact is about, by the gateway's id or by our receipt."""
    for refund in refunds:
        if fact.id == refund.provider_refund_id or fact.receipt == refund.receipt:
            return refund
    return None


def new_refund(payment: Payment, amount: Paise, *, reason: str, now: datetime) -> Refund:
    """A refund as it is granted."""
    return Refund(
        id=ids.new(),
        payment_id=payment.id,
        order_id=payment.order_id,
        amount=amount,
        reason=reason,
        state=RefundState.GRANTED,
        provider_refund_id=None,
        created_at=now,
    )


def balanced(payment: Payment, refunds: Sequence[Refund]) -> Payment:
    """The payment with its balances worked out afresh from its refunds; failed ones count nothing.

    Granted is at most what no bank has taken back: a refund made at the gateway may have come
    before ours.
    """
    granted = sum(r.amount for r in refunds if r.state is not RefundState.FAILED)
    settled = sum(r.amount for r in refunds if r.state is RefundState.SETTLED)
    most = payment.amount - payment.lost
    back = min(settled, most)
    return replace(
        payment,
        refund_granted=min(granted, most),
        amount_refunded=back,
        state=_state_with(payment, back),
    )


def _state_with(payment: Payment, back: Paise) -> PaymentState:
    if not payment.is_captured:
        return payment.state
    if back == payment.amount:
        return PaymentState.REFUNDED
    return PaymentState.PARTIALLY_REFUNDED if back else PaymentState.CAPTURED


def _first_seen(attempt: Attempt, fact: PaymentFact, now: datetime) -> Payment:
    return Payment(
        id=ids.new(),
        attempt_id=attempt.id,
        order_id=attempt.order_id,
        provider=attempt.provider,
        provider_payment_id=fact.id,
        amount=fact.amount,
        refund_granted=0,
        amount_refunded=0,
        currency=fact.currency,
        state=PaymentState.CREATED,
        purpose=Purpose.ORDER,
        method=fact.method,
        error_code=None,
        error_reason=None,
        first_seen_at=now,
        captured_at=None,
    )


def _purpose(payment: Payment, *, is_sound: bool, is_paid: bool) -> Purpose:
    if not is_sound:
        return Purpose.QUARANTINED
    return Purpose.SURPLUS if is_paid and payment.is_captured else Purpose.ORDER


def _told(payment: Payment, fact: PaymentFact, now: datetime) -> Payment:
    """The payment after a fact about it; unchanged by news that is not newer."""
    state = state_after(payment.state, fact.state)
    if state is payment.state:
        return payment
    has_failed = state is PaymentState.FAILED
    return replace(
        payment,
        state=state,
        method=fact.method or payment.method,
        error_code=fact.error_code if has_failed else None,
        error_reason=fact.error_reason if has_failed else None,
        captured_at=now if state is PaymentState.CAPTURED else payment.captured_at,
    )
