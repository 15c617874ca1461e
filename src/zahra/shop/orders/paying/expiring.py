"""Cancelling orders that nobody has paid for or confirmed, never before the gateway was asked."""

from functools import partial
from uuid import UUID

import structlog

from zahra.base.db import Database, Transaction
from zahra.shop import payments
from zahra.shop.orders.cancelling import cancel_pending
from zahra.shop.orders.events import OrderLapsed
from zahra.shop.orders.paying.settling import settle
from zahra.shop.orders.rules import is_undecided
from zahra.shop.orders.states import OrderStatus
from zahra.shop.orders.store import moving, waiting
from zahra.shop.payments import AttemptEvent, Clocks, GatewayDown, Gateways

log = structlog.get_logger("zahra.orders")
BATCH = 100


async def expire_order(database: Database, gateways: Gateways, order_id: UUID) -> None:
    """Cancel an order past its time, unless its gateway knows of money or of a bank that has not
    answered yet. Raises GatewayDown: then it waits for the next sweep."""
    async with database.snapshot() as snapshot:
        attempts = await payments.attempts_of_order(snapshot, order_id)
    for attempt in attempts:
        await settle(database, gateways, attempt.id)
    await database.run(partial(_expire, order_id=order_id, clocks=gateways.clocks))


async def expire_run_out(database: Database, gateways: Gateways) -> None:
    """Expire every order whose time has come; those whose gateway does not answer wait."""
    async with database.snapshot() as snapshot:
        run_out = await waiting.orders_run_out(snapshot, limit=BATCH)
    for order_id in run_out:
        try:
            await expire_order(database, gateways, order_id)
        except GatewayDown:
            log.warning("expiry_postponed", order=order_id.hex, why="the gateway is silent")
        except Exception:  # one order must not keep the others from expiring
            log.exception("expiry_failed", order=order_id.hex)


async def _expire(tx: Transaction, *, order_id: UUID, clocks: Clocks) -> None:
    order = await moving.order_to_change(tx, order_id)
    if order is None or not order.is_pending or order.expires_at is None:
        return
    if order.expires_at > tx.now:
        return
    recent = [
        payment
        for payment in await payments.payments_of_order(tx, order_id)
        if payment.waits_for_capture or payment.first_seen_at > tx.now - clocks.undecided
    ]
    if is_undecided(recent):
        log.info("expiry_postponed", order=order.number, why="a bank has not answered yet")
        return
    is_unpaid = order.status is OrderStatus.PENDING_PAYMENT
    note = "nobody paid in time" if is_unpaid else "nobody confirmed it in time"
    await cancel_pending(tx, order, by="expiry", note=note, closing=AttemptEvent.EXPIRE)
    if not is_unpaid:
        await tx.announce(OrderLapsed(order.id))
