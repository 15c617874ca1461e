"""Showing returns to those who may see them, and what of an order may still be sent back.
Another person's return does not exist."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from zahra.base import ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.base.errors import NotFound
from zahra.shop import catalog, inventory, orders
from zahra.shop.orders import Line
from zahra.shop.returns.model import (
    Choice,
    Exchange,
    Offer,
    Return,
    ReturnableLine,
    ReturnPage,
    WholeReturn,
)
from zahra.shop.returns.rules import days_to_ask, returnable_lines, window_ends
from zahra.shop.returns.states import ExchangeState, ReturnState
from zahra.shop.returns.store import exchanges, listing
from zahra.shop.returns.store import returns as store
from zahra.shop.returns.worth import difference_between

_NUMBER = re.compile(r"[A-Z0-9-]{1,20}")


async def given_return(snapshot: Snapshot, actor: Actor, id_or_number: UUID | str) -> WholeReturn:
    """Everything about one return. Raises NotFound."""
    named = id_or_number
    if isinstance(named, str):
        named = ids.parse(named) or named.upper()
    if isinstance(named, str) and not _NUMBER.fullmatch(named):
        raise NotFound
    return_id = await listing.return_seen_by(snapshot, actor, named)
    if return_id is None:
        raise NotFound
    (whole,) = await listing.wholes(snapshot, [return_id])
    return whole


async def returns_of(
    snapshot: Snapshot,
    actor: Actor,
    *,
    order_id: UUID | None = None,
    state: ReturnState | None = None,
    limit: int = 24,
    offset: int = 0,
) -> ReturnPage:
    """A page of the returns this actor may see, newest first: a person's own, all of them for
    staff who handle returns."""
    if actor.user_id is None and not actor.may(Permission.RETURNS_WRITE):
        return ReturnPage((), 0)
    listed = await listing.returns_seen_by(
        snapshot, actor, order_id=order_id, state=state, limit=limit, offset=offset
    )
    return ReturnPage(tuple(await listing.wholes(snapshot, listed.ids)), listed.total)


async def returns_among(snapshot: Snapshot, order_ids: Sequence[UUID]) -> list[Return]:
    """The returns of orders whoever asks may see, oldest first."""
    return await listing.of_orders(snapshot, order_ids)


async def sent_instead(snapshot: Snapshot, order_id: UUID) -> dict[UUID, UUID]:
    """The orders that exchanges of this one were sent out as, by what was given back for the old
    pieces. Whoever asks may see the order."""
    return await exchanges.sent_instead(snapshot, order_id)


async def return_sent_as(snapshot: Snapshot, order_id: UUID) -> Return | None:
    """The return for which this order was sent out in exchange, if it was. Whoever asks may see the
    order."""
    return await listing.return_sent_as(snapshot, order_id)


async def orders_to_send_back_from(
    snapshot: Snapshot, order_ids: Sequence[UUID]
) -> frozenset[UUID]:
    """Those of these orders of which something can be asked back now: it was delivered, no return
    has it, and its window is open."""
    kept = await listing.delivered_and_kept(snapshot, order_ids)
    return frozenset(
        each.order_id
        for each in kept
        if window_ends(each.delivered_at, days_to_ask(each.returnable_days)) > snapshot.now
    )


async def exchanges_of(
    snapshot: Snapshot,
    actor: Actor,
    *,
    state: ExchangeState | None = None,
    limit: int = 24,
    offset: int = 0,
) -> tuple[list[Exchange], int]:
    """A page of all exchanges, newest first, and how many there are."""
    actor.must(Permission.RETURNS_WRITE)
    found = await exchanges.exchanges_newest(snapshot, state=state, limit=limit, offset=offset)
    return found, await exchanges.count(snapshot, state=state)


async def returnable(snapshot: Snapshot, order_id: UUID) -> dict[UUID, ReturnableLine]:
    """What of each line of an order may be sent back now, by line, for one reason at least."""
    pieces = await orders.pieces_of(snapshot, order_id)
    taken = await store.taken_of_order(snapshot, order_id)

    def by(faulty: Collection[UUID]) -> dict[UUID, ReturnableLine]:
        now = snapshot.now
        return returnable_lines(pieces, taken, faulty=faulty, now=now, is_late_fine=False)

    if_faulty, if_sound = by({piece.line_id for piece in pieces}), by(())
    return {
        line_id: replace(line, only_faulty=line.qty > 0 and if_sound[line_id].qty == 0)
        for line_id, line in if_faulty.items()
    }


async def offer_of(snapshot: Snapshot, order_id: UUID, lines: Iterable[Line]) -> Offer:
    """What may be asked of an order now, with the sizes each line could be exchanged for."""
    found = await returnable(snapshot, order_id)
    bought = list(lines)
    choices = {line.id: await _choices(snapshot, line) for line in bought if found[line.id].qty}
    return Offer(tuple(found[line.id] for line in bought if line.id in found), choices)


async def _choices(snapshot: Snapshot, line: Line) -> tuple[Choice, ...]:
    """The sizes of the same style and colour that are on sale; none where it is withdrawn."""
    try:
        product = await catalog.product(snapshot, str(line.product_id))
    except (NotFound, catalog.SlugMoved):
        return ()
    facts = await catalog.variant_facts(snapshot, [line.variant_id])
    old = facts.get(line.variant_id)
    left = await inventory.sellable(snapshot, [variant.id for variant in product.variants])
    return tuple(
        Choice(
            variant_id=variant.id,
            size=variant.size,
            colour=line.colour,
            difference=difference_between(old.price, variant.price, paid=line.total // line.qty),
            is_in_stock=left.get(variant.id, 0) > 0,
        )
        for variant in product.variants
        if old is not None
    )
