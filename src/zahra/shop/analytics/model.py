"""What keeping watch over the door shows: figures by the day, how it stands now, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from zahra.shop.messaging import DeliveryFigures


class Level(StrEnum):
    """How soon somebody should look: now, or today."""

    PAGE = "page"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that should not be. `code` is stable; `count` is how much of it there is."""

    code: str
    level: Level
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class SecurityDay:
    """One business day (IST) at the door.

    `logins` is by method (`sms`, `email`, `pwd`, …), `codes_sent` by channel. `rotations` are
    refresh tokens exchanged, `replays` those given a second time to the same caller.
    """

    day: date
    logins: Mapping[str, int]
    codes_sent: Mapping[str, int]
    codes_verified: int
    wrong_codes: int
    rotations: int
    replays: int
    reuses: int

    @property
    def conversion(self) -> float | None:
        """Codes answered rightly for each sent; None where none was sent."""
        sent = sum(self.codes_sent.values())
        return self.codes_verified / sent if sent else None


@dataclass(frozen=True, slots=True)
class ActiveSessions:
    """Sessions that are alive, by when they were last used."""

    seen_in_30_days: int
    seen_in_24_hours: int
    people: int


@dataclass(frozen=True, slots=True)
class Recent:
    """How it stands now: what the alerts are reckoned from."""

    reuses_in_an_hour: int
    reuses_in_a_day: int
    codes_in_half_an_hour: int
    verified_in_half_an_hour: int
    busy_phones: int
    pumped_prefixes: tuple[str, ...]
    wrong_codes_this_hour: int
    rotations_in_a_day: int
    replays_in_a_day: int
    copied_passkeys_in_a_day: int
    logins_yesterday: int
    logins_on_such_days: float | None


@dataclass(frozen=True, slots=True)
class Watch:
    """How the door stands now. `deliveries` are of the last quarter of an hour."""

    recent: Recent
    deliveries: DeliveryFigures
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class SecurityFigures:
    """Everything the page of the watch shows. `deliveries` are of the days asked for."""

    at: datetime
    days: tuple[SecurityDay, ...]
    sessions: ActiveSessions
    deliveries: DeliveryFigures
    alerts: tuple[Alert, ...]
