"""Sending a message: written from the order as it is now, under the message's own id."""

from datetime import timedelta
from uuid import UUID

from zahra.base.actors import program
from zahra.base.db import Database
from zahra.shop import orders
from zahra.shop.messaging import Senders, send_letter
from zahra.shop.notifications import letters, store
from zahra.shop.notifications.letters import Letterhead
from zahra.shop.notifications.model import Channel, Message, MessageState

BATCH = 50
PATIENCE = timedelta(minutes=10)  # with a message that its own job has not sent
POSTMAN = program("notifications")


async def send_owed(
    database: Database, senders: Senders, letterhead: Letterhead, message_id: UUID
) -> None:
    """Send a message that waits; one that was sent is not sent again.

    Whoever is killed between sending and writing it down sends again under the same key, which the
    carrier knows. Raises DeliveryFailed: the message goes on waiting.
    """
    async with database.snapshot() as snapshot:
        message = await store.message(snapshot, message_id)
        if message is None or message.state is not MessageState.QUEUED:
            return
        order = await orders.order(snapshot, POSTMAN, message.order_id)
    await _send(senders, message, order, letterhead)
    async with database.transaction() as tx:
        await store.mark(tx, message.id, MessageState.SENT)


async def messages_left_lying(database: Database) -> list[UUID]:
    """Messages whose own job has given up."""
    async with database.snapshot() as snapshot:
        before = snapshot.now - PATIENCE
        return await store.messages_left_lying(snapshot, before=before, limit=BATCH)


async def _send(
    senders: Senders, message: Message, order: orders.WholeOrder, letterhead: Letterhead
) -> None:
    template, to, key = message.template.value, message.recipient, str(message.id)
    if message.channel is Channel.SMS:
        text = letters.sms(message, order, letterhead)
        await senders.sms(to=to, text=text, template=template, key=key)
        return
    letter = letters.email(message, order, letterhead)
    await send_letter(senders, to, letter, template=template, key=key)
