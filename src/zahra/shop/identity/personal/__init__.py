"""All that identity knows of one person: telling it to them, and forgetting it."""

from zahra.shop.identity.personal.closing import (
    close_account,
    contacts_of_erased,
    forget_contacts,
    forget_leftovers,
    told_about,
)

__all__ = [
    "close_account",
    "contacts_of_erased",
    "forget_contacts",
    "forget_leftovers",
    "told_about",
]
