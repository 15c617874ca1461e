"""How long things live and how often they may be tried. `app.py` fills it from the settings."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of identity.

    `cooldowns` follow the first, second … code of a day; the fifth and later ones close the hour.
    A password is locked after `password_failures_in_a_row`; `password_failures` of one
    `password_window` send its owner to the codes. A number is thought recycled when its account
    slept for `recycled_after`. `limits_off` is for load
    tests: it lifts every cooldown and cap, never the tries of one code.
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
    codes_of_own_device: int = 5  # an hour, when strangers have used up the others
    failed_per_hour: int = 15
    failed_by_everyone_per_hour: int = 2000
    sms_to_a_prefix: int = 20
    least_sms_budget: int = 200
    sms_reserve: int = 100  # an hour, for numbers we know, when others have used up the rest

    session_idle: timedelta = timedelta(days=30)
    session_absolute: timedelta = timedelta(days=90)
    sessions_per_person: int = 20
    staff_idle: timedelta = timedelta(minutes=30)
    staff_absolute: timedelta = timedelta(hours=12)
    staff_sessions: int = 3
    secret_lifetime: timedelta = timedelta(hours=24)
    secret_grace: timedelta = timedelta(seconds=60)

    password_shortest: int = 15
    password_failures: int = 5
    password_window: timedelta = timedelta(minutes=15)
    password_failures_in_a_row: int = 100
    failed_passwords_by_everyone_per_hour: int = 5000
    resets_per_hour: int = 3
    resets_per_day: int = 5
    reset_lifetime: timedelta = timedelta(minutes=20)
    pending_lifetime: timedelta = timedelta(minutes=30)
    totp_failures_in_a_row: int = 100
    passkeys_per_person: int = 20
    ceremony_lifetime: timedelta = timedelta(minutes=5)
    enrolment_lifetime: timedelta = timedelta(hours=24)
    recycled_after: timedelta = timedelta(days=180)

    issuer: str = "zahra"
    access_lifetime: timedelta = timedelta(minutes=10)
    grace: timedelta = timedelta(seconds=30)
    grace_replays: int = 20
    rotation_key_lifetime: timedelta = timedelta(hours=24)
    refreshes_per_minute: int = 30  # of one session

    limits_off: bool = False

    def idle(self, *, is_staff: bool) -> timedelta:
        """How long a session may lie unused."""
        return self.staff_idle if is_staff else self.session_idle

    def absolute(self, *, is_staff: bool) -> timedelta:
        """How old a session may grow."""
        return self.staff_absolute if is_staff else self.session_absolute

    def most_sessions(self, *, is_staff: bool) -> int:
        """How many sessions somebody may have at once."""
        return self.staff_sessions if is_staff else self.sessions_per_person

    def cooldown(self, sent_before: int) -> timedelta:
        """How long to wait after one more code, when so many went out earlier today.

        >>> [Policy().cooldown(n).seconds for n in (0, 1, 9)]
        [30, 60, 3600]
        """
        if self.limits_off:
            return timedelta(0)
        return self.cooldowns[min(sent_before, len(self.cooldowns) - 1)]
