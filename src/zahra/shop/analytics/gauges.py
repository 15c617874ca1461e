"""The door as numbers for a monitoring system, read from the database at every scrape.

Read there, they are the same whichever process is asked, and survive restarts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from zahra.base.clock import ist_day, start_of
from zahra.base.db import Snapshot
from zahra.shop import identity
from zahra.shop.analytics import store
from zahra.shop.analytics.keeping_watch import read_watch
from zahra.shop.analytics.model import Watch

HELP: Mapping[str, str] = {
    "zahra_logins_today": "Logins since midnight IST, by method",
    "zahra_codes_sent_today": "One-time codes sent since midnight IST, by channel",
    "zahra_codes_half_hour": "One-time codes of the last half hour, sent and verified",
    "zahra_wrong_codes_hour": "Wrong codes compared in this hour of the clock",
    "zahra_wrong_codes_limit": "Wrong codes an hour at which no code is checked any more",
    "zahra_refresh_reuses_hour": "Used refresh tokens that came back in the last hour",
    "zahra_refresh_rotations_day": "Refresh tokens exchanged in the last 24 hours",
    "zahra_refresh_replays_day": "Refresh tokens given again to the same caller in 24 hours",
    "zahra_copied_passkeys_day": "Passkeys whose counter went back, refused in the last 24 hours",
    "zahra_active_sessions": "Living sessions, by when they were last used",
    "zahra_busy_phones": "Phones and addresses that are sent code after code",
    "zahra_pumped_prefixes": "Beginnings of numbers that many codes of the last hour went to",
    "zahra_deliveries_quarter": "Messages of the last 15 minutes, by channel and outcome",
    "zahra_delivery_seconds": "Seconds to the delivery report, last 15 minutes, by channel",
    "zahra_security_alerts": "What somebody should look at now, by code and level",
}


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number; `name` is of HELP."""

    name: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


async def gauges(snapshot: Snapshot, *, policy: identity.Policy) -> list[Gauge]:
    """Every number, in the order of HELP."""
    watch = await read_watch(snapshot, policy=policy)
    midnight = start_of(ist_day(snapshot.now))
    today = await store.happenings(snapshot, midnight, snapshot.now + timedelta(seconds=1))
    sessions = await store.active_sessions(snapshot)
    return [
        *(Gauge("zahra_logins_today", c.times, {"by": c.how}) for c in today if c.is_login),
        *(Gauge("zahra_codes_sent_today", c.times, {"channel": c.how}) for c in today if c.is_code),
        *_now(watch),
        Gauge("zahra_wrong_codes_limit", policy.failed_by_everyone_per_hour),
        Gauge("zahra_active_sessions", sessions.seen_in_24_hours, {"seen": "24h"}),
        Gauge("zahra_active_sessions", sessions.seen_in_30_days, {"seen": "30d"}),
    ]


def _now(watch: Watch) -> Iterator[Gauge]:
    recent = watch.recent
    yield Gauge("zahra_codes_half_hour", recent.codes_in_half_an_hour, {"what": "sent"})
    yield Gauge("zahra_codes_half_hour", recent.verified_in_half_an_hour, {"what": "verified"})
    yield Gauge("zahra_wrong_codes_hour", recent.wrong_codes_this_hour)
    yield Gauge("zahra_refresh_reuses_hour", recent.reuses_in_an_hour)
    yield Gauge("zahra_refresh_rotations_day", recent.rotations_in_a_day)
    yield Gauge("zahra_refresh_replays_day", recent.replays_in_a_day)
    yield Gauge("zahra_copied_passkeys_day", recent.copied_passkeys_in_a_day)
    yield Gauge("zahra_busy_phones", recent.busy_phones)
    yield Gauge("zahra_pumped_prefixes", len(recent.pumped_prefixes))
    for each in watch.deliveries.channels:
        labels = {"channel": each.channel.value}
        for outcome in ("sent", "delivered", "failed", "bounced", "complained"):
            told = {**labels, "outcome": outcome}
            yield Gauge("zahra_deliveries_quarter", getattr(each, outcome), told)
        for quantile, seconds in (("0.5", each.p50_seconds), ("0.95", each.p95_seconds)):
            if seconds is not None:
                yield Gauge("zahra_delivery_seconds", seconds, {**labels, "quantile": quantile})
    for alert in watch.alerts:
        told = {"code": alert.code, "level": alert.level.value}
        yield Gauge("zahra_security_alerts", alert.count, told)
