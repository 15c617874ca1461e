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
    provider = maker_of_links(gateways)
    begin = partial(
        _begin, order_id=order_id, amount=amount, provider=provider, key=key, until=until
    )
    order, attempt = await database.run(begin)
    return await payments.open_at_gateway(database, gateways, attempt, number=order.number)


def maker_of_links(gateways: Gateways) -> str:
    """The gateway that makes links. Raises MethodNotOffered where none does."""
    if (gateway := gateways.for_links) is None:
        raise MethodNotOffered({"provider": MethodNotOffered.message})
    return gateway.name


async def begin_link(
    tx: Transaction, order: Order, amount: Paise, *, provider: str, key: str, until: datetime
) -> Attempt:
    """The attempt of a link, for `payments.open_at_gateway` to make it there. The order's lock is
    held. Raises PaymentUnderWay."""
    if is_undecided(await payments.payments_of_order(tx, order.id)):
        raise PaymentUnderWay(number=order.number)
    return await payments.open_link(
        tx, order.id, amount, provider=provider, key=key, expires_at=until
    )


async def _begin(
    tx: Transaction, *, order_id: UUID, amount: Paise, provider: str, key: str, until: datetime
) -> tuple[Order, Attempt]:
    if (order := await store.order_to_change(tx, order_id)) is None:
        raise NotFound
    return order, await begin_link(tx, order, amount, provider=provider, key=key, until=until)
