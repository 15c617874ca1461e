"""What a code looks like when it arrives. The SMS is the registered DLT template, word for word.

No rupee sign and no dash but `-`: one character outside GSM-7 would halve the length of an SMS.
"""

from dataclasses import dataclass
from html import escape

from zahra.shop.messaging import Letterhead

TEMPLATE = "login_code"


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail, with and without markup."""

    subject: str
    text: str
    html: str


def code_sms(code: str, brand: Letterhead) -> str:
    """The text; its last line binds the code to our pages, so that a phone can fill it in (WebOTP).

    Registered as `#numeric# is your … verification code. Valid for 5 min. …`.
    """
    name = brand.name
    return (
        f"{code} is your {name} verification code. Valid for 5 min. Do not share it."
        f" - {name.upper()}\n\n@{brand.host} #{code}"
    )


def code_email(code: str, brand: Letterhead) -> Email:
    """The code in the subject too, so that it can be read without opening."""
    text = (
        f"{code} is your {brand.name} verification code.\n\n"
        "It is good for 5 minutes. Do not share it with anybody; we never ask for it.\n"
        f"If you did not ask for it, you can ignore this message.\n\n{brand.name}\n"
    )
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.strip().split("\n\n"))
    return Email(f"{code} is your {brand.name} code", text, paragraphs)
