"""Finalising: the one decision about an order whose money has come, or is about to.

Everything here runs under the order's lock and may run again; what is decided is decided once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from zahra.base.db import Transaction
from zahra.shop import cart, cod, inventory, payments, promotions
from zahra.shop.credit import CreditTooLow
from zahra.shop.inventory import OutOfStock, Wanted
from zahra.shop.orders.cancelling import cancel_pending
from zahra.shop.orders.cash.switching import close_link, convert_link
from zahra.shop.orders.cash.waiving import waive_fee
from zahra.shop.orders.crediting import check_revivable, hold_again
from zahra.shop.orders.events import OrderPlaced
from zahra.shop.orders.giving_back.refunding import follow_money, send_back
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import move_order
from zahra.shop.orders.paying.tendering import owed_at_the_door
from zahra.shop.orders.rules import Verdict, money_event, verdict_on
from zahra.shop.orders.states import OrderEvent, OrderStatus
from zahra.shop.orders.store import moving as store
from zahra.shop.payments import Payment

log = structlog.get_logger("zahra.orders")
BY = "payment"
_SOLD_OUT = "sold out before the payment came"
_TOO_LATE = "paid after it was cancelled"
_TOO_MUCH = "more than was still due"
_PACKED = "paid online after it was packed"
_REVIVED = "paid late, the goods were still there"


async def finalise(
    tx: Transaction, order: Order, known: Sequence[Payment], wanted: Sequence[Wanted]
) -> Order:
    """Place the order that one of these payments pays for, or give its money back."""
    paying = next(payment for payment in known if payment.pays)
    verdict = verdict_on(order, paying, is_superseded=await _is_superseded(tx, order))
    if verdict is Verdict.PLACE:
        try:
            return await _place(tx, order, known, wanted)
        except (OutOfStock, CreditTooLow):  # raised before anything was written
            verdict = Verdict.GIVE_BACK
    if verdict is Verdict.GIVE_BACK and order.is_placed:
        return await _refuse(tx, order, paying)
    if verdict is Verdict.GIVE_BACK:
        return await _send_away(tx, order, known, paying)
    if verdict is Verdict.TAKE:
        order = await _take(tx, order, paying)
        await convert_link(tx, order)
        await cod.note_outcome(tx, order.id, cod.Outcome.PREPAID)
    return await follow_money(tx, order, known, by=BY)


async def keep_goods(
    tx: Transaction, order: Order, wanted: Sequence[Wanted], *, until: datetime
) -> tuple[Order, bool]:
    """Hold the goods that authorised money is for; whether they are held.

    Where they are gone the order is cancelled and the money left alone: the gateway gives back
    what nobody captures.
    """
    if await _is_superseded(tx, order):
        return order, False
    try:
        async with tx.savepoint():
            await inventory.hold_stock(tx, order.id, wanted, until=until)
    except OutOfStock:
        log.warning("sold_out_before_capture", order=order.number)
        if order.is_pending:
            order = await cancel_pending(tx, order, by=BY, note=_SOLD_OUT)
        return order, False
    return order, True


async def _place(
    tx: Transaction, order: Order, known: Sequence[Payment], wanted: Sequence[Wanted]
) -> Order:
    is_revived = order.status is OrderStatus.CANCELLED
    if is_revived:
        await _take_again(tx, order, wanted)
    else:
        async with tx.savepoint():
            await inventory.convert_holds(tx, order.id, wanted)
    was_cod = order.is_cod
    order = await _paid(tx, order, next(payment for payment in known if payment.pays))
    placed = await move_order(
        tx,
        order,
        event=OrderEvent.REVIVE if is_revived else OrderEvent.PLACE,
        money=money_event(order, known),
        by=BY,
        note=_REVIVED if is_revived else "",
    )
    if order.cart_id is not None:
        await cart.complete_cart(tx, order.cart_id, order.cart_version, wanted)
    if was_cod:
        await cod.note_outcome(tx, order.id, _outcome(placed))
    await tx.announce(OrderPlaced(order.id, from_bag=order.cart_id is not None))
    log.info("order_placed", order=order.number, revived=is_revived)
    return placed


async def _paid(tx: Transaction, order: Order, paying: Payment) -> Order:
    """The order with what this payment leaves to be taken at the door: the rest beside an advance,
    nothing where it was to be all of it."""
    owed = owed_at_the_door(order)
    if not order.is_cod:
        return replace(order, payment_method=paying.provider)
    if order.due_online:
        return replace(order, collectable=owed)
    return await _take(tx, replace(order, collectable=owed), paying)


def _outcome(order: Order) -> cod.Outcome:
    return cod.Outcome.PLACED if order.is_cod else cod.Outcome.PREPAID


async def _refuse(tx: Transaction, order: Order, paying: Payment) -> Order:
    """Give back what came online for an order that is on its way with its amount on the label."""
    aside = await payments.set_aside(tx, paying)
    await send_back(tx, aside, reason=_PACKED)
    await close_link(tx, order)
    log.warning("money_given_back", order=order.number, reason=_PACKED, amount=paying.amount)
    return order


async def _take_again(tx: Transaction, order: Order, wanted: Sequence[Wanted]) -> None:
    """What a cancelled order had held. Raises OutOfStock, CreditTooLow with nothing taken."""
    await check_revivable(tx, order)
    async with tx.savepoint():
        await promotions.take_again(tx, order.id, order.user_id)
        await inventory.convert_holds(tx, order.id, wanted)
        await hold_again(tx, order)


async def _take(tx: Transaction, order: Order, paying: Payment) -> Order:
    """Late money for an order that was to be paid at the door: less is taken there, no fee for it
    is owed any more, and what is too much goes back."""
    order = await waive_fee(tx, order, paid=paying.amount)
    due = min(paying.amount, order.collectable)
    if due < paying.amount:
        await send_back(tx, paying, reason=_TOO_MUCH, amount=paying.amount - due)
    return replace(
        order,
        payment_method=paying.provider,
        due_online=due,
        collectable=order.collectable - due,
    )


async def _send_away(
    tx: Transaction, order: Order, known: Sequence[Payment], paying: Payment
) -> Order:
    """Give the money back; an order that was still waiting for it is cancelled."""
    reason = _SOLD_OUT if order.is_pending else _TOO_LATE
    order = await follow_money(tx, order, known, by=BY)
    if order.is_pending:
        order = await cancel_pending(tx, order, by=BY, note=reason)
    await send_back(tx, paying, reason=reason)
    log.warning("money_given_back", order=order.number, reason=reason, amount=paying.amount)
    return order


async def _is_superseded(tx: Transaction, order: Order) -> bool:
    """Whether the bag of a cancelled order has led to another one since, or somebody cancelled it
    who did not want it any more."""
    if order.status is not OrderStatus.CANCELLED:
        return False
    return await store.was_called_off(tx, order.id) or await store.has_live_sibling(tx, order)
