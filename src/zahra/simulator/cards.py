"""The documented test cards, and what becomes of a payment with each."""

from dataclasses import dataclass
from datetime import UTC, datetime

from zahra.simulator.books import Json

_GOOD = {
    "4100280000001007": "Visa",
    "5500670000001002": "MasterCard",
    "6527658900001005": "RuPay",
    "36082800091007": "Diners Club",
    "340256000401007": "American Express",
    "5555555555554444": "MasterCard",
    "4012888888881881": "Visa",
    "5241810000000000": "MasterCard",
}
_INTERNATIONAL = ("5555555555554444", "4012888888881881")
_BAD = {
    "payment_timed_out": ("4100280000090000", "5305620000060000"),
    "insufficient_funds": ("4100280000080001", "5305620000050001"),
    "payment_cancelled": ("4100280000070002", "5305620000040002"),
    "card_declined": ("4100280000060003", "5305620000030003"),
    "card_disabled_for_online_payments": ("4100280000030006", "5305620000000006"),
    "card_number_invalid": ("4100280000010008", "5305620000080008"),
    "gateway_technical_error": ("4100280000020007", "5305620000090007"),
    "authentication_failed": ("4100280000000009", "5305620000070009"),
}
_DOOMED = {number: reason for reason, numbers in _BAD.items() for number in numbers}


@dataclass(frozen=True, slots=True)
class CardForm:
    """What the payer typed, spaces and all."""

    number: str
    expiry: str  # MM/YY
    cvv: str
    holder: str = ""


def problems(form: CardForm, now: float) -> dict[str, str]:
    """What is wrong with the form, by field; empty when nothing is."""
    wrong: dict[str, str] = {}
    if not is_luhn_valid(digits(form.number)):
        wrong["number"] = "Check the card number."
    if not _is_future(form.expiry, now):
        wrong["expiry"] = "Enter a date to come, as MM/YY."
    if not (form.cvv.isascii() and form.cvv.isdigit() and len(form.cvv) in (3, 4)):
        wrong["cvv"] = "Enter the 3 or 4 digits of the CVV."
    return wrong


def doom_of(number: str) -> str | None:
    """Why a payment with this card fails, if it does. An unknown card is not valid here.

    >>> doom_of("4100 2800 0008 0001"), doom_of("4100 2800 0000 1007")
    ('insufficient_funds', None)
    """
    plain = digits(number)
    return None if plain in _GOOD else _DOOMED.get(plain, "card_number_invalid")


def described(form: CardForm, id: str) -> Json:
    """The card entity: never the number."""
    number = digits(form.number)
    network = _GOOD.get(number, "Visa" if number.startswith("4") else "MasterCard")
    return {
        "id": id,
        "entity": "card",
        "name": form.holder,
        "last4": number[-4:],
        "network": network,
        "type": "credit",
        "issuer": "HDFC",
        "international": number in _INTERNATIONAL,
        "emi": number == "5241810000000000",
        "sub_type": "consumer",
        "token_iin": None,
    }


def digits(number: str) -> str:
    return "".join(letter for letter in number if letter not in " -")


def is_luhn_valid(number: str) -> bool:
    """The check digit of ISO/IEC 7812, for 12 to 19 digits.

    >>> is_luhn_valid("4100280000001007"), is_luhn_valid("4100280000001008")
    (True, False)
    """
    if not (number.isascii() and number.isdigit() and 12 <= len(number) <= 19):
        return False
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_future(expiry: str, now: float) -> bool:
    try:
        month, year = (int(part) for part in expiry.replace(" ", "").split("/"))
    except ValueError:
        return False
    today = datetime.fromtimestamp(now, UTC)
    return 1 <= month <= 12 and (year % 100 + 2000, month) >= (today.year, today.month)
