"""Payment links: paying an order, or what is still due of it, by a link that is sent.

Whoever calls has decided that this much is due and has asked who may ask. What the payer does with
the link is settled like any other attempt, by `settle`.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound
from zahra.base.money import Paise
from zahra.shop import payments
from zahra.shop.orders.errors import MethodNotOffered, PaymentUnderWay
from zahra.shop.orders.model import Order
from zahra.shop.orders.rules import is_undecided
from zahra.shop.orders.store import moving as store
from zahra.shop.payments import Attempt, Gateways


async def open_link(
    database: Database,
    gateways: Gateways,
    order_id: UUID,
    amount: Paise,
    *,
    key: str,
    until: datetime,
) -> Attempt:
    """A link to pay `amount` of an order by; `pay_url` of the attempt is where it leads.

    The same `key` gives the same link. It is the order's one live attempt: another is cancelled,
    and a link that is set aside is cancelled at the gateway too. `until` is at least 15 minutes
    ahead. Raises NotFound, MethodNotOffered (no gateway makes links), PaymentUnderWay, GatewayDown
    (asked again with the same key it goes on).
    """
    if (gateway := gateways.for_links) is None:
        raise MethodNotOffered({"provider": MethodNotOffered.message})
    begin = partial(
        _begin, order_id=order_id, amount=amount, provider=gateway.name, key=key, until=until
    )
    order, attempt = await database.run(begin)
    return await payments.open_at_gateway(database, gateways, attempt, number=order.number)


async def _begin(
    tx: Transaction, *, order_id: UUID, amount: Paise, provider: str, key: str, until: datetime
) -> tuple[Order, Attempt]:
    if (order := await store.order_to_change(tx, order_id)) is None:
        raise NotFound
    if is_undecided(await payments.payments_of_order(tx, order_id)):
        raise PaymentUnderWay(number=order.number)
    return order, await payments.open_link(
        tx, order_id, amount, provider=provider, key=key, expires_at=until
    )
