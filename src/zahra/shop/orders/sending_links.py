"""Sending the buyer of a cash order a link to pay it online."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from zahra.base.db import Database, Transaction
from zahra.base.jobs import job
from zahra.base.keys import Keys
from zahra.base.money import format_inr
from zahra.shop import cod
from zahra.shop.cod import LINK_LIFE, LinkEvent, PrepaidLink
from zahra.shop.messaging import (
    Addressed,
    DeliveryFailed,
    Letter,
    Senders,
    plain_letter,
    send_letter,
)
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import order_row
from zahra.shop.orders.store import moving as store

TEMPLATE = "prepaid_link"
PATIENCE = timedelta(minutes=30)  # with carriers that do not take it


@job(tries=8, first_wait=20)
async def send_prepaid_link(
    database: Database, senders: Senders, keys: Keys, brand: Addressed, link_id: UUID
) -> None:
    """Send a link that is good still, by SMS and e-mail. Raises DeliveryFailed, to be tried again;
    after half an hour the link is undeliverable."""
    async with database.snapshot() as snapshot:
        link = await cod.link(snapshot, link_id)
        if link is None or not link.is_live or link.expires_at <= snapshot.now:
            return
        order = await order_row(snapshot, link.order_id)
        is_late = snapshot.now - link.created_at > PATIENCE
    try:
        await _send(senders, link, order, cod.token_of(keys, link.id), brand)
    except DeliveryFailed:
        if not is_late:
            raise
        await database.run(partial(_give_up, link_id=link.id, order_id=order.id))


def link_sms(link: PrepaidLink, order: Order, token: str, brand: Addressed) -> str:
    """The text as it is registered (`messaging.SMS_TEXTS`)."""
    amount = format_inr(link.amount).replace("₹", "")
    return (
        f"Pay Rs {amount} online now for your {brand.name} order {order.number} and nothing at the"
        f" door: {brand.url}/pay/{token} - {brand.name.upper()}"
    )


def link_letter(link: PrepaidLink, order: Order, token: str, brand: Addressed) -> Letter:
    """The same by e-mail."""
    amount = format_inr(link.amount)
    return plain_letter(
        brand,
        f"Pay {brand.name} order {order.number} online",
        [
            f"Your order {order.number} is to be paid with {amount} in cash when it arrives.",
            "If you would rather have no cash to look for, pay it online now:",
            f"{brand.url}/pay/{token}",
            "Nothing is then taken at the door. If you do nothing, all stays as it is.",
        ],
    )


async def _send(
    senders: Senders, link: PrepaidLink, order: Order, token: str, brand: Addressed
) -> None:
    key = f"{TEMPLATE}:{link.id}"
    if order.phone:
        text = link_sms(link, order, token, brand)
        await senders.sms(to=order.phone, text=text, template=TEMPLATE, key=key)
    if order.email:
        letter = link_letter(link, order, token, brand)
        await send_letter(senders, order.email, letter, template=TEMPLATE, key=key)


async def _give_up(tx: Transaction, *, link_id: UUID, order_id: UUID) -> None:
    await store.order_to_change(tx, order_id)
    link = await cod.link(tx, link_id)
    if link is not None and LINK_LIFE.allows(link.state, LinkEvent.FAIL_TO_ARRIVE):
        await cod.move_link(tx, link, LinkEvent.FAIL_TO_ARRIVE)
