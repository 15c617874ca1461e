"""When a figure is a reason to look: each threshold, on both sides."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from zahra.shop.analytics.model import Level, Recent
from zahra.shop.analytics.rules import alerts_of
from zahra.shop.messaging import Channel, ChannelFigures, DeliveryFigures

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CALM = Recent(
    reuses_in_an_hour=0,
    reuses_in_a_day=0,
    codes_in_half_an_hour=100,
    verified_in_half_an_hour=80,
    busy_phones=0,
    pumped_prefixes=(),
    wrong_codes_this_hour=10,
    rotations_in_a_day=1000,
    replays_in_a_day=30,
    copied_passkeys_in_a_day=0,
    logins_yesterday=60,
    logins_on_such_days=100,
)
SMS = ChannelFigures(Channel.SMS, None, 100, 90, 10, 0, 0, 0, 2, 30)
EMAIL = ChannelFigures(Channel.EMAIL, None, 100, 97, 0, 3, 0, 0, 2, 30)


def alerts(
    recent: Recent = CALM, *channels: ChannelFigures, most: int = 2000
) -> list[tuple[str, Level]]:
    deliveries = DeliveryFigures(NOW, NOW, channels=channels or (SMS, EMAIL))
    found = alerts_of(recent, deliveries, most_wrong_codes=most)
    return [(alert.code, alert.level) for alert in found]


def test_at_its_thresholds_a_shop_is_still_calm():
    assert alerts() == []


@pytest.mark.parametrize(
    ("recent", "expected"),
    [
        (replace(CALM, reuses_in_a_day=1), ("refresh_reuse", Level.TICKET)),
        (replace(CALM, reuses_in_an_hour=6), ("refresh_reuse", Level.PAGE)),
        (replace(CALM, replays_in_a_day=31), ("refresh_replays", Level.TICKET)),
        (replace(CALM, copied_passkeys_in_a_day=1), ("passkey_copied", Level.TICKET)),
        (replace(CALM, copied_passkeys_in_a_day=3), ("passkey_copied", Level.TICKET)),
        (replace(CALM, copied_passkeys_in_a_day=4), ("passkey_copied", Level.PAGE)),
        (replace(CALM, busy_phones=1), ("many_codes_to_one_phone", Level.TICKET)),
        (replace(CALM, busy_phones=50), ("many_codes_to_one_phone", Level.PAGE)),
        (replace(CALM, pumped_prefixes=("+9198765",)), ("sms_pumping", Level.PAGE)),
        (replace(CALM, verified_in_half_an_hour=29), ("few_codes_answered", Level.PAGE)),
        (replace(CALM, wrong_codes_this_hour=1000), ("guessing_codes", Level.TICKET)),
        (replace(CALM, wrong_codes_this_hour=2000), ("guessing_codes", Level.PAGE)),
        (replace(CALM, logins_yesterday=59), ("few_logins", Level.TICKET)),
    ],
)
def test_one_more_than_a_threshold_is_a_reason_to_look(recent: Recent, expected: tuple[str, Level]):
    assert alerts(recent) == [expected]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (replace(SMS, failed=11), ("sms_not_delivered", Level.PAGE)),
        (replace(EMAIL, bounced=4), ("email_not_delivered", Level.PAGE)),
        (replace(EMAIL, bounced=2, complained=2), ("email_not_delivered", Level.PAGE)),
        (replace(SMS, p95_seconds=31), ("sms_slow", Level.TICKET)),
    ],
)
def test_messages_that_do_not_arrive_are_a_reason_to_look(
    figures: ChannelFigures, expected: tuple[str, Level]
):
    assert alerts(CALM, figures) == [expected]


def test_few_messages_and_a_young_shop_say_nothing():
    quiet = replace(
        CALM,
        codes_in_half_an_hour=49,
        verified_in_half_an_hour=0,
        rotations_in_a_day=49,
        replays_in_a_day=49,
        logins_yesterday=0,
        logins_on_such_days=None,
    )
    assert alerts(quiet, replace(SMS, sent=49, failed=49)) == []


def test_what_is_for_now_stands_before_what_is_for_today():
    both = replace(CALM, busy_phones=1, pumped_prefixes=("+9198765",))
    assert [level for _, level in alerts(both)] == [Level.PAGE, Level.TICKET]
