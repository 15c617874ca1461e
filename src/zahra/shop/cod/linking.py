"""Links to pay a cash order online. The order's lock is held wherever one is moved, so that the
order and its link agree."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop.cod.links import PrepaidLink
from zahra.shop.cod.states import LINK_LIFE, LinkEvent, LinkState
from zahra.shop.cod.store import links as store


async def open_link(
    tx: Transaction, order_id: UUID, amount: Paise, *, sent_by: str, expires_at: datetime
) -> PrepaidLink:
    """The order's link: the live one while its amount and time still stand, else a new one."""
    before = await store.latest_of_order(tx, order_id)
    if before is not None and before.is_live:
        if before.amount == amount and before.expires_at > tx.now:
            return before
        await move_link(tx, before, LinkEvent.CLOSE)
    made = PrepaidLink(
        id=ids.new(),
        order_id=order_id,
        state=LinkState.SENT,
        amount=amount,
        sent_by=sent_by,
        created_at=tx.now,
        expires_at=expires_at,
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


async def move_link(tx: Transaction, link: PrepaidLink, event: LinkEvent) -> PrepaidLink:
    """The link after an event. Raises WrongMoment for one its life does not know."""
    state = LINK_LIFE.after(link.state, event)
    if state is not link.state:
        await store.move(tx, link, state)
    return replace(link, state=state)


async def end_links_run_out(tx: Transaction) -> int:
    """End the links whose time is over; how many."""
    return await store.run_out(tx)
