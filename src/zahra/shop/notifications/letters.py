"""What messages say. Their texts are templates in a sandbox: one day owners will edit them.

E-mails come as text and as HTML. An SMS is ASCII: one ₹ or one long dash halves its length.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from zahra.base.clock import ist_day
from zahra.base.money import Paise, format_inr
from zahra.shop.messaging import Letter
from zahra.shop.notifications.model import Message, Template
from zahra.shop.orders import WholeOrder


class Letterhead(Protocol):
    """In whose name messages go out, and where its pages live (no trailing slash)."""

    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...


_SUBJECTS = {
    Template.ORDER_PLACED: "Your {brand} order {number} is confirmed",
    Template.MONEY_RETURNED: "Money back for your {brand} order {number}",
    Template.ORDER_CANCELLED: "Cancelled in your {brand} order {number}",
    Template.ORDER_LAPSED: "Your {brand} order {number} was not confirmed",
    Template.PARCEL_SENT: "Your {brand} order {number} is on its way",
    Template.PARCEL_OUT_TODAY: "Your {brand} order {number} comes today",
    Template.PARCEL_DELIVERED: "Your {brand} order {number} has come",
    Template.PARCEL_NOT_COMING: "About your {brand} order {number}",
    Template.RETURN_NEWS: "News of your {brand} return",
    Template.RETURN_SETTLED: "Your {brand} return is settled",
    Template.ACCOUNT_NEEDED: "Where shall the money for your {brand} order {number} go?",
    Template.REFUND_REDIRECTED: "Money back for your {brand} order {number}",
}


def email(message: Message, order: WholeOrder, letterhead: Letterhead) -> Letter:
    """The e-mail for a message."""
    subject = _SUBJECTS[message.template].format(brand=letterhead.name, number=order.order.number)
    told = {**_told(message, order, letterhead), "subject": subject}
    return Letter(
        subject=subject,
        text=_TEMPLATES.get_template(f"{message.template}.txt").render(told),
        html=_TEMPLATES.get_template(f"{message.template}.html").render(told),
    )


def sms(message: Message, order: WholeOrder, letterhead: Letterhead) -> str:
    """The SMS for a message, word for word as its template is registered."""
    told = _told(message, order, letterhead)
    return _TEMPLATES.get_template(f"{message.template}.sms").render(told).strip()


def plain_inr(amount: Paise) -> str:
    """An amount in ASCII.

    >>> plain_inr(215950)
    'Rs 2,159.50'
    """
    return format_inr(amount).replace("₹", "Rs ")


def day(moment: datetime | date) -> str:
    """A day as people here write it.

    >>> day(date(2026, 11, 26))
    'Thu, 26 Nov 2026'
    """
    shown = ist_day(moment) if isinstance(moment, datetime) else moment
    return f"{shown:%a}, {shown.day} {shown:%b %Y}"


def _told(message: Message, order: WholeOrder, letterhead: Letterhead) -> dict[str, Any]:
    return {
        "brand": letterhead,
        "order": order.order,
        "whole": order,
        "address": order.copy.shipping_address,
        "link": f"{letterhead.url}/orders/{order.order.number}",
        "there_by": _there_by(message, order),
        **message.facts,
    }


def _there_by(message: Message, order: WholeOrder) -> datetime | None:
    """By when banks credit all of what a message says goes back; None where nothing goes to one."""
    named = message.facts.get("money_back")
    meant = [back for back in order.refunds if named in (str(back.id), str(back.giveback_id))]
    return max(filter(None, (back.there_by for back in meant)), default=None)


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(inr=format_inr, plain_inr=plain_inr, day=day)
    return environment


_TEMPLATES = _environment()
