"""What notifications do in the background."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.messaging import DeliveryFailed, Senders
from zahra.shop.notifications import sending
from zahra.shop.notifications.letters import Letterhead


@job(tries=6, first_wait=4)
async def send_message(
    database: Database, senders: Senders, brand: Letterhead, message_id: UUID
) -> None:
    """Send one message."""
    await sending.send_owed(database, senders, brand, message_id)


@job(tries=1)
async def send_waiting(database: Database, senders: Senders, brand: Letterhead) -> None:
    """Every few minutes: send what its own job could not; a silent carrier ends the round."""
    for message_id in await sending.messages_left_lying(database):
        try:
            await sending.send_owed(database, senders, brand, message_id)
        except DeliveryFailed:
            return
