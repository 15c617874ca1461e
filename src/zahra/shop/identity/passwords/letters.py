"""What somebody reads about their password."""

from zahra.shop.messaging import Addressed, Letter, Letterhead, plain_letter

LINK, CHANGED = "password_reset", "password_changed"
CHANGED_SMS = "contact_changed"  # the registered text names what was changed by a variable


def link_letter(token: str, brand: Addressed) -> Letter:
    """The link to a new password."""
    return plain_letter(
        brand,
        f"Choose a new {brand.name} password",
        [
            f"Somebody, we hope it was you, asked for a new password for your {brand.name}"
            " account. Choose it here within 20 minutes:",
            f"{brand.url}/reset?token={token}",
            "If it was not you, there is nothing to do: your password stays as it is.",
        ],
    )


def changed_letter(brand: Addressed) -> Letter:
    """That the password is another now, and what to do if it was not its owner."""
    return plain_letter(
        brand,
        f"Your {brand.name} password was changed",
        [
            f"Your {brand.name} account has a new password.",
            "If you chose it, all is well.",
            "If it was not you, choose another one at once, which also logs everybody else out:"
            f"\n{brand.url}/forgot",
        ],
    )


def changed_sms(brand: Letterhead) -> str:
    """The registered DLT template, word for word.

    >>> from types import SimpleNamespace
    >>> changed_sms(SimpleNamespace(name="Zahra", host="zahra.example"))
    'The password of your Zahra account was changed. If it was not you, write to us. - ZAHRA'
    """
    return (
        f"The password of your {brand.name} account was changed."
        f" If it was not you, write to us. - {brand.name.upper()}"
    )
