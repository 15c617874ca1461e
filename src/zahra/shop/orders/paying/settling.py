"""Settling an attempt: ask the gateway, then apply what it said under the order's lock.

Browser return, webhook job, poller and staff all come here; none of them decides anything. Any
number of settlings at once, with old news or new, place an order once.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog

from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound
from zahra.shop import payments
from zahra.shop.orders.giving_back.refunding import follow_money, return_money
from zahra.shop.orders.model import Order, ToSettle
from zahra.shop.orders.moving import order_row, order_to_change
from zahra.shop.orders.paying.finalising import BY, finalise, keep_goods
from zahra.shop.orders.rules import may_switch_to_prepaid
from zahra.shop.orders.store import moving as store
from zahra.shop.payments import Answer, GatewayRefused, Gateways, Payment

log = structlog.get_logger("zahra.orders")


@dataclass(frozen=True, slots=True)
class Settled:
    """An order after an answer was applied, and the payment that is now to be captured."""

    order: Order
    to_capture: Payment | None = None


async def settle(database: Database, gateways: Gateways, attempt_id: UUID) -> Order:
    """Bring an order to where its money stands, and the order as it then is.

    Authorised money is captured where the goods can be had, and the gateway asked once more.
    Raises NotFound, and GatewayDown: then nothing has changed.
    """
    async with database.snapshot() as snapshot:
        known = await store.to_settle(snapshot, attempt_id)
    if known is None:
        raise NotFound
    settled = await _settle_once(database, gateways, known)
    if settled.to_capture is not None:
        try:
            await payments.capture(gateways, settled.to_capture)
        except GatewayRefused as no:
            log.warning("capture_refused", attempt=attempt_id.hex, **no.details)
            return settled.order
        settled = await _settle_once(database, gateways, known)
    return settled.order


async def _settle_once(database: Database, gateways: Gateways, known: ToSettle) -> Settled:
    answer = await payments.ask_gateway(database, gateways, known.attempt)
    if answer is None:
        async with database.snapshot() as snapshot:
            return Settled(await order_row(snapshot, known.attempt.order_id))
    hold = gateways.clocks.hold
    return await database.run(partial(_apply, known=known, answer=answer, hold=hold))


async def _apply(tx: Transaction, *, known: ToSettle, answer: Answer, hold: timedelta) -> Settled:
    order = await order_to_change(tx, known.attempt.order_id, cart_id=known.cart_id)
    applied = await payments.apply_truth(tx, known.attempt, answer)
    for refund in applied.granted:
        await return_money(tx, refund)
    if applied.paying is not None:
        return Settled(await finalise(tx, order, applied.payments, known.wanted))
    order = await follow_money(tx, order, applied.payments, by=BY)
    if applied.waiting is None or (order.is_placed and not may_switch_to_prepaid(order)):
        return Settled(order)
    if not order.is_placed:
        order, are_kept = await keep_goods(tx, order, known.wanted, until=tx.now + hold)
        if not are_kept:
            return Settled(order)
    await payments.note_capture_asked(tx, applied.waiting.id)
    return Settled(order, to_capture=applied.waiting)
