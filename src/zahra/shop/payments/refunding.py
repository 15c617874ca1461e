"""Granting money back, and asking the gateway to send it. Granted is not executed."""

from dataclasses import replace
from uuid import UUID

import structlog

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop.payments.errors import NothingToRefund, PaymentDisputed, RefundTooLarge
from zahra.shop.payments.gateways import Gateways
from zahra.shop.payments.model import Payment, Refund
from zahra.shop.payments.provider import AskingRefund, GatewayDown, GatewayRefused, RefundFact
from zahra.shop.payments.rules import balanced, new_refund, own_refund
from zahra.shop.payments.states import REFUND_LIFE, Destination, RefundEvent, RefundState
from zahra.shop.payments.store import payments as payment_store
from zahra.shop.payments.store import refunds as store

log = structlog.get_logger("zahra.payments")


async def grant_refund(
    tx: Transaction,
    payment: Payment,
    amount: Paise,
    *,
    reason: str,
    key: str,
    asked_by: str,
    destination: Destination = Destination.SOURCE,
    giveback_id: UUID | None = None,
) -> Refund:
    """Promise part of a payment back; the same key gives the same promise. The order's lock is
    held, and the payment was read under it.

    Raises NothingToRefund, for its source also where no gateway took it (cash, store credit), and
    RefundTooLarge. The table holds that no more is granted than was paid.
    """
    granted = new_refund(payment, amount, reason=reason, now=tx.now)
    refund = replace(granted, destination=destination, giveback_id=giveback_id)
    return await _grant(tx, payment, refund, key=key, asked_by=asked_by)


async def grant_instead(
    tx: Transaction,
    payment: Payment,
    amount: Paise,
    refused: Refund,
    *,
    destination: Destination,
    asked_by: str,
) -> Refund:
    """Promise anew, of this payment, what a gateway has refused: once, as `grant_refund` does."""
    granted = new_refund(payment, amount, reason=refused.reason, now=tx.now)
    refund = replace(
        granted,
        destination=destination,
        giveback_id=refused.giveback_id,
        instead_of=refused.id,
    )
    key = f"instead:{refused.id.hex}:{payment.id.hex}"
    return await _grant(tx, payment, refund, key=key, asked_by=asked_by)


async def _grant(
    tx: Transaction, payment: Payment, refund: Refund, *, key: str, asked_by: str
) -> Refund:
    if (made := await store.refund_by_key(tx, key)) is not None:
        return made
    is_to_source = refund.destination is Destination.SOURCE
    if payment.is_disputed and not is_to_source:
        raise PaymentDisputed  # what goes to its source waits for the bank; this would be gone
    if payment.refundable <= 0 or (is_to_source and payment.attempt_id is None):
        raise NothingToRefund
    if not 0 < refund.amount <= payment.refundable:
        raise RefundTooLarge(
            {"amount": "Choose an amount within what is left."}, refundable=payment.refundable
        )
    await store.insert(tx, refund, key=key, asked_by=asked_by)
    await payment_store.add_granted(tx, payment.id, refund.amount)
    return refund


async def send_refund(
    gateways: Gateways, payment: Payment, refund: Refund
) -> RefundFact | GatewayRefused:
    """Ask the gateway for a granted refund, with no transaction open; the key makes it once.

    A refusal is returned, not raised, and only when the gateway does not list the refund as done.
    Raises GatewayDown.
    """
    gateway = gateways.named(payment.provider)
    asking = AskingRefund(
        payment.provider_payment_id, refund.amount, refund.key, receipt=refund.receipt
    )
    try:
        return await gateway.refund(asking)
    except GatewayRefused as no:
        if no.is_about_our_keys:  # says nothing of the refund: it is asked for again
            raise GatewayDown(why="our keys are refused") from no
        for fact in await gateway.refunds_of(payment.provider_payment_id):
            if own_refund((refund,), fact) is not None:
                return fact
        return no


async def refunds_list(
    snapshot: Snapshot,
    actor: Actor,
    *,
    state: RefundState | None = None,
    limit: int = 24,
    offset: int = 0,
) -> tuple[list[Refund], int]:
    """A page of all refunds, newest first, and how many there are."""
    actor.must(Permission.FINANCE_READ)
    found = await store.refunds_newest(snapshot, state=state, limit=limit, offset=offset)
    return found, await store.count(snapshot, state=state)


async def note_refusal(tx: Transaction, payment: Payment, refund: Refund, why: str) -> None:
    """Fail a refund that the gateway will not make, free its sum, and report it: it is owed all the
    same, and stands on the exceptions list until it has gone another way."""
    log.error("refund_refused", refund=refund.id.hex, why=why)
    failed = replace(refund, state=REFUND_LIFE.after(refund.state, RefundEvent.FAIL))
    await store.keep(tx, failed, settled_at=None, error=why)
    freed = replace(payment, refund_granted=payment.refund_granted - refund.amount)
    await payment_store.keep_balance(tx, freed)


async def note_settled(tx: Transaction, refund: Refund) -> None:
    """A refund that no gateway sends has reached its buyer: store credit was given, or an account
    was paid. The order's lock is held. Once; the second time nothing changes."""
    payment = await payment_store.payment(tx, refund.payment_id)
    if payment is None or refund.state is RefundState.SETTLED:
        return
    settled = replace(refund, state=REFUND_LIFE.after(refund.state, RefundEvent.SETTLE))
    await store.keep(tx, settled, settled_at=tx.now)
    refunds = await store.refunds_of_payment(tx, payment.id)
    await payment_store.keep_balance(tx, balanced(payment, refunds))
