"""When a figure is a reason to look. Pure; the thresholds are in one place."""

from collections.abc import Iterator

from zahra.shop.analytics.model import Alert, Level, Recent
from zahra.shop.messaging import ChannelFigures, DeliveryFigures

MOST_CODES_TO_ONE_IN_AN_HOUR = 4
MOST_CODES_TO_ONE_IN_A_DAY = 8
MANY_PHONES = 50
MANY_NUMBERS_OF_A_PREFIX = 20
MOST_REUSES_IN_AN_HOUR = 5
MOST_COPIED_PASSKEYS_IN_A_DAY = 3
FEWEST_FOR_A_SHARE = 50  # below so many a share says nothing
LEAST_CONVERSION = 0.30
MOST_REPLAYS = 0.03
MOST_FAILED = {"sms": 0.10, "email": 0.03}
SLOWEST_SECONDS = 30
LEAST_LOGINS = 0.6  # of what such a weekday usually has
_NAMED = {"sms": "SMS", "email": "e-mails"}


def alerts_of(
    recent: Recent, deliveries: DeliveryFigures, *, most_wrong_codes: int
) -> tuple[Alert, ...]:
    """What should be looked at, the most urgent first.

    `deliveries` are of the last quarter of an hour; `most_wrong_codes` is the number an hour at
    which no code is checked any more.
    """
    found = [
        *_reuses(recent),
        *_copied_passkeys(recent.copied_passkeys_in_a_day),
        *_codes(recent),
        *_guessing(recent.wrong_codes_this_hour, most_wrong_codes),
        *(alert for each in deliveries.channels for alert in _carriers(each)),
        *_quiet(recent),
    ]
    return tuple(sorted(found, key=lambda alert: list(Level).index(alert.level)))


def _reuses(recent: Recent) -> Iterator[Alert]:
    if recent.reuses_in_an_hour > MOST_REUSES_IN_AN_HOUR:
        yield Alert(
            "refresh_reuse",
            Level.PAGE,
            "Used refresh tokens come back again and again: tokens are being stolen.",
            recent.reuses_in_an_hour,
        )
    elif recent.reuses_in_a_day:
        yield Alert(
            "refresh_reuse",
            Level.TICKET,
            "A used refresh token came back. Its session was ended; look who it was.",
            recent.reuses_in_a_day,
        )
    replayed = recent.replays_in_a_day / max(recent.rotations_in_a_day, 1)
    if recent.rotations_in_a_day >= FEWEST_FOR_A_SHARE and replayed > MOST_REPLAYS:
        yield Alert(
            "refresh_replays",
            Level.TICKET,
            "Programs often ask twice for the same tokens: one of them has a mistake.",
            recent.replays_in_a_day,
        )


def _copied_passkeys(copied: int) -> Iterator[Alert]:
    if copied > MOST_COPIED_PASSKEYS_IN_A_DAY:
        said = "Passkeys whose counters went back come again and again: passkeys are being copied."
        yield Alert("passkey_copied", Level.PAGE, said, copied)
    elif copied:
        said = "A passkey's counter went back: it may have been copied. It was refused."
        yield Alert("passkey_copied", Level.TICKET, said, copied)


def _codes(recent: Recent) -> Iterator[Alert]:
    if recent.busy_phones:
        level = Level.PAGE if recent.busy_phones >= MANY_PHONES else Level.TICKET
        yield Alert(
            "many_codes_to_one_phone",
            level,
            "Some phones or addresses are sent code after code.",
            recent.busy_phones,
        )
    if recent.pumped_prefixes:
        named = ", ".join(recent.pumped_prefixes)
        yield Alert(
            "sms_pumping",
            Level.PAGE,
            f"Many numbers that begin alike ask for codes ({named}). No more go there this hour.",
            len(recent.pumped_prefixes),
        )
    sent, verified = recent.codes_in_half_an_hour, recent.verified_in_half_an_hour
    if sent >= FEWEST_FOR_A_SHARE and verified / sent < LEAST_CONVERSION:
        yield Alert(
            "few_codes_answered",
            Level.PAGE,
            "Most codes of the last half hour were not answered: late, lost, or not wanted.",
            sent - verified,
        )


def _guessing(wrong: int, most: int) -> Iterator[Alert]:
    if wrong >= most:
        said = "So many wrong codes were typed that none is checked until the hour is over."
        yield Alert("guessing_codes", Level.PAGE, said, wrong)
    elif wrong * 2 >= most:
        said = "Many wrong codes this hour: somebody may be guessing."
        yield Alert("guessing_codes", Level.TICKET, said, wrong)


def _carriers(figures: ChannelFigures) -> Iterator[Alert]:
    lost = figures.failed + figures.bounced + figures.complained
    share = MOST_FAILED[figures.channel.value]
    if figures.sent >= FEWEST_FOR_A_SHARE and lost / figures.sent > share:
        yield Alert(
            f"{figures.channel.value}_not_delivered",
            Level.PAGE,
            f"More than {share:.0%} of {_NAMED[figures.channel.value]} do not arrive.",
            lost,
        )
    if figures.p95_seconds is not None and figures.p95_seconds > SLOWEST_SECONDS:
        yield Alert(
            f"{figures.channel.value}_slow",
            Level.TICKET,
            f"One in twenty of {_NAMED[figures.channel.value]} takes over {SLOWEST_SECONDS} s.",
            round(figures.p95_seconds),
        )


def _quiet(recent: Recent) -> Iterator[Alert]:
    usual = recent.logins_on_such_days or 0
    if usual >= FEWEST_FOR_A_SHARE and recent.logins_yesterday < usual * LEAST_LOGINS:
        said = f"Yesterday far fewer people logged in than the usual {usual:.0f}."
        yield Alert("few_logins", Level.TICKET, said, recent.logins_yesterday)
