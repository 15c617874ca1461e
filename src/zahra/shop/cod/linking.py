"""Links to pay a cash order online. The order's lock is held wherever one is moved, so that the
order and its link agree."""

from dataclasses import replace
from uuid import UUID

from zahra.base import ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.shop.cod.links import LinkOffer, LinkSeen, PrepaidLink
from zahra.shop.cod.states import LINK_LIFE, LinkEvent, LinkState
from zahra.shop.cod.store import links as store


async def open_link(
    tx: Transaction, order_id: UUID, offer: LinkOffer, *, sent_by: str
) -> PrepaidLink:
    """The order's link: the live one while its amount and time still stand, else a new one. What
    was once promised with it stays promised."""
    before = await store.latest_of_order(tx, order_id)
    if before is not None and before.is_live:
        is_over = before.expires_at <= tx.now
        if before.amount == offer.amount and not is_over:
            return before
        await move_link(tx, before, LinkEvent.RUN_OUT if is_over else LinkEvent.CLOSE)
    made = PrepaidLink(
        id=ids.new(),
        order_id=order_id,
        state=LinkState.SENT,
        amount=offer.amount,
        fee_waived=offer.fee_waived,
        reward=offer.reward,
        sent_by=sent_by,
        created_at=tx.now,
        expires_at=offer.expires_at,
        state_at=tx.now,
    )
    await store.insert(tx, made)
    return made


async def link(snapshot: Snapshot, link_id: UUID) -> PrepaidLink | None:
    """A link by its id; whoever asks has checked its signature, or is the shop itself."""
    return await store.link(snapshot, link_id)


async def link_of_order(snapshot: Snapshot, order_id: UUID) -> PrepaidLink | None:
    """The latest link of an order."""
    return await store.latest_of_order(snapshot, order_id)


async def links(
    snapshot: Snapshot,
    actor: Actor,
    *,
    order_id: UUID | None = None,
    state: LinkState | None = None,
    limit: int = 24,
    offset: int = 0,
) -> list[LinkSeen]:
    """The latest links, or those of one order or in one state, with what became of what was
    promised. Needs `orders:read`."""
    actor.must(Permission.ORDERS_READ)
    return await store.links(snapshot, order_id, state, limit=limit, offset=offset)


async def move_link(tx: Transaction, link: PrepaidLink, event: LinkEvent) -> PrepaidLink:
    """The link after an event. Raises WrongMoment for one its life does not know."""
    state = LINK_LIFE.after(link.state, event)
    if state is not link.state:
        await store.move(tx, link, state)
    return replace(link, state=state)


async def end_links_run_out(tx: Transaction) -> int:
    """End the links whose time is over; how many."""
    return await store.run_out(tx)
