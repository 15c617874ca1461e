"""What people are told: once, by every channel they can be reached by, in words that fit it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.world.bags import TERMS
from tests.world.people import ASHA, BINA
from tests.world.promoting import EVERY_CLASS, buy_two_get_one, ten_percent
from tests.world.till import ASHAS_HOME, Brand, Till
from zahra.base import ids
from zahra.base.actors import program
from zahra.base.db import Database
from zahra.shop import cart, notifications, orders
from zahra.shop.cart import Holder
from zahra.shop.messaging import DeliveryFailed, Letter
from zahra.shop.notifications import letters
from zahra.shop.orders import OrderPlaced, Placed

pytestmark = pytest.mark.anyio


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def placed_order(till: Till, identifier: str = ASHA, **wishes: Any):
    goods = await till.goods()
    actor = await till.shopper(identifier)
    await till.fill_bag(actor, goods["M"])
    placed = await till.place(actor, **wishes)
    till.pay(placed)
    await till.settle(placed)
    return placed


async def test_a_placed_order_is_confirmed_by_email_and_sms_once_each(till: Till):
    placed = await placed_order(till, BINA)
    await till.run_errands()
    sms, email = sorted(till.postbox.messages, key=lambda message: message.subject)
    assert sms.to == ASHA, "the phone of the delivery address"
    assert sms.text == (
        f"Your Zahra order {placed.order.number} for Rs 1,599 is confirmed."
        f" Track it at https://zahra.example/orders/{placed.order.number} - ZAHRA"
    )
    assert email.to == BINA
    assert email.subject == f"Your Zahra order {placed.order.number} is confirmed"
    assert "1 x Buta Kurta, Indigo, M: ₹1,599" in email.text
    assert "Total: ₹1,599, paid\n(including ₹76.14 GST)" in email.text


async def test_a_confirmation_names_every_discount_and_adds_up(till: Till):
    async with till.database.transaction() as tx:
        await buy_two_get_one(tx, combines_with=EVERY_CLASS)
        await ten_percent(tx, combines_with=EVERY_CLASS)
    goods = await till.goods({"M": 9})
    actor = await till.shopper(BINA)
    await till.fill_bag(actor, goods["M"], 3)
    async with till.database.transaction() as tx:
        await cart.apply_coupon(tx, Holder(actor.user_id), "TENOFF", terms=TERMS)
    placed = await till.place(actor)
    till.pay(placed)
    await till.settle(placed)
    await till.run_errands()
    email = next(message for message in till.postbox.messages if message.to == BINA)
    first, second = (await till.whole(placed)).off_goods
    assert (first.amount, second.amount) == (159900, 31980)
    assert second.named.endswith("(TENOFF)")
    assert "3 x Buta Kurta, Indigo, M: ₹4,797\n" in email.text
    assert f"{first.named}: -₹1,599\n{second.named}: -₹319.80\nDelivery: free\n" in email.text
    assert "Total: ₹2,878.20, paid" in email.text
    html = (await confirmation(till, placed)).html
    assert f'{second.named}</td><td align="right">−₹319.80</td>' in html
    assert 'Delivery</td>\n<td align="right">free</td>' in html


async def test_the_same_news_twice_is_one_message(till: Till):
    placed = await placed_order(till)
    async with till.database.transaction() as tx:
        await notifications.on_order_placed(tx, OrderPlaced(placed.order.id))
    await till.run_errands()
    assert len(till.postbox.messages) == 1


async def test_a_job_run_twice_sends_once(till: Till):
    await placed_order(till)
    message_id = await till.value("SELECT id FROM messages")
    for _ in range(2):
        await notifications.jobs.send_message(till.database, till.postbox, Brand(), message_id)
    assert len(till.postbox.messages) == 1
    assert till.postbox.messages[0].key == str(message_id)


async def test_a_message_nobody_took_is_sent_later(till: Till):
    await placed_order(till)
    message_id = await till.value("SELECT id FROM messages")
    with pytest.raises(DeliveryFailed):
        await notifications.jobs.send_message(till.database, Deaf(), Brand(), message_id)
    assert await till.value("SELECT state FROM messages") == "queued"
    await notifications.jobs.send_waiting(till.database, till.postbox, Brand())
    assert till.postbox.messages == [], "its own job may still be trying"
    await till.later(minutes=11)
    await notifications.jobs.send_waiting(till.database, till.postbox, Brand())
    assert len(till.postbox.messages) == 1
    assert await till.value("SELECT state FROM messages") == "sent"


async def test_a_name_cannot_write_html_into_a_letter(till: Till):
    home = replace(ASHAS_HOME, name="<script>Asha</script>")
    placed = await placed_order(till, BINA, shipping_address=home)
    letter = await confirmation(till, placed)
    assert "&lt;script&gt;Asha" in letter.html
    assert "<script>" not in letter.html


async def confirmation(till: Till, placed: Placed) -> Letter:
    """The e-mail that confirms an order."""
    async with till.database.snapshot() as snapshot:
        whole = await orders.order(snapshot, program("tests"), placed.order.id)
    message = notifications.Message(
        id=ids.new(),
        channel=notifications.Channel.EMAIL,
        recipient=BINA,
        template=notifications.Template.ORDER_PLACED,
        order_id=placed.order.id,
        facts={},
        state=notifications.MessageState.QUEUED,
    )
    return letters.email(message, whole, Brand())


class Deaf:
    """A carrier that takes nothing."""

    async def sms(self, *, to: str, text: str, template: str, key: str) -> None:
        raise DeliveryFailed

    async def email(
        self, *, to: str, subject: str, text: str, html: str, template: str, key: str
    ) -> None:
        raise DeliveryFailed
