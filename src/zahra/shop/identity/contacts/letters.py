"""What somebody reads when their phone or e-mail address has changed. Names no old or new one: who
reads this may be the wrong person."""

from collections.abc import Mapping

from zahra.shop.identity.contacts.model import ContactKind
from zahra.shop.messaging import Letter, Letterhead, plain_letter

TEMPLATE = "contact_changed"
_NAMES: Mapping[ContactKind, str] = {
    ContactKind.PHONE: "phone number",
    ContactKind.EMAIL: "e-mail address",
}


def change_sms(changed: ContactKind, brand: Letterhead) -> str:
    """The registered DLT template, word for word.

    >>> from types import SimpleNamespace
    >>> change_sms(ContactKind.PHONE, SimpleNamespace(name="Zahra", host="zahra.example"))
    'The phone number of your Zahra account was changed. If it was not you, write to us. - ZAHRA'
    """
    return (
        f"The {_NAMES[changed]} of your {brand.name} account was changed."
        f" If it was not you, write to us. - {brand.name.upper()}"
    )


def change_letter(changed: ContactKind, brand: Letterhead) -> Letter:
    """The same by e-mail, with what to do."""
    name = _NAMES[changed]
    return plain_letter(
        brand,
        f"Your {name} was changed",
        [
            f"The {name} of your {brand.name} account was changed, and you were logged out on"
            " your other devices.",
            "If it was you, all is well.",
            "If it was not you, answer this letter at once: somebody else may be using your"
            " account.",
        ],
    )
