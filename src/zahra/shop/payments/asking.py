"""Asking a gateway for the whole truth about an attempt, with no transaction open."""

from itertools import chain

import structlog

from zahra.base.db import Database
from zahra.shop.payments.choosing import note_silence
from zahra.shop.payments.gateways import Gateways
from zahra.shop.payments.model import Answer, Attempt, Payment
from zahra.shop.payments.provider import GatewayDown, GatewayOrder, GatewayRefused, Truth
from zahra.shop.payments.states import AttemptState
from zahra.shop.payments.store import refunds as store

log = structlog.get_logger("zahra.payments")


async def ask_gateway(database: Database, gateways: Gateways, attempt: Attempt) -> Answer | None:
    """What the gateway knows of an attempt's payments and refunds.

    None for an attempt that never reached its gateway: nobody can have paid it. Raises
    GatewayDown, also where our keys are refused: that says nothing about the money.
    """
    if attempt.provider_order_id is None:
        return None
    gateway = gateways.named(attempt.provider)
    try:
        truth = await gateway.truth_of(attempt.provider_order_id)
        refunded = {fact.id for fact in truth.payments if fact.amount_refunded}
        refunded |= await _being_refunded(database, attempt)
        refunds = [await gateway.refunds_of(payment_id) for payment_id in sorted(refunded)]
    except GatewayDown as down:
        if not down.is_unreadable:  # one attempt, asked about for ever, would take it off offer
            await note_silence(database, attempt.provider)
        raise
    except GatewayRefused as no:
        if no.is_about_our_keys:
            await note_silence(database, attempt.provider)
            raise GatewayDown(why="our keys are refused") from no
        log.error("gateway_order_unknown", attempt=attempt.id.hex, **no.details)
        return _nothing_known(attempt, attempt.provider_order_id)
    return Answer(truth, tuple(chain.from_iterable(refunds)))


async def capture(gateways: Gateways, payment: Payment) -> None:
    """Take the money of an authorised payment. Captured already is fine. May raise GatewayDown
    or GatewayRefused."""
    await gateways.named(payment.provider).capture(
        payment.provider_payment_id, payment.amount, payment.currency
    )


async def _being_refunded(database: Database, attempt: Attempt) -> set[str]:
    """Payments of which we gave something back: the gateway is asked how that went."""
    if attempt.state is not AttemptState.SUCCEEDED:
        return set()
    async with database.snapshot() as snapshot:
        return set(await store.payments_being_refunded(snapshot, attempt.id))


def _nothing_known(attempt: Attempt, provider_order_id: str) -> Answer:
    order = GatewayOrder(provider_order_id, attempt.amount, attempt.currency, "unknown")
    return Answer(Truth(order, ()))
