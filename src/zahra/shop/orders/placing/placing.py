"""Placing an order: prepare it in one transaction, then open the payment with none open.

A crash anywhere leaves an order that waits; the same key, or the same bag again, goes on with it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from zahra.base.actors import Actor
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.errors import ShopError
from zahra.shop import cart, cod, identity, inventory, payments, promotions
from zahra.shop.cart import COD, Cart, Choosing, StaleCart, Terms
from zahra.shop.inventory import Wanted
from zahra.shop.orders.cancelling import supersede
from zahra.shop.orders.cash.confirming import ask_to_confirm
from zahra.shop.orders.crediting import credit_for, hold_credit, take_credit
from zahra.shop.orders.errors import (
    CartChanged,
    MethodNotOffered,
    PaymentUnderWay,
    RequirementsUnmet,
)
from zahra.shop.orders.events import OrderPlaced
from zahra.shop.orders.model import Draft, Order, Placed, Placing
from zahra.shop.orders.moving import first_steps
from zahra.shop.orders.paying.paying import keep_waiting, open_if_possible
from zahra.shop.orders.paying.tendering import as_judged, door_of
from zahra.shop.orders.placing import drafting
from zahra.shop.orders.placing.taking_over import take_over
from zahra.shop.orders.rules import check_placing, is_same_order, is_undecided, place_of_supply
from zahra.shop.orders.states import OrderStatus
from zahra.shop.orders.store import moving, writing
from zahra.shop.payments import Clocks, Gateways


async def place_order(
    database: Database, gateways: Gateways, actor: Actor, placing: Placing, *, terms: Terms
) -> Placed:
    """Place an order from the shopper's bag, or make it wait for its payment.

    Asked again with the same key, or for the same bag, it answers with the same order. Refusals in
    this order: StaleCart, RequirementsUnmet, CouponUsedUp, OutOfStock, CartChanged; a total that
    is lower than expected is accepted and charged. When the gateway does not answer, the attempt
    stays `created` and `open_payment` goes on with it.
    """
    check_placing(placing)
    if placing.payment_method != COD and placing.payment_method not in gateways:
        raise MethodNotOffered({"paymentMethod": MethodNotOffered.message})
    prepare = partial(_prepare, actor=actor, placing=placing, terms=terms, gateways=gateways)
    try:
        placed = await database.run(prepare)
    except ShopError:
        # A twin of this request may have been first; then its order is the answer to both.
        async with database.snapshot() as snapshot:
            earlier = await _replayed(snapshot, actor, placing)
        if earlier is None:
            raise
        placed = earlier
    return await open_if_possible(database, gateways, placed)


@dataclass(frozen=True, slots=True)
class _Making:
    """An order in the making: its bag, what was asked, and by whom. `provider` is the gateway that
    is asked for what is to be paid online, an advance on a cash order included."""

    bag: Cart
    placing: Placing
    by: str
    clocks: Clocks
    provider: str


async def _prepare(
    tx: Transaction, *, actor: Actor, placing: Placing, terms: Terms, gateways: Gateways
) -> Placed:
    if (earlier := await _replayed(tx, actor, placing)) is not None:
        return earlier
    bag = await _bag_to_order(tx, actor, placing, terms)
    person = await identity.person(tx, actor)
    assert bag.id is not None
    before = await moving.pending_of_cart_to_change(tx, bag.id)
    credit = await credit_for(tx, actor.person, placing, before=before)
    bag, clocks = cart.paid_by_credit(bag, credit), gateways.clocks
    draft = drafting.draft_of(bag, placing, person, now=tx.now, clocks=clocks, credit=credit)
    order = as_judged(draft.order, bag.cash, clocks, now=tx.now, confirm_by=terms.confirm_by)
    draft = replace(draft, order=order)
    making = _Making(bag, placing, actor.label, clocks, _provider(order, gateways))
    if before is not None:
        copied = await moving.copy_of(tx, before.id)
        if copied and is_same_order(before, copied, draft.order, draft.copy):
            return await _resumed(tx, before, making)
        await _supersede(tx, before, by=actor.label)
    return await _written(tx, draft, making, before=before)


def _provider(order: Order, gateways: Gateways) -> str:
    """Raises MethodNotOffered for an advance that no gateway can take."""
    if not order.is_cod or not order.due_online:
        return order.payment_method
    if not gateways.on_offer:
        raise MethodNotOffered({"paymentMethod": MethodNotOffered.message})
    return gateways.on_offer[0].name


async def _bag_to_order(tx: Transaction, actor: Actor, placing: Placing, terms: Terms) -> Cart:
    """The shopper's cart, locked and fit to be ordered. Raises StaleCart, RequirementsUnmet."""
    address = placing.shipping_address
    bag = await cart.cart_to_order(
        tx,
        actor.person,
        Choosing(address.pincode, placing.shipping_method, placing.payment_method),
        terms=terms,
        place_of_supply=place_of_supply(placing),
        door=door_of(address),
    )
    if bag.version != placing.cart_version:
        raise StaleCart(bag)
    if bag.requirements:
        raise RequirementsUnmet(bag.requirements)
    return bag


async def _resumed(tx: Transaction, order: Order, making: _Making) -> Placed:
    """Go on with a waiting order that is just what is asked for again."""
    if order.status is OrderStatus.PENDING_CONFIRMATION:
        _check_total(making)
        return Placed(order, None)
    provider, key = making.provider, making.placing.key
    attempt = await keep_waiting(tx, order, provider=provider, key=key, clocks=making.clocks)
    _check_total(making)
    return Placed(order, attempt)


async def _supersede(tx: Transaction, order: Order, *, by: str) -> None:
    """Cancel a waiting order that another takes the place of, unless money may be on its way."""
    if is_undecided(await payments.payments_of_order(tx, order.id)):
        raise PaymentUnderWay(number=order.number)
    await supersede(tx, order, by=by, note="ordered anew from the same bag")


async def _written(
    tx: Transaction, draft: Draft, making: _Making, *, before: Order | None
) -> Placed:
    """Write a new order, its goods held while it waits or allocated where it is placed; `before`
    is the one whose place it takes."""
    order = draft.order
    wanted = [Wanted(line.variant_id, line.qty) for line in draft.lines]
    await take_over(tx, draft, before=before)
    if order.is_placed:
        await inventory.allocate_stock(tx, order.id, wanted)
    else:
        until = _held_until(order, making.clocks)
        await inventory.hold_stock(tx, order.id, wanted, until=until)
    _check_total(making)
    await hold_credit(tx, order, before=before)
    await writing.write(tx, draft, first_steps(order, by=making.by), key=making.placing.key)
    if order.is_cod and making.bag.cash is not None:
        await cod.note_decision(tx, order.id, making.bag.cash)
    if not order.is_placed:
        return await _waiting(tx, order, making)
    if order.cart_id is not None:
        await cart.complete_cart(tx, order.cart_id, order.cart_version, wanted)
    await take_credit(tx, order)
    await promotions.redeem(tx, order.id, order.user_id)
    await tx.announce(OrderPlaced(order.id))
    return Placed(order, None)


def _held_until(order: Order, clocks: Clocks) -> datetime:
    """Goods wait for a code as long as the order does, for a bank only shortly."""
    is_confirming = order.status is OrderStatus.PENDING_CONFIRMATION
    if is_confirming and order.expires_at is not None:
        return order.expires_at
    return order.created_at + clocks.hold


async def _waiting(tx: Transaction, order: Order, making: _Making) -> Placed:
    """What a new order waits for: a code on its way, or an attempt at paying it."""
    if order.status is OrderStatus.PENDING_CONFIRMATION:
        await tx.defer(ask_to_confirm, once=f"confirm:{order.id}", order_id=order.id)
        return Placed(order, None)
    assert order.expires_at is not None
    attempt = await payments.open_attempt(
        tx,
        order.id,
        order.due_online,
        provider=making.provider,
        key=making.placing.key,
        expires_at=order.expires_at,
    )
    return Placed(order, attempt)


def _check_total(making: _Making) -> None:
    placing, bag = making.placing, making.bag
    if bag.totals.total > placing.expected_total:
        raise CartChanged(placing.expected_total, bag)


async def _replayed(snapshot: Snapshot, actor: Actor, placing: Placing) -> Placed | None:
    """What this person has ordered with this key before."""
    order = await moving.order_by_key(snapshot, actor.person, placing.key)
    if order is None:
        return None
    attempts = await payments.attempts_of_order(snapshot, order.id)
    return Placed(order, attempts[0] if attempts else None)
