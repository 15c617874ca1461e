"""What buyers are told of refunds that do not go back by themselves to where they came from."""

from collections.abc import Mapping

from zahra.base.db import Transaction
from zahra.shop.notifications.listening import tell
from zahra.shop.notifications.model import Owing, Template
from zahra.shop.orders import PayoutNeedsAccount, RefundRedirected
from zahra.shop.payments import Destination

_GOES_TO: Mapping[Destination, str] = {
    Destination.STORE_CREDIT: "your store credit",
    Destination.PAYOUT: "your UPI id or bank account",
}


async def on_payout_needs_account(tx: Transaction, event: PayoutNeedsAccount) -> None:
    """Ask where money shall go that cannot go back to its source."""
    facts = {"amount": event.amount}
    await tell(tx, Owing(Template.ACCOUNT_NEEDED, event.order_id, about=event.about, facts=facts))


async def on_refund_redirected(tx: Transaction, event: RefundRedirected) -> None:
    """Say where it has gone; nothing where the gateway is only asked anew."""
    if (words := _GOES_TO.get(event.destination)) is None:
        return
    facts = {"amount": event.amount, "words": words}
    about = event.refund_id
    await tell(tx, Owing(Template.REFUND_REDIRECTED, event.order_id, about=about, facts=facts))
