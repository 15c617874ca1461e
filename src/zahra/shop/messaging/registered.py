"""The texts of our SMS as they are registered with the operators (TRAI's DLT).

An SMS that is not its registered text, word for word but for the variables, is dropped by the
operators without a word. So the texts are part of the build, a test writes every SMS and compares,
and a carrier is given none that does not fit.

`[brand]`, `[BRAND]`, `[host]` and `[url]` stand for this installation's; `{#numeric#}` and the like
are the operators' marks, each for at most 40 characters (TRAI's direction of 18 November 2025).
"""

import re
from collections.abc import Mapping
from typing import Protocol

from zahra.shop.messaging.provider import Letterhead

SMS_TEXTS: Mapping[str, str] = {
    "login_code": (
        "{#numeric#} is your [brand] verification code. Valid for 5 min. Do not share it."
        " - [BRAND]\n\n@[host] #{#numeric#}"
    ),
    "confirm_order": (
        "{#numeric#} confirms your [brand] cash on delivery order. Valid for 5 min."
        " Do not share it. - [BRAND]\n\n@[host] #{#numeric#}"
    ),
    "prepaid_link": (
        "Pay Rs {#alphanumeric#} online now for your [brand] order {#alphanumeric#} and nothing at"
        " the door: [url]/pay/{#alphanumeric#} - [BRAND]"
    ),
    "prepaid_reward": (
        "Pay Rs {#alphanumeric#} online now for your [brand] order {#alphanumeric#}, nothing at the"
        " door, and get Rs {#alphanumeric#} store credit if you keep it:"
        " [url]/pay/{#alphanumeric#} - [BRAND]"
    ),
    "contact_changed": (
        "The {#alphanumeric#} of your [brand] account was changed."
        " If it was not you, write to us. - [BRAND]"
    ),
    "account_erased": (
        "Your [brand] account was deleted. If it was not you, write to us. - [BRAND]"
    ),
    "order_placed": (
        "Your [brand] order {#alphanumeric#} for Rs {#alphanumeric#} is confirmed."
        " Track it at [url]/orders/{#alphanumeric#} - [BRAND]"
    ),
    "money_returned": (
        "[brand]: Rs {#alphanumeric#} paid for order {#alphanumeric#} is on its way back to you,"
        " usually within 10 days. Details: [url]/orders/{#alphanumeric#} - [BRAND]"
    ),
    "order_cancelled": (
        "[brand]: order {#alphanumeric#} is cancelled, all of it or in part."
        " Money back: {#alphanumeric#}."
        " Details: [url]/orders/{#alphanumeric#} - [BRAND]"
    ),
    "order_lapsed": (
        "[brand]: order {#alphanumeric#} was not confirmed in time and is cancelled. Nothing is to"
        " be paid. Details: [url]/orders/{#alphanumeric#} - [BRAND]"
    ),
    "parcel_sent": (
        "A parcel of your [brand] order {#alphanumeric#} is on its way with {#alphanumeric#},"
        " number {#alphanumeric#}. Track it at [url]/orders/{#alphanumeric#} - [BRAND]"
    ),
    "parcel_out_today": (
        "A parcel of your [brand] order {#alphanumeric#} comes today with {#alphanumeric#}."
        " To pay at the door: {#alphanumeric#}. Track it at [url]/orders/{#alphanumeric#}"
        " - [BRAND]"
    ),
    "parcel_delivered": (
        "A parcel of your [brand] order {#alphanumeric#} was delivered. Wrong size? See how to send"
        " it back at [url]/orders/{#alphanumeric#} - [BRAND]"
    ),
    "parcel_not_coming": (
        "[brand]: a parcel of order {#alphanumeric#} could not be delivered."
        " Money back: {#alphanumeric#}."
        " Details: [url]/orders/{#alphanumeric#} - [BRAND]"
    ),
    "return_news": (
        "Your [brand] return {#alphanumeric#} is now {#alphanumeric#}."
        " Details: [url]/account/returns/{#alphanumeric#} - [BRAND]"
    ),
    "return_settled": (
        "Your [brand] return {#alphanumeric#} is settled. Money back: {#alphanumeric#}."
        " Details: [url]/account/returns/{#alphanumeric#} - [BRAND]"
    ),
    "account_needed": (
        "[brand]: choose the UPI id or bank account that Rs {#alphanumeric#} for order"
        " {#alphanumeric#} shall go to: [url]/account/credit - [BRAND]"
    ),
    "refund_redirected": (
        "[brand]: Rs {#alphanumeric#} for order {#alphanumeric#} could not go back to where it was"
        " paid from. It goes to {#alphanumeric#}. Details: [url]/account/credit - [BRAND]"
    ),
    "delivery_failed": (
        "[brand]: we could not deliver parcel {#alphanumeric#} today. Change the address, pick"
        " another day or cancel: [url]/delivery/{#alphanumeric#} - [BRAND]"
    ),
}
_MARK = re.compile(r"\{#(\w+)#\}")
_FITTING = {"numeric": r"([0-9]{1,40})", "alphanumeric": r"([^\n]{1,40})", "var": r"([^\n]{1,40})"}


class Addressed(Letterhead, Protocol):
    """A letterhead that also knows where its pages live (no trailing slash)."""

    @property
    def url(self) -> str: ...


def registered_text(template: str, brand: Addressed) -> str:
    """The text as this installation registers it. Raises KeyError for one that is not ours."""
    text = SMS_TEXTS[template]
    told = {"brand": brand.name, "BRAND": brand.name.upper(), "host": brand.host, "url": brand.url}
    for name, value in told.items():
        text = text.replace(f"[{name}]", value)
    return text


def variables_in(text: str, registered: str) -> tuple[str, ...] | None:
    """What stands at the marks of a registered text; None where the text is another.

    >>> variables_in("123456 is your code. - ZAHRA", "{#numeric#} is your code. - ZAHRA")
    ('123456',)
    >>> variables_in("123456 is your pin. - ZAHRA", "{#numeric#} is your code. - ZAHRA")
    """
    parts = _MARK.split(registered)  # words and names of marks in turn
    pattern = "".join(
        _FITTING[part] if at % 2 else re.escape(part) for at, part in enumerate(parts)
    )
    found = re.fullmatch(pattern, text)
    return found.groups() if found else None
