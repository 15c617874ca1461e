"""Phones and e-mail addresses in the one form in which they are stored and compared."""

from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from zahra.base.text import mask
from zahra.shop.identity.errors import InvalidIdentifier

_LONGEST = 254  # checked before anything parses


class Channel(StrEnum):
    """How a code travels."""

    SMS = "sms"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A phone in E.164 or an e-mail address in lower case."""

    value: str

    @property
    def is_phone(self) -> bool:
        return self.value.startswith("+")

    @property
    def kind(self) -> str:
        """As the identities table has it."""
        return "phone" if self.is_phone else "email"

    @property
    def channel(self) -> Channel:
        return Channel.SMS if self.is_phone else Channel.EMAIL

    @property
    def masked(self) -> str:
        return mask(self.value)


def identifier_of(text: str) -> Identifier:
    """What was typed as an identifier. Raises InvalidIdentifier, about the form only.

    >>> identifier_of("098765 43210").value, identifier_of("Asha@Example.COM").value
    ('+919876543210', 'asha@example.com')
    """
    text = text.strip()
    found = email_of(text) if "@" in text else phone_of(text)
    if found is None:
        raise InvalidIdentifier({"identifier": InvalidIdentifier.message})
    return Identifier(found)


def phone_of(text: str) -> str | None:
    """An Indian mobile number in E.164, from any usual spelling; None for anything else.

    "Valid" in the library's sense is not enough: landlines and nine-digit numbers are.

    >>> phone_of("0091 98765 43210"), phone_of("022 2778 2183"), phone_of("+1 415 555 2671")
    ('+919876543210', None, None)
    """
    if len(text) > _LONGEST:
        return None
    try:
        number = phonenumbers.parse(text, "IN")
    except phonenumbers.NumberParseException:
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    is_mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    is_indian = phonenumbers.is_valid_number_for_region(number, "IN")
    return e164 if is_mobile and is_indian and len(e164) == 13 and e164[3] in "6789" else None


def email_of(text: str) -> str | None:
    """An e-mail address in lower case with an ASCII domain; None for anything else.

    Tags and dots stay: whether two addresses reach one person is not ours to guess. The domain is
    not looked up: nothing on a request's path waits for DNS.

    >>> email_of("Asha+bag@Exämple.com"), email_of("asha@localhost")
    ('asha+bag@xn--exmple-cua.com', None)
    """
    if len(text) > _LONGEST:
        return None
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return (found.ascii_email or found.normalized).lower()
