"""The orders that exchanges were sent out as, for the pages of what came back for them."""

from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.shop import orders, returns
from zahra.shop.payments import Destination


async def sent_instead(
    snapshot: Snapshot, actor: Actor, whole: orders.WholeOrder
) -> dict[UUID, orders.Order]:
    """By what was given back for the old pieces; asked only where something became store credit,
    by which every exchange is paid."""
    if not any(back.destination is Destination.STORE_CREDIT for back in whole.refunds):
        return {}
    named = await returns.sent_instead(snapshot, whole.order.id)
    return {
        giveback: (await orders.order(snapshot, actor, order_id)).order
        for giveback, order_id in named.items()
    }
