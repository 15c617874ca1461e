"""Every SMS the shop writes is its registered text, word for word."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.world.doorstep import cash_order, link_terms
from tests.world.people import ASHA, KEYS
from tests.world.till import Brand, Till
from zahra.base.actors import program
from zahra.base.db import Database
from zahra.shop import cod, messaging, notifications, orders
from zahra.shop.identity.codes.letters import code_sms, order_sms
from zahra.shop.identity.contacts.letters import change_sms
from zahra.shop.identity.contacts.model import ContactKind
from zahra.shop.identity.passwords.letters import changed_sms
from zahra.shop.notifications import Channel, Message, MessageState, Template, letters
from zahra.shop.orders.cash.sending_links import link_sms
from zahra.shop.privacy.letters import goodbye_sms

pytestmark = pytest.mark.anyio

WRITERS = {
    "identity/codes/jobs.py",
    "identity/contacts/jobs.py",
    "identity/passwords/jobs.py",
    "notifications/sending.py",
    "orders/cash/sending_links.py",
    "privacy/finishing.py",
    "shipping/telling.py",
}
LOOKED_AT = {
    "login_code",
    "confirm_order",
    "prepaid_link",
    "prepaid_reward",
    "contact_changed",
    "account_erased",
    "delivery_failed",
}
OURS = Brand(url="https://zahra.example")
GSM_7 = set("@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà") | {
    *"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}


def variables(template: str, text: str) -> tuple[str, ...] | None:
    return messaging.variables_in(text, messaging.registered_text(template, OURS))


def test_a_code_is_its_registered_text():
    assert variables("login_code", code_sms("012345", OURS)) == ("012345", "012345")


def test_a_code_for_an_order_is_its_registered_text():
    assert variables("confirm_order", order_sms("012345", OURS)) == ("012345", "012345")


async def test_a_link_to_pay_online_is_its_registered_text(database: Database):
    till = Till(database)
    _, actor, placed = await cash_order(till)
    async with database.transaction() as tx:
        link = await orders.prepaid_link(tx, actor, placed.order.id, terms=link_terms(tx.now))
    token = cod.token_of(KEYS, link.id)
    text = link_sms(link, placed.order, token, OURS)
    assert variables("prepaid_link", text) == ("3,198", placed.order.number, token)


async def test_a_link_with_a_reward_is_its_registered_text(database: Database):
    till = Till(database)
    _, actor, placed = await cash_order(till)
    async with database.transaction() as tx:
        terms = link_terms(tx.now, reward=5000)
        link = await orders.prepaid_link(tx, actor, placed.order.id, terms=terms)
    token = cod.token_of(KEYS, link.id)
    text = link_sms(link, placed.order, token, OURS)
    assert variables("prepaid_reward", text) == ("3,198", placed.order.number, "50", token)


@pytest.mark.parametrize("kind", list(ContactKind))
def test_the_news_of_a_changed_contact_is_its_registered_text(kind: ContactKind):
    assert variables("contact_changed", change_sms(kind, OURS)) is not None


def test_the_news_of_a_new_password_is_its_registered_text():
    assert variables("contact_changed", changed_sms(OURS)) is not None


def test_every_part_that_writes_an_sms_is_looked_at_here():
    shop = Path(messaging.__file__).parents[1]
    found = {
        str(path.relative_to(shop))
        for path in shop.rglob("*.py")
        if ".sms(" in path.read_text("utf-8") and path.parent.name != "messaging"
    }
    assert found == WRITERS


def test_the_goodbye_is_its_registered_text():
    assert variables("account_erased", goodbye_sms(OURS)) == ()


async def test_what_orders_tell_is_their_registered_text(database: Database):
    till = Till(database)
    _, _, placed = await till.waiting_order()
    async with database.snapshot() as snapshot:
        whole = await orders.order(snapshot, program("tests"), placed.order.id)
    number, total = placed.order.number, "3,198"
    facts = {
        "amount": placed.order.total,
        "number": "RT-7K3M9Q2X",
        "words": "approved",
        "refunded": placed.order.total,
        "carrier": "Delhivery Surface",
        "awb": "1490834567890",
        "collectable": 159900,
    }
    told = {
        Template.ORDER_PLACED: (number, total, number),
        Template.MONEY_RETURNED: (total, number, number),
        Template.ORDER_CANCELLED: (number, f"Rs {total}", number),
        Template.ORDER_LAPSED: (number, number),
        Template.PARCEL_SENT: (number, "Delhivery Surface", "1490834567890", number),
        Template.PARCEL_OUT_TODAY: (number, "Delhivery Surface", "Rs 1,599", number),
        Template.PARCEL_DELIVERED: (number, number),
        Template.PARCEL_NOT_COMING: (number, f"Rs {total}", number),
        Template.ACCOUNT_NEEDED: (total, number),
        Template.REFUND_REDIRECTED: (total, number, "approved"),
        Template.RETURN_NEWS: ("RT-7K3M9Q2X", "approved", "RT-7K3M9Q2X"),
        Template.RETURN_SETTLED: ("RT-7K3M9Q2X", f"Rs {total}", "RT-7K3M9Q2X"),
    }
    assert set(told) == set(Template), "every message is looked at"
    for template, expected in told.items():
        text = letters.sms(message(template, placed.order.id, facts), whole, OURS)
        assert variables(template.value, text) == expected


def test_every_registered_text_is_looked_at_here():
    assert set(messaging.SMS_TEXTS) == {*LOOKED_AT, *Template}


def test_a_code_fits_into_one_sms():
    text = code_sms("012345", replace(OURS, host="www.a-rather-long-name.example"))
    assert set(text) <= GSM_7
    assert len(text) <= 160


@pytest.mark.parametrize("template", messaging.SMS_TEXTS)
def test_no_character_makes_an_sms_half_as_long(template: str):
    text = messaging.registered_text(template, OURS)
    assert set(text.replace("{", "").replace("}", "")) <= GSM_7
    assert "[" not in text


@pytest.mark.parametrize(
    "text",
    [
        "12345 is your Zahra verification code. Valid for 5 min. Do not share it.",
        code_sms("01234x", OURS),
        code_sms("1" * 41, OURS),
        code_sms("012345", OURS) + "\n",
        code_sms("012345", replace(OURS, name="Zahar")),
        code_sms("012345", replace(OURS, host="evil.example")),
    ],
)
def test_a_word_more_or_less_is_another_text(text: str):
    assert variables("login_code", text) is None


def message(template: Template, order_id: UUID, facts: dict[str, Any]) -> Message:
    return notifications.Message(
        order_id, Channel.SMS, ASHA, template, order_id, facts, MessageState.QUEUED
    )
