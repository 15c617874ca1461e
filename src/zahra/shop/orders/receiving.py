"""Taking a webhook in: filed and answered at once, worked on by a job."""

from zahra.base.db import Transaction
from zahra.shop import payments
from zahra.shop.orders.jobs import settle_event
from zahra.shop.payments import EventFact


async def receive_event(tx: Transaction, provider: str, raw: bytes, fact: EventFact) -> None:
    """File a verified event and leave the job that settles it; nothing for one that came before.

    An unsigned one is filed only where it names a payment of ours: it makes us ask, no more.
    """
    if not fact.is_signed and not await payments.is_known(tx, provider, fact.payment_id):
        return
    event_id = await payments.keep_event(tx, provider, raw, fact)
    if event_id is not None:
        await tx.defer(settle_event, event_id=event_id)
