"""What orders do in the background."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop import cod
from zahra.shop.cart import Terms
from zahra.shop.orders.cash import rewarding
from zahra.shop.orders.cash.confirming import ask_to_confirm
from zahra.shop.orders.cash.sending_links import send_prepaid_link
from zahra.shop.orders.fulfilling import following
from zahra.shop.orders.giving_back.refunding import execute_refund
from zahra.shop.orders.paying import disputing, expiring, polling, settling
from zahra.shop.orders.paying.telling_desk import tell_desk
from zahra.shop.payments import Gateways

__all__ = [
    "ask_about_disputes",
    "ask_to_confirm",
    "end_prepaid_links",
    "execute_refund",
    "expire_orders",
    "follow_shipment",
    "give_rewards",
    "poll_attempts",
    "send_prepaid_link",
    "settle_attempt",
    "settle_event",
    "tell_desk",
]


@job(tries=6, first_wait=2)
async def settle_event(database: Database, gateways: Gateways, event_id: UUID) -> None:
    """Work on one event from the inbox."""
    await polling.settle_kept_event(database, gateways, event_id)


@job(tries=6, first_wait=2)
async def settle_attempt(database: Database, gateways: Gateways, attempt_id: UUID) -> None:
    """Settle one attempt."""
    await settling.settle(database, gateways, attempt_id)


@job(tries=1)
async def poll_attempts(database: Database, gateways: Gateways) -> None:
    """Every minute: ask about whatever nobody told us."""
    await polling.settle_waiting_events(database, gateways)
    await polling.poll_gateways(database, gateways)
    await polling.send_waiting_refunds(database, gateways)


@job(tries=1)
async def expire_orders(database: Database, gateways: Gateways) -> None:
    """Every minute: cancel what nobody has paid for in time."""
    await expiring.expire_run_out(database, gateways)


@job(tries=8, first_wait=2)
async def follow_shipment(database: Database, terms: Terms, shipment_id: UUID) -> None:
    """Apply what was told of a parcel."""
    async with database.transaction() as tx:
        await following.follow_shipment(tx, shipment_id, seller=terms.seller)


@job(tries=1)
async def end_prepaid_links(database: Database) -> None:
    """Every few minutes: end links to pay a cash order online whose time is over."""
    async with database.transaction() as tx:
        await cod.end_links_run_out(tx)


@job(tries=1)
async def give_rewards(database: Database) -> None:
    """Every hour: give what was promised for paying online, where nothing can come back."""
    await rewarding.decide_rewards(database)


@job(tries=1)
async def ask_about_disputes(database: Database, gateways: Gateways) -> None:
    """Every few hours: ask how open disputes stand."""
    await disputing.ask_about_disputes(database, gateways)
