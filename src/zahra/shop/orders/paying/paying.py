"""Paying an order that waits: opening its gateway, trying again, or paying at the door instead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog

from zahra.base.actors import Actor
from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cart, cod, identity, inventory, payments, places, promotions
from zahra.shop.cart import COD, Terms
from zahra.shop.cod import Step
from zahra.shop.inventory import Wanted
from zahra.shop.orders.cash.confirming import ask_to_confirm
from zahra.shop.orders.errors import MethodNotOffered, PaymentUnderWay
from zahra.shop.orders.events import OrderPlaced
from zahra.shop.orders.model import Order, Placed
from zahra.shop.orders.moving import move_order, order_row, order_to_change
from zahra.shop.orders.paying.tendering import judge_again
from zahra.shop.orders.rules import is_undecided, may_switch_to_cod
from zahra.shop.orders.states import MoneyEvent, OrderEvent, OrderStatus
from zahra.shop.orders.store import moving as store
from zahra.shop.orders.store.details import details
from zahra.shop.payments import Attempt, AttemptEvent, Clocks, GatewayDown, Gateways

log = structlog.get_logger("zahra.orders")
_PREPAID_PRICE = "This order has a price for paying online. Order anew to pay at the door."


async def open_payment(
    database: Database,
    gateways: Gateways,
    actor: Actor,
    order_id: UUID,
    provider: str,
    *,
    key: str,
) -> Placed:
    """Open or re-open the one live attempt at paying an order, and hold its goods anew.

    After a failed payment it is the same gateway order, which takes money once. Raises NotFound,
    MethodNotOffered, WrongMoment, PaymentUnderWay, OutOfStock, GatewayDown.
    """
    if provider not in gateways:
        raise MethodNotOffered({"provider": MethodNotOffered.message})
    resume = partial(
        _resume,
        actor=actor,
        order_id=order_id,
        provider=provider,
        key=key,
        clocks=gateways.clocks,
    )
    order, attempt = await database.run(resume)
    opened = await payments.open_at_gateway(database, gateways, attempt, number=order.number)
    return Placed(order, opened)


async def open_if_possible(database: Database, gateways: Gateways, placed: Placed) -> Placed:
    """The same with its attempt opened, or as it is when the gateway does not answer."""
    order, attempt = placed.order, placed.attempt
    if attempt is None or order.status is not OrderStatus.PENDING_PAYMENT:
        return placed
    try:
        opened = await payments.open_at_gateway(database, gateways, attempt, number=order.number)
    except GatewayDown:
        log.warning("gateway_silent", order=order.number, attempt=attempt.id.hex)
        return placed
    return replace(placed, attempt=opened)


async def keep_waiting(
    tx: Transaction, order: Order, *, provider: str, key: str, clocks: Clocks
) -> Attempt:
    """The attempt a waiting order goes on with; its goods are held anew. The order's lock is
    held. Raises OutOfStock."""
    until = tx.now + clocks.hold
    attempt = await payments.resume_attempt(
        tx,
        order.id,
        order.due_online,
        provider=provider,
        key=key,
        expires_at=tx.now + clocks.expire,
    )
    await store.extend(tx, order.id, expires_at=until)
    wanted = await store.wanted_by(tx, order.id)
    await inventory.hold_stock(tx, order.id, wanted, until=until)
    return attempt


async def switch_to_cod(tx: Transaction, actor: Actor, order_id: UUID, *, terms: Terms) -> Order:
    """Place an order that waits for money, to be paid at the door for the same total; where the
    ladder wants a code it waits for that.

    Raises NotFound, WrongMoment, MethodNotOffered (a fee, no verified phone, a price that is for
    paying online only, or the ladder wants an advance or no cash at all), PaymentUnderWay,
    OutOfStock.
    """
    order = await _own_waiting(tx, actor, order_id)
    person = await identity.person(tx, actor)
    if person.phone is None or not may_switch_to_cod(order, terms.cod):
        raise MethodNotOffered({"paymentMethod": MethodNotOffered.message})
    if not await promotions.allows_cash(tx, order.id):
        raise MethodNotOffered({"paymentMethod": _PREPAID_PRICE})
    if is_undecided(await payments.payments_of_order(tx, order.id)):
        raise PaymentUnderWay
    await payments.close_attempts(tx, order.id, AttemptEvent.CANCEL)
    order = replace(order, payment_method=COD, due_online=0, collectable=order.due_online)
    judged = await _judged(tx, order, terms)
    await cod.note_decision(tx, order.id, judged)
    wanted = await store.wanted_by(tx, order.id)
    if judged.answer.step is Step.OTP:
        return await _await_code(tx, order, wanted, until=tx.now + terms.confirm_by, by=actor.label)
    await inventory.convert_holds(tx, order.id, wanted)
    placed = await move_order(
        tx, order, event=OrderEvent.PLACE, money=MoneyEvent.OWE_CASH, by=actor.label
    )
    if order.cart_id is not None:
        await cart.complete_cart(tx, order.cart_id, order.cart_version, wanted)
    await tx.announce(OrderPlaced(order.id))
    return placed


async def _judged(tx: Transaction, order: Order, terms: Terms) -> cod.Judged:
    """The ladder's answer for this order. Raises MethodNotOffered where it asks for money."""
    (about,) = await details(tx, [order.id])
    pincode = about.copy.shipping_address.pincode
    judged = judge_again(
        await cod.standing_of(tx, order.user_id, pincode),
        terms.cod,
        order,
        copy=about.copy,
        lines=about.lines,
        place=await places.place_of(tx, pincode),
    )
    if judged.answer.step not in (Step.ALLOW, Step.OTP):
        raise MethodNotOffered({"paymentMethod": MethodNotOffered.message})
    return judged


async def _await_code(
    tx: Transaction, order: Order, wanted: Sequence[Wanted], *, until: datetime, by: str
) -> Order:
    await inventory.hold_stock(tx, order.id, wanted, until=until)
    waiting = await move_order(
        tx, replace(order, expires_at=until), event=OrderEvent.AWAIT_CONFIRMATION, by=by
    )
    await tx.defer(ask_to_confirm, once=f"confirm:{order.id}", order_id=order.id)
    return waiting


async def _resume(
    tx: Transaction,
    *,
    actor: Actor,
    order_id: UUID,
    provider: str,
    key: str,
    clocks: Clocks,
) -> tuple[Order, Attempt]:
    order = await _own_waiting(tx, actor, order_id)
    undecided = [
        payment
        for payment in await payments.payments_of_order(tx, order_id)
        if payment.provider != provider
    ]
    if is_undecided(undecided):
        raise PaymentUnderWay
    return order, await keep_waiting(tx, order, provider=provider, key=key, clocks=clocks)


async def _own_waiting(tx: Transaction, actor: Actor, order_id: UUID) -> Order:
    seen = await order_row(tx, order_id)
    order = await order_to_change(tx, order_id, cart_id=seen.cart_id)
    if order.user_id != actor.person:
        raise NotFound
    if order.status is not OrderStatus.PENDING_PAYMENT:
        raise WrongMoment(state=order.status, event="pay", allowed=[])
    return order
