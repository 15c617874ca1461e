"""Comparing a gateway's payments with ours: what no webhook told us of, and silence itself."""

from datetime import timedelta

import structlog

from zahra.base.db import Database
from zahra.shop import orders, payments
from zahra.shop.books.model import DiscrepancyKind, Mismatch
from zahra.shop.books.store import discrepancies, settlements
from zahra.shop.payments import GatewayDown, GatewayRefused, Gateways, PaymentFact, Statements

log = structlog.get_logger("zahra.books")
LOOK_BACK = timedelta(hours=2)
_MONEY = ("authorized", "captured", "refunded")


async def compare_payments(database: Database, gateways: Gateways) -> None:
    """Settle the attempts of payments that a gateway knows and we do not."""
    for gateway in gateways.statements:
        try:
            await _compare(database, gateways, gateway)
        except (GatewayDown, GatewayRefused):
            log.warning("comparison_postponed", gateway=gateway.name)


async def _compare(database: Database, gateways: Gateways, gateway: Statements) -> None:
    async with database.snapshot() as snapshot:
        now = snapshot.now
    told = await gateway.payments_between(now - LOOK_BACK, now)
    with_money = {fact.id: fact for fact in told if fact.state in _MONEY}
    async with database.snapshot() as snapshot:
        untold = await settlements.payments_unknown_to_us(snapshot, gateway.name, with_money)
    strange = [
        with_money[payment_id]
        for payment_id in untold
        if not await _settled(database, gateways, gateway.name, with_money[payment_id])
    ]
    await _note_strange(database, strange)


async def _settled(
    database: Database, gateways: Gateways, provider: str, fact: PaymentFact
) -> bool:
    """Whether the payment is of an attempt of ours, which is settled then."""
    if fact.order_id is None:
        return False
    async with database.snapshot() as snapshot:
        attempt = await payments.attempt_for_gateway_order(snapshot, provider, fact.order_id)
    if attempt is None:
        return False
    log.warning("payment_untold", gateway=provider, payment=fact.id, attempt=attempt.id.hex)
    await orders.settle(database, gateways, attempt.id)
    return True


async def _note_strange(database: Database, strange: list[PaymentFact]) -> None:
    found = [Mismatch(fact.id, fact.amount) for fact in strange]
    async with database.transaction() as tx:
        await discrepancies.open_new(tx, DiscrepancyKind.UNKNOWN_PAYMENT, found)
