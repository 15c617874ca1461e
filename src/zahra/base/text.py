"""Text made fit for URLs, comparison and logs."""

import re
import unicodedata

_SEALED = re.compile(r"/[A-Za-z0-9_-]{40}(?=/|$)")


def slug_of(text: str) -> str:
    """Lower-case ASCII words joined by hyphens.

    >>> slug_of("Chanderi  Suit-Set, Rosé")
    'chanderi-suit-set-rose'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def mask_seals(path: str) -> str:
    """An address without what opens it: the last part of a link that was sent to somebody (see
    `base.seals`) lets in whoever reads it.

    >>> mask_seals("/pay/" + 40 * "x"), mask_seals("/orders/ZH-7K3M9Q2X")
    ('/pay/•••', '/orders/ZH-7K3M9Q2X')
    """
    return _SEALED.sub("/•••", path)


def mask_phone(phone: str) -> str:
    """Only the last four digits of a phone.

    >>> mask_phone("+919876543210")
    '••••••3210'
    """
    return "••••••" + phone[-4:]


def mask_email(email: str) -> str:
    """The first letter and the domain of an e-mail address.

    >>> mask_email("asha@example.com")
    'a•••@example.com'
    """
    local, _, domain = email.partition("@")
    return f"{local[:1]}•••@{domain}"


def mask(identifier: str) -> str:
    """Mask a phone or an e-mail address, whichever it is."""
    return mask_email(identifier) if "@" in identifier else mask_phone(identifier)
