"""Asking a gateway for the whole truth about an attempt, with no transaction open."""

from zahra.base.db import Database
from zahra.base.money import Paise
from zahra.shop.payments.gateways import Gateways
from zahra.shop.payments.model import Answer, Attempt, Payment
from zahra.shop.payments.provider import PaymentFact, RefundFact
from zahra.shop.payments.states import AttemptState
from zahra.shop.payments.store import refunds as store


async def ask_gateway(database: Database, gateways: Gateways, attempt: Attempt) -> Answer | None:
    """What the gateway knows of an attempt's payments and refunds.

    None for an attempt that never reached its gateway: nobody can have paid it. Raises
    GatewayDown.
    """
    if attempt.provider_order_id is None:
        return None
    gateway = gateways.named(attempt.provider)
    truth = await gateway.truth_of(attempt.provider_order_id)
    refunded = {fact.id for fact in truth.payments if _has_gone_back(fact)}
    if attempt.state is AttemptState.SUCCEEDED:
        async with database.snapshot() as snapshot:
            refunded |= set(await store.payments_being_refunded(snapshot, attempt.id))
    refunds: list[RefundFact] = []
    for payment_id in sorted(refunded):
        refunds.extend(await gateway.refunds_of(payment_id))
    return Answer(truth, tuple(refunds))


async def capture(gateways: Gateways, payment: Payment) -> None:
    """Take the money of an authorised payment. Captured already is fine. May raise GatewayDown
    or GatewayRefused."""
    amount: Paise = payment.amount
    await gateways.named(payment.provider).capture(
        payment.provider_payment_id, amount, payment.currency
    )


def _has_gone_back(fact: PaymentFact) -> bool:
    return fact.amount_refunded > 0
