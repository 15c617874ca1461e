"""Giving money back: granted under the order's lock, executed by a job, told by the gateway."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound
from zahra.base.jobs import job
from zahra.base.money import Paise
from zahra.shop import credit, payments
from zahra.shop.orders.events import MoneyReturned
from zahra.shop.orders.invoicing_again import credit_found
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import move_order, order_row
from zahra.shop.orders.rules import money_event
from zahra.shop.orders.store import moving as store
from zahra.shop.payments import (
    Destination,
    GatewayRefused,
    Gateways,
    Payment,
    Refund,
    RefundFact,
    RefundState,
)

SHOP = "the shop"


async def refund_payment(
    tx: Transaction,
    actor: Actor,
    payment_id: UUID,
    amount: Paise | None,
    *,
    reason: str,
    key: str,
) -> Refund:
    """Grant part of a payment back, all that is left where no amount is named; a job executes it.
    Cash that was set aside becomes store credit at once: it has no source.

    `payment_id` is a payment's, or the attempt's that took it; of each, the same `key` grants once.
    Raises NotFound, NothingToRefund (what paid at the door or by store credit goes back with its
    pieces), RefundTooLarge, PaymentDisputed while the payer's bank wants it back.
    """
    actor.must(Permission.REFUNDS_CREATE)
    actor.must_be_fresh(tx.now)
    payment = await _payment_to_change(tx, payment_id)
    if payment.is_disputed:
        raise payments.PaymentDisputed
    refund = await payments.grant_refund(
        tx,
        payment,
        payment.refundable if amount is None else amount,
        reason=reason,
        key=f"staff:{actor.user_id or actor.label}:{payment.id}:{key}",
        asked_by=actor.label,
        destination=(Destination.STORE_CREDIT if payment.is_cash_set_aside else Destination.SOURCE),
    )
    detail = {"payment": str(payment.id), "amount": refund.amount, "reason": reason}
    await audit.note(tx, actor, "refund.granted", subject=str(refund.id), detail=detail)
    if refund.destination is Destination.STORE_CREDIT:
        await _become_credit(tx, refund)
        if refund.amount == payment.refundable:
            await credit_found(tx, payment, giveback_id=refund.id, why=reason)
    else:
        await send_soon(tx, refund.id)
    return refund


async def _become_credit(tx: Transaction, refund: Refund) -> None:
    order = await order_row(tx, refund.order_id)
    key = f"refund:{refund.id.hex}"
    await credit.give(tx, order.user_id, refund.amount, key=key, order_id=order.id)
    await payments.note_settled(tx, refund)


async def send_back(
    tx: Transaction, payment: Payment, *, reason: str, amount: Paise | None = None
) -> Refund:
    """Grant a payment back, all that is left where no amount is named, by the shop's own decision,
    once."""
    refund = await payments.grant_refund(
        tx,
        payment,
        payment.refundable if amount is None else amount,
        reason=reason,
        key=f"returned:{payment.id.hex}",
        asked_by=SHOP,
    )
    await return_money(tx, refund)
    return refund


async def return_money(tx: Transaction, refund: Refund) -> None:
    """Have a refund the shop granted by itself executed, and its owner told."""
    if refund.destination is Destination.SOURCE:
        await send_soon(tx, refund.id)
    await tx.announce(MoneyReturned(refund.order_id, refund.id, refund.amount))


async def send_soon(tx: Transaction, refund_id: UUID) -> None:
    """Leave the job that executes a granted refund."""
    await tx.defer(execute_refund, once=f"refund:{refund_id}", refund_id=refund_id)


@job(tries=8, first_wait=4)
async def execute_refund(database: Database, gateways: Gateways, refund_id: UUID) -> None:
    """Ask the gateway for a granted refund and write down what it says. Once it is on its way,
    nothing; of a disputed payment it waits for the bank. Raises GatewayDown, to be tried again with
    the same key."""
    async with database.snapshot() as snapshot:
        refund = await payments.refund(snapshot, refund_id)
        payment = await payments.payment(snapshot, refund.payment_id) if refund else None
    if refund is None or payment is None or not refund.waits_for_gateway or payment.is_disputed:
        return
    said = await payments.send_refund(gateways, payment, refund)
    await database.run(partial(_note_answer, refund=refund, said=said))


async def _note_answer(
    tx: Transaction, *, refund: Refund, said: RefundFact | GatewayRefused
) -> None:
    order = await store.order_to_change(tx, refund.order_id)
    current = await payments.refund(tx, refund.id)
    payment = await payments.payment_to_change(tx, refund.payment_id)
    if order is None or current is None or payment is None:
        return
    if isinstance(said, RefundFact):
        await payments.apply_refunds(tx, [payment], [said])
    elif current.state is RefundState.GRANTED and not payment.is_disputed:
        await payments.note_refusal(tx, payment, current, str(said.details))
    await follow_money(tx, order, await payments.payments_of_order(tx, order.id), by="gateway")


async def _payment_to_change(tx: Transaction, payment_id: UUID) -> Payment:
    """The payment, read under its order's lock."""
    seen = await payments.payment_named(tx, payment_id)
    if seen is None or await store.order_to_change(tx, seen.order_id) is None:
        raise NotFound
    if (found := await payments.payment_to_change(tx, seen.id)) is None:
        raise NotFound
    return found


async def follow_money(
    tx: Transaction, order: Order, known: Sequence[Payment], *, by: str, note: str = ""
) -> Order:
    """Move the order's payment to where its payments now stand; nothing where that is so."""
    event = money_event(order, known)
    if event is None:
        return order
    return await move_order(tx, order, money=event, by=by, note=note)
