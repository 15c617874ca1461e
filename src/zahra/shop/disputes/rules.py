"""What a gateway's word about a dispute changes. Pure: the order of news must not matter."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from zahra.base import ids
from zahra.base.money import Paise
from zahra.shop import payments
from zahra.shop.disputes.model import Dispute
from zahra.shop.disputes.provider import DisputeFact
from zahra.shop.disputes.states import DISPUTE_LIFE, DisputeEvent, DisputePhase, DisputeState
from zahra.shop.payments import Payment

_EVENTS = {
    DisputeState.UNDER_REVIEW: DisputeEvent.REVIEW,
    DisputeState.ACTION_REQUIRED: DisputeEvent.ASK_AGAIN,
    DisputeState.WON: DisputeEvent.WIN,
    DisputeState.LOST: DisputeEvent.LOSE,
    DisputeState.CLOSED: DisputeEvent.CLOSE,
}


def first_seen(payment: Payment, fact: DisputeFact, now: datetime) -> Dispute:
    """A dispute that nobody had told us of, as it begins."""
    return Dispute(
        id=ids.new(),
        payment_id=payment.id,
        order_id=payment.order_id,
        provider=payment.provider,
        provider_dispute_id=fact.id,
        state=DISPUTE_LIFE.start,
        phase=DisputePhase(fact.phase),
        amount=_amount(payment, fact),
        deducted=0,
        reason=fact.reason,
        respond_by=fact.respond_by,
        opened_at=now,
        decided_at=None,
    )


def told(dispute: Dispute, payment: Payment, fact: DisputeFact, now: datetime) -> Dispute:
    """The dispute after a fact about it; unchanged by old news, and for ever once it is decided."""
    said = DisputeState(fact.state)
    event = _EVENTS.get(said)
    if not dispute.is_open or (said is not dispute.state and not _follows(dispute, event)):
        return dispute
    then = replace(
        dispute,
        state=said,
        phase=DisputePhase(fact.phase),
        amount=_amount(payment, fact),
        deducted=_deducted(payment, fact),
        reason=fact.reason or dispute.reason,
        respond_by=fact.respond_by or dispute.respond_by,
    )
    return then if then.is_open else replace(then, decided_at=now)


def contradicts(dispute: Dispute, fact: DisputeFact) -> bool:
    """Whether a gateway decides once more, and otherwise, what was decided."""
    said = DisputeState(fact.state)
    return not dispute.is_open and DISPUTE_LIFE.is_final(said) and said is not dispute.state


def lost(disputes: Iterable[Dispute]) -> Paise:
    """What banks have taken back in all."""
    return sum(dispute.lost for dispute in disputes)


def _follows(dispute: Dispute, event: DisputeEvent | None) -> bool:
    return event is not None and DISPUTE_LIFE.allows(dispute.state, event)


def _amount(payment: Payment, fact: DisputeFact) -> Paise:
    """What is disputed: all of the payment, where a bank names another currency, or no sum."""
    return _named(payment, fact, fact.amount) or payment.amount


def _deducted(payment: Payment, fact: DisputeFact) -> Paise:
    """What has left our balance: where it is lost and nothing is named, all that is disputed."""
    is_lost = fact.state == DisputeState.LOST
    return _named(payment, fact, fact.deducted) or (_amount(payment, fact) if is_lost else 0)


def _named(payment: Payment, fact: DisputeFact, amount: Paise) -> Paise:
    """A sum that a bank can have named; 0 for one in another currency, or that cannot be."""
    is_rupees = fact.currency == payment.currency
    return amount if is_rupees and 0 < amount <= payments.MOST_PAID else 0
