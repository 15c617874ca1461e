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
REWARDED = "prepaid_reward"  # the template of one with a reward
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
    amount, reward = (format_inr(each).replace("₹", "") for each in (link.amount, link.reward))
    where = f"{brand.url}/pay/{token} - {brand.name.upper()}"
    if link.reward:
        return (
            f"Pay Rs {amount} online now for your {brand.name} order {order.number}, nothing at the"
            f" door, and get Rs {reward} store credit if you keep it: {where}"
        )
    return (
        f"Pay Rs {amount} online now for your {brand.name} order {order.number} and nothing at the"
        f" door: {where}"
    )


def link_letter(link: PrepaidLink, order: Order, token: str, brand: Addressed) -> Letter:
    """The same by e-mail."""
    amount, at_the_door = format_inr(link.amount), format_inr(link.amount + link.fee_waived)
    return plain_letter(
        brand,
        f"Pay {brand.name} order {order.number} online",
        [
            f"Your order {order.number} is to be paid with {at_the_door} in cash when it arrives.",
            f"If you would rather have no cash to look for, pay {amount} online now:",
            f"{brand.url}/pay/{token}",
            *_gains(link),
            "Nothing is then taken at the door. If you do nothing, all stays as it is.",
        ],
    )


def _gains(link: PrepaidLink) -> list[str]:
    """What paying online is worth, said before it is paid."""
    gains: list[str] = []
    if link.fee_waived:
        fee = format_inr(link.fee_waived)
        gains.append(f"The fee of {fee} for paying at the door falls away.")
    if link.reward:
        reward = format_inr(link.reward)
        gains.append(
            f"You get {reward} of store credit for it, once nothing of the order can be returned"
            " any more, if you keep something of it."
        )
    return gains


async def _send(
    senders: Senders, link: PrepaidLink, order: Order, token: str, brand: Addressed
) -> None:
    """By both ways, though one does not take it. Raises DeliveryFailed then, after the other."""
    key = f"{TEMPLATE}:{link.id}"
    failed: DeliveryFailed | None = None
    if order.phone:
        text, template = link_sms(link, order, token, brand), REWARDED if link.reward else TEMPLATE
        try:
            await senders.sms(to=order.phone, text=text, template=template, key=key)
        except DeliveryFailed as why:
            failed = why
    if order.email:
        letter = link_letter(link, order, token, brand)
        await send_letter(senders, order.email, letter, template=TEMPLATE, key=key)
    if failed is not None:
        raise failed


async def _give_up(tx: Transaction, *, link_id: UUID, order_id: UUID) -> None:
    await store.order_to_change(tx, order_id)
    link = await cod.link(tx, link_id)
    if link is not None and LINK_LIFE.allows(link.state, LinkEvent.FAIL_TO_ARRIVE):
        await cod.move_link(tx, link, LinkEvent.FAIL_TO_ARRIVE)
