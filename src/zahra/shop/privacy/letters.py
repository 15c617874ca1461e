"""The last letter somebody gets."""

from zahra.shop.messaging import Letter, Letterhead, plain_letter

TEMPLATE = "account_erased"


def goodbye_sms(brand: Letterhead) -> str:
    """The registered DLT template, word for word.

    >>> from types import SimpleNamespace
    >>> goodbye_sms(SimpleNamespace(name="Zahra", host="zahra.example"))
    'Your Zahra account was deleted. If it was not you, write to us. - ZAHRA'
    """
    return (
        f"Your {brand.name} account was deleted. If it was not you, write to us."
        f" - {brand.name.upper()}"
    )


def goodbye(brand: Letterhead) -> Letter:
    """The same by e-mail, with what was kept and why."""
    return plain_letter(
        brand,
        f"Your {brand.name} account was deleted",
        [
            "As you asked, we have deleted your account and what we knew of you.",
            "Of what you bought we keep what tax law wants kept: the order, its tax and payments,"
            " and the name and address on its invoice.",
            "If it was not you who asked, answer this letter at once.",
        ],
    )
