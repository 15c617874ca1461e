"""What a code looks like when it arrives. The SMS is the registered DLT template, word for word.

No rupee sign and no dash but `-`: one character outside GSM-7 would halve the length of an SMS.
"""

from zahra.shop.identity.codes.challenge import Purpose
from zahra.shop.messaging import Letter, Letterhead, plain_letter


def template_of(purpose: Purpose) -> str:
    """The name its text is registered under."""
    return "confirm_order" if purpose is Purpose.CONFIRM_ORDER else "login_code"


def sms_for(purpose: Purpose, code: str, brand: Letterhead) -> str:
    """The text of a code by what it proves: nobody should confirm an order by logging in."""
    says = order_sms if purpose is Purpose.CONFIRM_ORDER else code_sms
    return says(code, brand)


def code_sms(code: str, brand: Letterhead) -> str:
    """The text; its last line binds the code to our pages, so that a phone can fill it in (WebOTP).

    Registered word for word (`messaging/registered.py`).
    """
    name = brand.name
    return (
        f"{code} is your {name} verification code. Valid for 5 min. Do not share it."
        f" - {name.upper()}\n\n@{brand.host} #{code}"
    )


def order_sms(code: str, brand: Letterhead) -> str:
    """The same for a code that confirms an order to be paid at the door."""
    name = brand.name
    return (
        f"{code} confirms your {name} cash on delivery order. Valid for 5 min. Do not share it."
        f" - {name.upper()}\n\n@{brand.host} #{code}"
    )


def code_email(code: str, brand: Letterhead) -> Letter:
    """The code in the subject too, so that it can be read without opening."""
    return plain_letter(
        brand,
        f"{code} is your {brand.name} code",
        [
            f"{code} is your {brand.name} verification code.",
            "It is good for 5 minutes. Do not share it with anybody; we never ask for it.\n"
            "If you did not ask for it, you can ignore this message.",
        ],
    )
