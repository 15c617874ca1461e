"""How long things live and how often they may be tried. `app.py` fills it from the settings."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of identity.

    `cooldowns` follow the first, second … code of a day; the fifth and later ones close the hour.
    `limits_off` is for load tests: it lifts every cooldown and cap, never the tries of one code.
    """

    code_lifetime: timedelta = timedelta(minutes=5)
    tries: int = 5
    cooldowns: tuple[timedelta, ...] = (
        timedelta(seconds=30),
        timedelta(seconds=60),
        timedelta(seconds=120),
        timedelta(seconds=300),
        timedelta(hours=1),
    )
    resends: int = 3
    daily_cap: int = 10
    failed_per_hour: int = 15
    failed_by_everyone_per_hour: int = 2000

    session_idle: timedelta = timedelta(days=30)
    session_absolute: timedelta = timedelta(days=90)
    sessions_per_person: int = 20

    issuer: str = "zahra"
    access_lifetime: timedelta = timedelta(minutes=10)
    grace: timedelta = timedelta(seconds=30)
    grace_replays: int = 20
    rotation_key_lifetime: timedelta = timedelta(hours=24)

    limits_off: bool = False

    def cooldown(self, sent_before: int) -> timedelta:
        """How long to wait after one more code, when so many went out earlier today.

        >>> [Policy().cooldown(n).seconds for n in (0, 1, 9)]
        [30, 60, 3600]
        """
        if self.limits_off:
            return timedelta(0)
        return self.cooldowns[min(sent_before, len(self.cooldowns) - 1)]
