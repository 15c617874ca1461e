"""Settling an attempt: ask the gateway, then apply what it said under the order's lock.

Browser return, webhook job, poller and staff all come here; none of them decides anything. Any
number of settlings at once, with old news or new, place an order once.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog

from zahra.base.db import Database, Transaction
from zahra.shop import cart, inventory, payments
from zahra.shop.inventory import OutOfStock
from zahra.shop.orders.cancelling import cancel_pending
from zahra.shop.orders.events import OrderPlaced
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import move_order, order_row, order_to_change
from zahra.shop.orders.refunding import follow_money, give_back, return_money
from zahra.shop.orders.rules import Verdict, money_event, verdict_on
from zahra.shop.orders.states import OrderEvent, OrderStatus
from zahra.shop.orders.store import moving as store
from zahra.shop.payments import Answer, Applied, Attempt, GatewayRefused, Gateways, Payment

log = structlog.get_logger("zahra.orders")
BY = "payment"


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
        attempt = await payments.attempt(snapshot, attempt_id)
    settled = await _settle_once(database, gateways, attempt)
    if settled.to_capture is not None:
        try:
            await payments.capture(gateways, settled.to_capture)
        except GatewayRefused as no:
            log.warning("capture_refused", attempt=attempt_id.hex, **no.details)
            return settled.order
        settled = await _settle_once(database, gateways, attempt)
    return settled.order


async def _settle_once(database: Database, gateways: Gateways, attempt: Attempt) -> Settled:
    answer = await payments.ask_gateway(database, gateways, attempt)
    if answer is None:
        async with database.snapshot() as snapshot:
            return Settled(await order_row(snapshot, attempt.order_id))
    hold = gateways.clocks.hold
    return await database.run(partial(_apply, attempt=attempt, answer=answer, hold=hold))


async def _apply(tx: Transaction, *, attempt: Attempt, answer: Answer, hold: timedelta) -> Settled:
    order = await order_to_change(tx, attempt.order_id)
    applied = await payments.apply_truth(tx, attempt, answer)
    for refund in applied.granted:
        await return_money(tx, refund)
    if applied.paying is not None:
        return Settled(await _with_money(tx, order, applied, applied.paying))
    if applied.waiting is not None and not order.is_placed:
        return await _before_capture(tx, order, applied, applied.waiting, hold=hold)
    return Settled(await follow_money(tx, order, applied.payments, by=BY))


async def _with_money(tx: Transaction, order: Order, applied: Applied, paying: Payment) -> Order:
    """One decision about money that has come, whenever it came."""
    has_sibling = order.status is OrderStatus.CANCELLED and await store.has_live_sibling(tx, order)
    verdict = verdict_on(order, paying, has_live_sibling=has_sibling)
    if verdict is Verdict.PLACE:
        try:
            return await _place(tx, order, applied, paying)
        except OutOfStock:
            verdict = Verdict.GIVE_BACK
    if verdict is Verdict.GIVE_BACK:
        return await _send_away(tx, order, applied, paying)
    if verdict is Verdict.TAKE:
        order = replace(order, payment_method=paying.provider)
    return await follow_money(tx, order, applied.payments, by=BY)


async def _place(tx: Transaction, order: Order, applied: Applied, paying: Payment) -> Order:
    """Place an order that is paid. Raises OutOfStock before anything is written."""
    wanted = await store.wanted_by(tx, order.id)
    await inventory.convert_holds(tx, order.id, wanted)
    is_revived = order.status is OrderStatus.CANCELLED
    event = OrderEvent.REVIVE if is_revived else OrderEvent.PLACE
    money = money_event(order, applied.payments)
    note = "paid late, the goods were still there" if is_revived else ""
    order = replace(order, payment_method=paying.provider)
    placed = await move_order(tx, order, event, money, by=BY, note=note)
    if order.cart_id is not None:
        await cart.complete_cart(tx, order.cart_id, order.cart_version, wanted)
    await tx.announce(OrderPlaced(order.id))
    log.info("order_placed", order=order.number, revived=is_revived)
    return placed


async def _send_away(tx: Transaction, order: Order, applied: Applied, paying: Payment) -> Order:
    """Give the money back; an order that was still waiting for it is cancelled."""
    is_waiting = order.status is not OrderStatus.CANCELLED
    reason = "sold out before the payment came" if is_waiting else "paid after it was cancelled"
    order = await follow_money(tx, order, applied.payments, by=BY)
    if is_waiting:
        order = await cancel_pending(tx, order, by=BY, note=reason)
    await give_back(tx, paying, reason=reason)
    log.warning("money_given_back", order=order.number, reason=reason, amount=paying.amount)
    return order


async def _before_capture(
    tx: Transaction, order: Order, applied: Applied, waiting: Payment, *, hold: timedelta
) -> Settled:
    """Take authorised money only for goods that are kept for it.

    Where they are gone the order is cancelled and the money left alone: the gateway gives back
    what nobody captures.
    """
    order = await follow_money(tx, order, applied.payments, by=BY)
    if order.status is OrderStatus.CANCELLED and await store.has_live_sibling(tx, order):
        return Settled(order)
    wanted = await store.wanted_by(tx, order.id)
    try:
        await inventory.hold_stock(tx, order.id, wanted, until=tx.now + hold)
    except OutOfStock:
        log.warning("sold_out_before_capture", order=order.number)
        if order.is_pending:
            note = "sold out before the payment came"
            order = await cancel_pending(tx, order, by=BY, note=note)
        return Settled(order)
    await payments.note_capture_asked(tx, waiting.id)
    return Settled(order, to_capture=waiting)
