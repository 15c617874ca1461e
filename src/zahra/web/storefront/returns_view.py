"""What the pages of returns and of store credit show."""

from dataclasses import dataclass, field
from datetime import date, datetime

from zahra.base.money import Paise
from zahra.web.storefront.cards_view import Badge, Pager
from zahra.web.storefront.order_view import Moment, RefundLine
from zahra.web.ui.filters import count_of
from zahra.web.ui.forms import UNTOUCHED, FormState
from zahra.web.ui.pictures import Picture


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo somebody sent. Width and height are the small one's, in pixels."""

    id: str
    small: str
    large: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class WizardLine:
    """A line of an order in the form: how many may be sent back, until when, or why none."""

    id: str
    title: str
    text: str  # "Indigo, M"
    picture: Picture
    most: int
    until: date | None
    why: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    wishes: tuple[tuple[str, str], ...] = ()  # a refund, or a size with its difference
    price: Paise = 0
    photos: tuple[Photo, ...] = ()

    @property
    def counts(self) -> tuple[tuple[str, str], ...]:
        """How many of it may go back, to choose one."""
        if self.most == 1:
            return ("0", "No, I keep it"), ("1", "Yes")
        pieces = ((str(n), count_of(n, "piece", "pieces")) for n in range(1, self.most + 1))
        return ("0", "Nothing, I keep it"), *pieces


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the shopper's, as far as it may be read."""

    id: str
    shown: str
    verified_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """What is about to be asked: a line in words."""

    title: str
    text: str
    photo_count: int = 0


@dataclass(frozen=True, slots=True)
class WizardPage:
    """Asking to send something back: everything on one page, then once more to look over."""

    number: str
    lines: tuple[WizardLine, ...]
    accounts: tuple[Account, ...]
    has_cash: bool
    address_lines: tuple[str, ...]
    form: FormState = UNTOUCHED
    review: tuple[ReviewLine, ...] = ()
    promises: tuple[str, ...] = ()  # what it gives if all of it passes, in sentences
    source_text: str = ""  # "Your UPI account, within 7 days."; "": all was paid at the door

    @property
    def has_any(self) -> bool:
        """Whether anything can be sent back."""
        return any(line.most for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """A return in a list."""

    number: str
    url: str
    order_number: str
    created_at: datetime
    status: Badge
    piece_count: int


@dataclass(frozen=True, slots=True)
class ReturnsPage:
    """One's returns, newest first."""

    returns: tuple[ReturnCard, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """A line of a return."""

    title: str
    text: str
    reason: str
    wish: str
    outcome: str = ""
    note: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Coming:
    """Who fetches it and when; `trouble` is what went wrong, `note` what comes next."""

    by: str = ""
    on: date | None = None
    awb: str = ""
    tracking_url: str = ""
    trouble: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SentInstead:
    """The order that sends out what is wanted in exchange, and what is to be paid before."""

    number: str
    due: Paise = 0


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """One return."""

    number: str
    order_number: str
    status: Badge
    created_at: datetime
    timeline: tuple[Moment, ...]
    lines: tuple[ReturnedLine, ...]
    promises: tuple[str, ...] = ()  # what it gives if all of it passes, in sentences
    refunds: tuple[RefundLine, ...] = ()
    pickup: Coming | None = None
    may_cancel: bool = False
    may_ask_again: bool = False
    is_exchange_held: bool = False
    sent: SentInstead | None = None
    ending: str = ""  # what it means that it came to nothing
    is_refused: bool = False
    again_url: str = ""


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A change of store credit."""

    title: str
    amount: Paise
    balance: Paise
    at: datetime
    order: str = ""  # the number of the one it is about


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """Money on its way to an account. `choose` is where the account is chosen, "" where it need not
    be any more; `field` is the name of the choice."""

    title: str
    status: Badge
    amount: Paise
    text: str
    choose: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class CreditPage:
    """Store credit, payouts, and the accounts that refunds may go to."""

    balance: Paise
    lines: tuple[CreditLine, ...]
    accounts: tuple[Account, ...] = ()
    pager: Pager | None = None
    payouts: tuple[PayoutLine, ...] = ()
    form: FormState = field(default=UNTOUCHED)

    @property
    def account_choices(self) -> tuple[tuple[str, str], ...]:
        """The accounts, to choose one of."""
        return tuple((account.id, account.shown) for account in self.accounts)


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Naming an account of one's own; `next_url` is where it is wanted."""

    form: FormState = field(default=UNTOUCHED)
    kind: str = "upi"  # or "bank"
    next_url: str = "/account/credit"
