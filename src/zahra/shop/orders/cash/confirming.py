"""Confirming a cash order: by the code that was sent for it, or by staff who spoke to its buyer.

The code is bound to this order and to what is to be taken at the door: it answers for nothing
else. Until the clock runs out the goods are held; a lapsed hold is ignored at once.
"""

from functools import partial
from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound
from zahra.base.jobs import job
from zahra.base.keys import Keys
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cart, cod, identity, inventory
from zahra.shop.identity import Policy, SentCode
from zahra.shop.orders.errors import ConfirmationOver
from zahra.shop.orders.events import OrderPlaced
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import move_order, order_row, order_to_change
from zahra.shop.orders.states import MoneyEvent, OrderEvent, OrderStatus
from zahra.shop.orders.store import moving as store

_PURPOSE = identity.Purpose.CONFIRM_ORDER


async def confirm_cash_order(
    database: Database,
    keys: Keys,
    actor: Actor,
    order_id: UUID,
    code: str,
    *,
    policy: Policy,
) -> Order:
    """Place a cash order by its code; one that is placed already is answered as it is.

    Raises NotFound, WrongMoment, WrongCode, TooMany, ConfirmationOver, OutOfStock.
    """
    async with database.snapshot() as snapshot:
        order = await order_row(snapshot, order_id)
    if order.user_id != actor.person:
        raise NotFound
    if order.is_placed and order.is_cod:
        return order
    typed = identity.TypedCode(_phone_of(order), code, _PURPOSE, binding=_binding(order))
    proven = await identity.prove_code(database, keys, typed, policy=policy)

    async def confirm(tx: Transaction) -> Order:
        waiting = await _waiting(tx, order)
        await identity.use_code(tx, proven)
        return await _place(tx, waiting, by=actor.label)

    return await database.run(confirm)


async def confirm_for_buyer(tx: Transaction, actor: Actor, order_id: UUID, *, reason: str) -> Order:
    """Place a cash order without its code, because staff know better. Needs `orders:write`;
    audited. Raises NotFound, WrongMoment, ConfirmationOver, Invalid (no reason), OutOfStock."""
    actor.must(Permission.ORDERS_WRITE)
    order = await _waiting(tx, await order_row(tx, order_id))
    await cod.override_decision(tx, actor, order.id, reason=reason)
    return await _place(tx, order, by=actor.label, note=reason)


async def send_confirmation(
    tx: Transaction, keys: Keys, actor: Actor, order_id: UUID, *, policy: Policy
) -> SentCode:
    """Send the buyer a fresh code for an order that waits for one.

    Raises NotFound, WrongMoment, and what asking for a code raises (TooMany, CodesUnavailable).
    """
    order = await order_row(tx, order_id)
    if order.user_id != actor.person:
        raise NotFound
    _check_waiting(order)
    return await _send(tx, keys, order, policy)


@job(tries=5, first_wait=5)
async def ask_to_confirm(database: Database, keys: Keys, policy: Policy, order_id: UUID) -> None:
    """Send the first code. Raises TooMany where one has just gone to this phone for something
    else: tried again, it takes its turn."""
    async with database.snapshot() as snapshot:
        order = await order_row(snapshot, order_id)
    if order.status is not OrderStatus.PENDING_CONFIRMATION:
        return
    await database.run(partial(_send, keys=keys, order=order, policy=policy))


async def _send(tx: Transaction, keys: Keys, order: Order, policy: Policy) -> SentCode:
    return await identity.send_code(
        tx, keys, _phone_of(order), binding=_binding(order), purpose=_PURPOSE, policy=policy
    )


async def _waiting(tx: Transaction, seen: Order) -> Order:
    """The order, locked, while it waits for its code. Raises WrongMoment, ConfirmationOver."""
    order = await order_to_change(tx, seen.id, cart_id=seen.cart_id)
    _check_waiting(order)
    if order.expires_at is None or order.expires_at <= tx.now:
        raise ConfirmationOver(number=order.number)
    return order


def _check_waiting(order: Order) -> None:
    if order.status is not OrderStatus.PENDING_CONFIRMATION:
        raise WrongMoment(state=order.status, event="confirm", allowed=[])


async def _place(tx: Transaction, order: Order, *, by: str, note: str = "") -> Order:
    wanted = await store.wanted_by(tx, order.id)
    await inventory.convert_holds(tx, order.id, wanted)
    placed = await move_order(
        tx, order, event=OrderEvent.PLACE, money=MoneyEvent.OWE_CASH, by=by, note=note
    )
    if order.cart_id is not None:
        await cart.complete_cart(tx, order.cart_id, order.cart_version, wanted)
    await cod.note_outcome(tx, order.id, cod.Outcome.PLACED)
    await tx.announce(OrderPlaced(order.id))
    return placed


def _phone_of(order: Order) -> str:
    """The phone that was verified when the order was made."""
    if order.phone is None:
        raise NotFound
    return order.phone


def _binding(order: Order) -> str:
    return f"order:{order.id.hex}:{order.collectable}"
