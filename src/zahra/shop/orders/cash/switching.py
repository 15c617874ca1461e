"""From cash to online, before the order is packed: a signed link, and what its money does.

A packed parcel carries a label with the amount to be taken at the door. Until then late money
cancels what is collectable, in the transaction that records the capture; afterwards it goes back.
Nothing here looks at a clock to decide that: the order's lock does.
"""

from functools import partial
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cod, credit, payments
from zahra.shop.cod import LinkEvent, LinkOffer, LinkState, LinkTerms, PrepaidLink
from zahra.shop.orders.cash.linking import begin_link, maker_of_links
from zahra.shop.orders.cash.sending_links import send_prepaid_link
from zahra.shop.orders.cash.waiving import fee_left
from zahra.shop.orders.errors import LinkOver, PickingSoon
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import order_row
from zahra.shop.orders.rules import link_ends, may_switch_to_prepaid
from zahra.shop.orders.store import moving as store
from zahra.shop.payments import Attempt, AttemptEvent, Gateways


async def prepaid_link(
    tx: Transaction, actor: Actor, order_id: UUID, *, terms: LinkTerms
) -> PrepaidLink:
    """A link to pay a cash order online, for its owner or for staff to send; the same while it is
    good. What staff ask for is sent to the buyer.

    Raises NotFound, WrongMoment once it is packed or no longer to be paid at the door, PickingSoon.
    """
    seen = await order_row(tx, order_id)
    is_staff = actor.may(Permission.ORDERS_WRITE)
    if not is_staff and seen.user_id != actor.person:
        raise NotFound
    order = await _switchable(tx, order_id)
    offer = await _offer(tx, order, terms)
    before = await cod.link_of_order(tx, order.id)
    link = await cod.open_link(tx, order.id, offer, sent_by=actor.label)
    if before is not None and before.id != link.id:
        await payments.close_attempts(tx, order.id, AttemptEvent.CANCEL)  # the old one's page
    if is_staff:
        await tx.defer(send_prepaid_link, once=f"prepaid:{link.id}", link_id=link.id)
        subject, detail = f"order:{order.number}", {"amount": link.amount}
        await audit.note(tx, actor, "order.link_sent", subject=subject, detail=detail)
    return link


async def pay_by_link(database: Database, gateways: Gateways, link_id: UUID) -> Attempt:
    """Open the gateway's page for a link whose signature was checked, whoever opens it; `pay_url`
    is where it is.

    Raises NotFound, LinkOver, WrongMoment, MethodNotOffered, PaymentUnderWay, GatewayDown.
    """
    provider = maker_of_links(gateways)
    order, attempt = await database.run(partial(_open, link_id=link_id, provider=provider))
    return await payments.open_at_gateway(database, gateways, attempt, number=order.number)


async def call_off_link(tx: Transaction, actor: Actor, link_id: UUID) -> PrepaidLink:
    """End a link by hand (`orders:write`), its page at the gateway with it; audited.

    Raises NotFound, WrongMoment for one that has ended.
    """
    actor.must(Permission.ORDERS_WRITE)
    seen = await cod.link(tx, link_id)
    if seen is None or await store.order_to_change(tx, seen.order_id) is None:
        raise NotFound
    link = await cod.link(tx, link_id)  # as it is under the lock
    assert link is not None
    if not link.is_live:
        raise WrongMoment(state=link.state, event=LinkEvent.CLOSE, allowed=[])
    subject, detail = f"order:{link.order_id}", {"link": str(link.id)}
    await audit.note(tx, actor, "order.link_ended", subject=subject, detail=detail)
    await payments.close_attempts(tx, link.order_id, AttemptEvent.CANCEL)
    return await cod.move_link(tx, link, LinkEvent.CLOSE)


async def convert_link(tx: Transaction, order: Order) -> None:
    """The order was paid online: what was sent with its link is promised. Its lock is held."""
    link = await cod.link_of_order(tx, order.id)
    if link is not None and link.state is not LinkState.CONVERTED:
        await cod.move_link(tx, link, LinkEvent.CONVERT)
        await cod.promise_reward(tx, link)


async def close_link(tx: Transaction, order: Order) -> None:
    """End what offers to pay the order online: its link, and by a job its page at the gateway.
    Money that comes all the same is settled as any. The order's lock is held."""
    await payments.close_attempts(tx, order.id, AttemptEvent.CANCEL)
    link = await cod.link_of_order(tx, order.id)
    if link is not None and link.is_live:
        await cod.move_link(tx, link, LinkEvent.CLOSE)


async def _open(tx: Transaction, *, link_id: UUID, provider: str) -> tuple[Order, Attempt]:
    """The order and its attempt, under one lock: whoever packs it after that closes the link."""
    link = await cod.link(tx, link_id)
    if link is None:
        raise NotFound
    order = await _switchable(tx, link.order_id)
    latest = await cod.link_of_order(tx, order.id)  # as it is under the lock
    if latest is None or latest.id != link_id:
        raise LinkOver(number=order.number)
    due = order.collectable - await fee_left(tx, order.id)
    if not latest.can_be_opened(tx.now) or latest.amount != due:
        raise LinkOver(number=order.number)
    await cod.move_link(tx, latest, LinkEvent.OPEN)
    key, until = f"prepaid:{link_id.hex}", latest.expires_at
    return order, await begin_link(
        tx, order, latest.amount, provider=provider, key=key, until=until
    )


async def _offer(tx: Transaction, order: Order, terms: LinkTerms) -> LinkOffer:
    """What a link for this order says now. Raises WrongMoment, PickingSoon."""
    fee = await fee_left(tx, order.id)
    amount = order.collectable - fee
    if amount < credit.LEAST_ONLINE:
        raise WrongMoment(state=order.payment_status, event="pay online", allowed=[])
    expires_at = link_ends(tx.now, terms)
    if expires_at - tx.now < cod.LEAST_LEFT:
        raise PickingSoon(number=order.number)
    return LinkOffer(amount, fee_waived=fee, reward=terms.reward, expires_at=expires_at)


async def _switchable(tx: Transaction, order_id: UUID) -> Order:
    """The order, locked, while it may still be paid online. Raises NotFound, WrongMoment."""
    order = await store.order_to_change(tx, order_id)
    if order is None:
        raise NotFound
    if not may_switch_to_prepaid(order):
        raise WrongMoment(state=order.fulfilment_status, event="pay online", allowed=[])
    return order
