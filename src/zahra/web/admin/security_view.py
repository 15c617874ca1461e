"""How it stands at the door, as the page of the watch shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from zahra.web.ui.forms import UNTOUCHED, FormState
from zahra.web.ui.page import NavLink


@dataclass(frozen=True, slots=True)
class AlertRow:
    """Something somebody should look at; now, if it is urgent."""

    sentence: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day at the door. `height` is that of its bar, in hundredths of the busiest day's."""

    day: date
    logins: int
    by_method: str
    codes: int
    verified: str
    wrong_codes: int
    replays: str
    reuses: int
    height: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What became of the messages of one carrier, or of a whole channel."""

    name: str
    is_total: bool
    sent: int
    delivered: int
    failed: str
    bounced: str
    seconds: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One thing that was looked at about our mail."""

    name: str
    verdict: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MailRow:
    """What one look at our mail found, and when."""

    at: datetime
    title: str
    verdict: str
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """The days asked for, the latest first, and what is wrong now."""

    at: datetime
    alerts: tuple[AlertRow, ...]
    figures: tuple[Figure, ...]
    days: tuple[DayRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    mail: tuple[MailRow, ...]
    presets: tuple[NavLink, ...]
    filters: FormState = UNTOUCHED
