"""What a shopper sees of their own: the account's front page, orders, addresses."""

from dataclasses import dataclass
from datetime import datetime

from zahra.base.money import Paise
from zahra.web.storefront.cards_view import Badge, Pager
from zahra.web.storefront.checkout_view import SavedAddress
from zahra.web.ui.forms import UNTOUCHED, FormState
from zahra.web.ui.page import NavLink
from zahra.web.ui.pictures import Picture


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order in a list. At most four pictures, and how many more things there are."""

    number: str
    url: str
    created_at: datetime
    status: Badge
    headline: str  # "Arriving Thu, 26 Nov"
    total: Paise
    piece_count: int
    pictures: tuple[Picture, ...]
    more_pictures: int = 0


@dataclass(frozen=True, slots=True)
class AccountPage:
    """`name` is None until one was given."""

    name: str | None
    identifier: str  # masked
    latest_order: OrderCard | None = None
    address_count: int = 0


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """The shopper's orders, newest first."""

    orders: tuple[OrderCard, ...]
    pager: Pager
    filters: tuple[NavLink, ...] = ()
    current_filter: str = ""


@dataclass(frozen=True, slots=True)
class AddressesPage:
    """All addresses, or one being written: `editing` is "new", an id, or None."""

    addresses: tuple[SavedAddress, ...] = ()
    editing: str | None = None
    form: FormState = UNTOUCHED
    states: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A way of paying that a gateway keeps."""

    id: str
    title: str  # "HDFC RuPay"
    last_four: str | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SavedMethodsPage:
    """What is kept, and since when that was agreed to; None: it was not."""

    cards: tuple[SavedCard, ...]
    agreed_at: datetime | None
    can_keep: bool  # whether any gateway keeps cards at all
    form: FormState = UNTOUCHED
