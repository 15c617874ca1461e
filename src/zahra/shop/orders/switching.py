"""From cash to online, before the order is packed: a signed link, and what its money does.

A packed parcel carries a label with the amount to be taken at the door. Until then late money
cancels what is collectable, in the transaction that records the capture; afterwards it goes back.
Nothing here looks at a clock to decide that: the order's lock does.
"""

from datetime import timedelta
from functools import partial
from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cod
from zahra.shop.cod import LinkEvent, PrepaidLink
from zahra.shop.orders.errors import LinkOver
from zahra.shop.orders.linking import open_link
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import order_row
from zahra.shop.orders.rules import may_switch_to_prepaid
from zahra.shop.orders.sending_links import send_prepaid_link
from zahra.shop.orders.store import moving as store
from zahra.shop.payments import Attempt, Gateways

LEAST_LEFT = timedelta(minutes=20)  # a gateway's own link lives at least a quarter of an hour


async def prepaid_link(
    tx: Transaction, actor: Actor, order_id: UUID, *, lifetime: timedelta
) -> PrepaidLink:
    """A link to pay a cash order online, for its owner or for staff to send; the same while it is
    good. What staff ask for is sent to the buyer.

    Raises NotFound, WrongMoment once it is packed or no longer to be paid at the door.
    """
    seen = await order_row(tx, order_id)
    is_staff = actor.may(Permission.ORDERS_WRITE)
    if not is_staff and seen.user_id != actor.person:
        raise NotFound
    order = await _switchable(tx, order_id)
    link = await cod.open_link(
        tx, order.id, order.collectable, sent_by=actor.label, expires_at=tx.now + lifetime
    )
    if is_staff:
        await tx.defer(send_prepaid_link, once=f"prepaid:{link.id}", link_id=link.id)
    return link


async def pay_by_link(database: Database, gateways: Gateways, link_id: UUID) -> Attempt:
    """Open the gateway's page for a link whose signature was checked, whoever opens it; `pay_url`
    is where it is.

    Raises NotFound, LinkOver, WrongMoment, MethodNotOffered, PaymentUnderWay, GatewayDown.
    """
    link = await database.run(partial(_open, link_id=link_id))
    return await open_link(
        database,
        gateways,
        link.order_id,
        link.amount,
        key=f"prepaid:{link.id.hex}",
        until=link.expires_at,
    )


async def end_link(tx: Transaction, order: Order, event: LinkEvent) -> None:
    """Close the order's link where one is open, or convert it. The order's lock is held."""
    link = await cod.link_of_order(tx, order.id)
    if link is None or (event is not LinkEvent.CONVERT and not link.is_live):
        return
    if link.state is not cod.LinkState.CONVERTED:
        await cod.move_link(tx, link, event)


async def _open(tx: Transaction, *, link_id: UUID) -> PrepaidLink:
    link = await cod.link(tx, link_id)
    if link is None:
        raise NotFound
    order = await _switchable(tx, link.order_id)
    link = await cod.link(tx, link_id)  # as it is under the lock
    assert link is not None
    left = link.expires_at - tx.now
    if not link.is_live or left < LEAST_LEFT or link.amount != order.collectable:
        raise LinkOver(number=order.number)
    return await cod.move_link(tx, link, LinkEvent.OPEN)


async def _switchable(tx: Transaction, order_id: UUID) -> Order:
    """The order, locked, while it may still be paid online. Raises NotFound, WrongMoment."""
    order = await store.order_to_change(tx, order_id)
    if order is None:
        raise NotFound
    if not may_switch_to_prepaid(order):
        raise WrongMoment(state=order.fulfilment_status, event="pay online", allowed=[])
    return order
