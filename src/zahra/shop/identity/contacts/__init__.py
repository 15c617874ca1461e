"""The phone and the e-mail address somebody is reached by, and how they change."""

from zahra.shop.identity.contacts.changing import (
    ConfirmingContact,
    ContactChanged,
    change_contact,
    confirm_contact,
    pending_contacts,
    remove_contact,
)
from zahra.shop.identity.contacts.jobs import tell_of_change
from zahra.shop.identity.contacts.model import Contact, ContactKind, PendingContact
from zahra.shop.identity.contacts.noting import on_phone_told
from zahra.shop.identity.contacts.presence import must_be_there

__all__ = [
    "ConfirmingContact",
    "Contact",
    "ContactChanged",
    "ContactKind",
    "PendingContact",
    "change_contact",
    "confirm_contact",
    "must_be_there",
    "on_phone_told",
    "pending_contacts",
    "remove_contact",
    "tell_of_change",
]
