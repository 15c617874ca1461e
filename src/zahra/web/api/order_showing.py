"""Orders as the API shows them: with their returns, which orders themselves know nothing of."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.shop import orders, returns
from zahra.web.api.order_schemas import OrderOut


async def shown(snapshot: Snapshot, actor: Actor, id_or_number: UUID | str) -> OrderOut:
    """One order, as this actor may see it. Raises NotFound."""
    (told,) = await all_shown(snapshot, [await orders.order(snapshot, actor, id_or_number)])
    return told


async def all_shown(snapshot: Snapshot, wholes: Sequence[orders.WholeOrder]) -> list[OrderOut]:
    """These orders, in two statements however many they are."""
    order_ids = [whole.order.id for whole in wholes]
    given = await returns.returns_among(snapshot, order_ids)
    open_orders = await returns.orders_to_send_back_from(snapshot, order_ids)
    return [
        OrderOut.of(
            whole,
            [each for each in given if each.order_id == whole.order.id],
            may_return=whole.order.id in open_orders,
        )
        for whole in wholes
    ]
