"""What people are told about, written down inside the transaction in which it happened."""

from zahra.base.db import Transaction
from zahra.shop.notifications import store
from zahra.shop.notifications.jobs import send_message
from zahra.shop.notifications.model import Owing, Template
from zahra.shop.orders import MoneyReturned, OrderLapsed, OrderPlaced


async def on_order_placed(tx: Transaction, event: OrderPlaced) -> None:
    """One confirmation by e-mail and one by SMS, however often the news comes."""
    await tell(tx, Owing(Template.ORDER_PLACED, event.order_id, about=event.order_id))


async def on_order_lapsed(tx: Transaction, event: OrderLapsed) -> None:
    """A cash order whose code nobody sent back: it will not come, and nothing is owed."""
    await tell(tx, Owing(Template.ORDER_LAPSED, event.order_id, about=event.order_id))


async def on_money_returned(tx: Transaction, event: MoneyReturned) -> None:
    """Where somebody paid and is not getting the goods, or paid twice: what comes back."""
    facts = {"amount": event.amount, "money_back": str(event.refund_id)}
    owing = Owing(Template.MONEY_RETURNED, event.order_id, about=event.refund_id, facts=facts)
    await tell(tx, owing)


async def tell(tx: Transaction, owing: Owing) -> None:
    """Owe a message, and leave the jobs that send it."""
    for message_id in await store.owe(tx, owing):
        await tx.defer(send_message, message_id=message_id)
