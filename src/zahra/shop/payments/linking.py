"""Payment links: an attempt at paying an order by a link that is sent, whoever opens it.

`orders.open_link` is the whole verb; here is what of it belongs to payments.
"""

from datetime import datetime
from uuid import UUID

from zahra.base.db import Transaction
from zahra.base.money import Paise
from zahra.shop.payments.closing import close_attempts
from zahra.shop.payments.model import Attempt
from zahra.shop.payments.states import AttemptEvent, AttemptKind
from zahra.shop.payments.store import attempts as store


async def open_link(
    tx: Transaction,
    order_id: UUID,
    amount: Paise,
    *,
    provider: str,
    key: str,
    expires_at: datetime,
) -> Attempt:
    """The attempt of a link, for `open_at_gateway` to make it there. The order's lock is held.

    Any live attempt of the order is cancelled: one at a time. The same `key` never makes two.
    """
    if (made := await store.attempt_by_key(tx, order_id, key)) is not None:
        return made
    await close_attempts(tx, order_id, AttemptEvent.CANCEL)
    return await store.insert(
        tx,
        order_id,
        amount,
        provider=provider,
        key=key,
        expires_at=expires_at,
        kind=AttemptKind.LINK,
    )
