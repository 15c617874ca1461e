"""What an order's page and its confirmation show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zahra.base.money import Paise
from zahra.web.storefront.bag_view import Totals
from zahra.web.storefront.cards_view import Badge, Entry
from zahra.web.ui.forms import UNTOUCHED, FormState
from zahra.web.ui.pictures import Picture


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What was bought, as it was when it was bought."""

    title: str
    colour: str
    size: str
    qty: int
    line_total: Paise
    picture: Picture
    url: str | None = None  # None: no longer in the catalogue
    note: str = ""  # "1 cancelled"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in an order's life, past or to come."""

    title: str
    state: Literal["done", "current", "waiting", "failed"]
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderAction:
    """Something the order allows now. A `post` is a form, a `get` a link."""

    label: str
    url: str
    method: Literal["get", "post"] = "get"
    is_main: bool = False
    consequence: str = ""  # said before a person does it


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment: "UPI", when, how much, how it stands."""

    method: str
    amount: Paise
    status: Badge
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefundLine:
    """Money on its way back: "To your card", how much, how it stands, and by which number of the
    bank's it is found. `url` is where one goes on, by the words of `link`."""

    to: str
    amount: Paise
    status: Badge
    note: str = ""
    reference: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel: what is in it, who brings it under which number, and what is due for it."""

    number: str
    status: Badge
    items: tuple[str, ...]
    carried_by: str = ""
    awb: str = ""
    tracking_url: str = ""
    at: datetime | None = None  # delivered, or else dispatched
    to_pay: Paise = 0
    answer_url: str = ""  # where its buyer says what to do after it could not be handed over


@dataclass(frozen=True, slots=True)
class ReturnLink:
    """A return of this order, to follow."""

    number: str
    url: str
    status: Badge


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice or a credit note to read."""

    label: str
    url: str
    total: Paise


@dataclass(frozen=True, slots=True)
class CancelLine:
    """A line of which pieces can be cancelled; `most` of them."""

    id: str
    title: str
    text: str
    most: int


@dataclass(frozen=True, slots=True)
class CancelPage:
    """Which pieces, and why; then, before it is done, what goes back where and how soon."""

    number: str
    lines: tuple[CancelLine, ...]
    reasons: tuple[tuple[str, str], ...]
    form: FormState = UNTOUCHED
    review: tuple[str, ...] = ()  # sentences; not empty: only the last word is missing
    is_whole: bool = False  # pieces cannot be chosen: nobody has paid yet


@dataclass(frozen=True, slots=True)
class OrderPage:
    """The whole of one order, for the person who placed it. `instead_of` is the return for which it
    is sent out in exchange."""

    number: str
    created_at: datetime
    status: Badge
    timeline: tuple[Moment, ...]
    lines: tuple[OrderLine, ...]
    totals: Totals
    address_name: str
    address_lines: tuple[str, ...]
    phone: str
    payments: tuple[PaymentLine, ...] = ()
    refunds: tuple[RefundLine, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    papers: tuple[Paper, ...] = ()
    returns: tuple[ReturnLink, ...] = ()
    instead_of: ReturnLink | None = None
    actions: tuple[OrderAction, ...] = ()
    arrives_by: date | None = None
    headline: str = ""  # "Arriving Thu, 26 Nov"


@dataclass(frozen=True, slots=True)
class ConfirmationPage:
    """Right after placing: what, where, when, paid or due, and what happens next."""

    order: OrderPage
    receipt_sent_to: str  # masked
    next_steps: tuple[Entry, ...] = ()
