"""Comparing a gateway's payments with ours: what no webhook told us of, and silence itself."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog

from zahra.base.db import Database
from zahra.shop import orders, payments
from zahra.shop.books.model import DiscrepancyKind, Mismatch
from zahra.shop.books.store import discrepancies, settlements
from zahra.shop.payments import GatewayDown, GatewayRefused, Gateways, PaymentFact

log = structlog.get_logger("zahra.books")
LOOK_BACK = timedelta(hours=2)
_MONEY = ("authorized", "captured", "refunded")


async def compare_payments(database: Database, gateways: Gateways) -> None:
    """Settle the attempts of payments that a gateway knows and we do not."""
    async with database.snapshot() as snapshot:
        now = snapshot.now
    for gateway in gateways.ledgers:
        try:
            told = await gateway.payments_between(now - LOOK_BACK, now)
            await _compare(database, gateways, gateway.name, told)
        except (GatewayDown, GatewayRefused):
            log.warning("comparison_postponed", gateway=gateway.name)
        except Exception:  # one gateway must not keep the others from being compared
            log.exception("comparison_failed", gateway=gateway.name)


async def _compare(
    database: Database, gateways: Gateways, provider: str, told: Sequence[PaymentFact]
) -> None:
    with_money = {fact.id: fact for fact in told if fact.state in _MONEY}
    async with database.snapshot() as snapshot:
        untold = await settlements.payments_unknown_to_us(snapshot, provider, with_money)
    ours, strange = dict[str, UUID](), list[PaymentFact]()
    for payment_id in untold:
        fact = with_money[payment_id]
        attempt_id = await _attempt_of(database, provider, fact)
        if attempt_id is None:
            strange.append(fact)
        else:
            ours[payment_id] = attempt_id
    await _note_strange(database, strange)
    for payment_id, attempt_id in ours.items():
        log.warning("payment_untold", gateway=provider, payment=payment_id)
        try:
            await orders.settle(database, gateways, attempt_id)
        except GatewayDown:
            raise
        except Exception:  # nor one order the others
            log.exception("settling_failed", about=attempt_id.hex)


async def _attempt_of(database: Database, provider: str, fact: PaymentFact) -> UUID | None:
    """The attempt of ours that a payment is of."""
    if fact.order_id is None:
        return None
    async with database.snapshot() as snapshot:
        found = await payments.attempt_for_gateway_order(snapshot, provider, fact.order_id)
    return found.id if found else None


async def _note_strange(database: Database, strange: list[PaymentFact]) -> None:
    found = [
        Mismatch(fact.id, fact.amount if 0 <= fact.amount <= payments.MOST_PAID else None)
        for fact in strange
    ]
    async with database.transaction() as tx:
        await discrepancies.open_new(tx, DiscrepancyKind.UNKNOWN_PAYMENT, found)
