"""What a return would give if all of it passed, said before anybody does it: reckoned as it is
then done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot
from zahra.base.money import Paise
from zahra.shop import orders
from zahra.shop.orders import GoesBack
from zahra.shop.payments import Destination
from zahra.shop.returns.exchanging import differences_of
from zahra.shop.returns.model import Asking, ReturnItem, WholeReturn
from zahra.shop.returns.showing import returnable
from zahra.shop.returns.states import OVER, RETURN_LIFE, ReturnEvent
from zahra.shop.returns.store import returns as store
from zahra.shop.returns.worth import gives_charges_back, worth_of


@dataclass(frozen=True, slots=True)
class Promised:
    """What goes back and where to, and what is to be paid first for something dearer."""

    back: tuple[GoesBack, ...] = ()
    due: Paise = 0


NOTHING = Promised()


async def preview_asking(snapshot: Snapshot, order_id: UUID, asking: Asking) -> Promised:
    """What a wish would give. The caller may see the order. Raises NoSuchExchange."""
    lines = await returnable(snapshot, order_id)
    differences = await differences_of(snapshot, order_id, asking)
    items = [
        ReturnItem(
            id=ids.new(),
            return_id=order_id,
            order_line_id=item.order_line_id,
            qty=item.qty,
            reason=item.reason,
            note="",
            photos=(),
            resolution=item.resolution,
            exchange_variant_id=item.exchange_variant_id,
            difference=differences.get(item.order_line_id, 0),
            pieces=lines[item.order_line_id].pieces[: item.qty],
        )
        for item in asking.items
    ]
    others = await _items_of_others(snapshot, order_id)
    return await _promised(snapshot, order_id, items, others, to=asking.destination)


async def promised(snapshot: Snapshot, whole: WholeReturn) -> Promised:
    """What a return that is under way gives: of what passed, once somebody has looked."""
    given = whole.given
    if given.state in OVER:
        return NOTHING
    others = await _items_of_others(snapshot, given.order_id, but=given.id)
    kept = whole.exchange is not None and whole.exchange.is_kept(snapshot.now)
    is_judged = RETURN_LIFE.allows(given.state, ReturnEvent.REFUND)
    return await _promised(
        snapshot,
        given.order_id,
        whole.items,
        others,
        to=given.destination,
        is_kept=kept or not is_judged,
        is_judged=is_judged,
    )


async def _promised(
    snapshot: Snapshot,
    order_id: UUID,
    items: Sequence[ReturnItem],
    others: Sequence[ReturnItem],
    *,
    to: Destination,
    is_kept: bool = True,
    is_judged: bool = False,
) -> Promised:
    taken = items if is_judged else [_taken(item) for item in items]
    pieces = await orders.pieces_of(snapshot, order_id)
    worth = worth_of(taken, pieces, is_kept=is_kept)
    back = await orders.preview_refund(
        snapshot,
        order_id,
        worth.back,
        to=to,
        with_charges=gives_charges_back([*others, *taken], pieces),
    )
    return Promised(back, worth.due)


async def _items_of_others(
    snapshot: Snapshot, order_id: UUID, *, but: UUID | None = None
) -> list[ReturnItem]:
    known = await store.returns_of_order(snapshot, order_id)
    return await store.items_of(snapshot, [given.id for given in known if given.id != but])


def _taken(item: ReturnItem) -> ReturnItem:
    return replace(item, taken_sound=len(item.pieces), taken_spoilt=0)
