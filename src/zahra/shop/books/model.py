"""What the books say about themselves: findings, payouts of gateways, and what does not match."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise

EXAMPLES = 5


class Thing(StrEnum):
    """What the ids of a finding are of."""

    ORDER = "order"
    LINE = "line of an order"
    PIECE = "piece of a line"
    PAYMENT = "payment"
    ATTEMPT = "attempt at paying"
    EVENT = "webhook"
    REFUND = "refund"
    DISPUTE = "dispute"
    GIVEBACK = "giveback"
    CREDIT = "store credit"
    PARCEL = "parcel"
    VARIANT = "variant"
    HOLD = "hold on stock"
    SERIES = "series of invoices"
    DOCUMENT = "invoice or credit note"
    PROMOTION = "promotion"
    LINK = "link to pay online"
    MESSAGE = "message"
    JOB = "job"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the shop, as a sentence, and the SQL that finds what breaks it.

    The statement selects one column, the id of each thing that breaks the rule: never a name, a
    phone or an address. It may use `%(now)s`.
    """

    name: str
    about: Thing
    broken_by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What looking for breaches of one rule found; `examples` are the first ids."""

    name: str
    is_sound: bool
    count: int
    examples: tuple[str, ...]
    about: Thing | None = None  # None where it was kept before that was told


@dataclass(frozen=True, slots=True)
class Report:
    """Every rule, looked at in one view of the database."""

    at: datetime
    took_ms: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        return not self.broken

    @property
    def broken(self) -> tuple[Finding, ...]:
        """What breaks a rule."""
        return tuple(finding for finding in self.findings if not finding.is_sound)


@dataclass(frozen=True, slots=True)
class DoctorRun:
    """A report as it was kept: only what was broken is named."""

    id: UUID
    at: datetime
    took_ms: int
    broken: int
    findings: tuple[Finding, ...]


class ItemKind(StrEnum):
    """What a line of a payout is about."""

    PAYMENT = "payment"
    REFUND = "refund"
    TRANSFER = "transfer"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class Settlement:
    """A payout to our bank account, with what it is made of added up."""

    id: UUID
    provider: str
    provider_settlement_id: str
    utr: str | None
    settled_at: datetime
    items: int
    unknown: int  # lines about no payment, refund or dispute of ours
    credit: Paise
    debit: Paise
    fee: Paise  # with its GST
    tax: Paise

    @property
    def amount(self) -> Paise:
        """What came into the bank account."""
        return self.credit - self.debit


class DiscrepancyKind(StrEnum):
    """What does not match."""

    NOT_SETTLED = "not_settled"
    SETTLED_WRONGLY = "settled_wrongly"
    UNKNOWN_PAYMENT = "unknown_payment"
    REFUND_NOT_SETTLED = "refund_not_settled"
    REFUND_REFUSED = "refund_refused"
    CREDIT_UNCLAIMED = "credit_unclaimed"
    CASH_NOT_REMITTED = "cash_not_remitted"
    CASH_DIFFERS = "cash_differs"
    QUARANTINED = "quarantined"
    GATEWAY_ODDITY = "gateway_oddity"
    BROKEN_RULE = "broken_rule"
    DISPUTED = "disputed"
    DISPUTE_DIFFERS = "dispute_differs"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long money may be on its way, or awaited, before it counts as missing."""

    bank_days: int = 3  # whole ones, after the day of the capture
    refunded: timedelta = timedelta(days=10)
    remitted: timedelta = timedelta(days=7)  # couriers' cycles differ
    run_out: timedelta = timedelta(days=1)  # an order that waits past its time


def bank_days_before(day: date, days: int) -> date:
    """The day from which so many bank days (Monday to Friday) lie before `day`.

    >>> bank_days_before(date(2026, 11, 27), 3)  # from a Friday, over no weekend
    datetime.date(2026, 11, 24)
    >>> bank_days_before(date(2026, 11, 24), 3)  # from a Tuesday, back to the Thursday before
    datetime.date(2026, 11, 19)
    """
    while days > 0:
        day -= timedelta(days=1)
        days -= day.isoweekday() <= 5
    return day


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that does not match now. `subject` names it: our id, or the gateway's. Until
    `due_at` somebody has to act, where that is known."""

    subject: str
    amount: Paise | None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """An entry of the exceptions list: open until it is mended, or explained by somebody."""

    id: UUID
    kind: DiscrepancyKind
    subject: str
    amount: Paise | None
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    note: str
    due_at: datetime | None = None  # until when somebody has to act

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def age_days(self, now: datetime) -> int:
        """Whole days it has been open, or was."""
        return ((self.closed_at or now) - self.opened_at).days

    def days_left(self, now: datetime) -> int | None:
        """Whole days until somebody must have acted, below zero once that day is over."""
        return None if self.due_at is None else (self.due_at - now).days


@dataclass(frozen=True, slots=True)
class Flow:
    """What came on a day, and what went back on that same day."""

    came: Paise = 0
    back: Paise = 0

    @property
    def net(self) -> Paise:
        return self.came - self.back


@dataclass(frozen=True, slots=True)
class RevenueDay:
    """One business day (IST) by four meanings of revenue that are never added to each other.

    Each is with GST, each thing on the day it happened itself: what is cancelled today was booked
    on another day and lowers today's.
    """

    day: date
    booked: Flow  # orders placed; less what was cancelled, came back or was returned
    shipped: Flow  # pieces handed to couriers; less what came back, was lost or returned
    delivered: Flow  # pieces in their buyers' hands; less returns
    settled: Flow  # paid into our account; less refunds taken out of it


@dataclass(frozen=True, slots=True)
class Matching:
    """How a payout file or answer matched: lines, new ones among them, lines nobody knows, and
    lines that were told otherwise before. What was told first stands."""

    lines: int
    new: int
    unknown: int
    changed: int = 0
