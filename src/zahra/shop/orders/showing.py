"""Showing orders to those who may see them. Another person's order does not exist."""

import re
from collections.abc import Sequence
from uuid import UUID

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import NotFound
from zahra.shop.orders.store import showing as store
from zahra.shop.orders.store.details import details
from zahra.shop.orders.whole import OrderPage, Paying, Sought, WholeOrder

EVERY = Sought()
_NUMBER = re.compile(r"[A-Z0-9-]{1,20}")


async def order(snapshot: Snapshot, actor: Actor, id_or_number: UUID | str) -> WholeOrder:
    """Everything about one order, in three statements. Raises NotFound."""
    named = id_or_number
    if isinstance(named, str):
        named = ids.parse(named) or named.upper()
    if isinstance(named, str) and not _NUMBER.fullmatch(named):
        raise NotFound
    return await _whole(snapshot, await store.order_seen_by(snapshot, actor, named))


async def orders_of(
    snapshot: Snapshot,
    actor: Actor,
    *,
    sought: Sought = EVERY,
    limit: int = 24,
    offset: int = 0,
) -> OrderPage:
    """A page of the orders this actor may see, newest first, in three statements: a person's own,
    all of them for staff who may read orders. `sought` leaves the others out."""
    if actor.user_id is None and not actor.permissions:
        return OrderPage((), 0)
    listed = await store.orders_seen_by(snapshot, actor, sought, limit=limit, offset=offset)
    assert listed is not None
    return OrderPage(tuple(await _wholes(snapshot, listed.ids)), listed.total)


async def numbers_of(snapshot: Snapshot, order_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The numbers of orders that whoever asks may see."""
    return await store.numbers_of(snapshot, order_ids) if order_ids else {}


async def payment(snapshot: Snapshot, actor: Actor, payment_id: UUID) -> tuple[WholeOrder, Paying]:
    """A payment and the order it is for. Raises NotFound."""
    order_id = await store.order_of_attempt_seen_by(snapshot, actor, payment_id)
    whole = await _whole(snapshot, order_id)
    return whole, next(paying for paying in whole.payments if paying.id == payment_id)


async def _whole(snapshot: Snapshot, order_id: UUID | None) -> WholeOrder:
    if order_id is None:
        raise NotFound
    (whole,) = await _wholes(snapshot, [order_id])
    return whole


async def _wholes(snapshot: Snapshot, order_ids: Sequence[UUID]) -> list[WholeOrder]:
    known = {each.order_id: each for each in await details(snapshot, order_ids)}
    wholes: list[WholeOrder] = []
    for each in await store.orders(snapshot, order_ids):
        about = known[each.id]
        wholes.append(
            WholeOrder(
                order=each,
                copy=about.copy,
                lines=about.lines,
                taxes=about.taxes,
                history=about.history,
                payments=about.payments,
                parcels=about.parcels,
                documents=about.documents,
                givebacks=about.givebacks,
                refunds=about.refunds,
                discounts=about.discounts,
            )
        )
    return wholes
