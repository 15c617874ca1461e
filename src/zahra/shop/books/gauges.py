"""The books as numbers for a monitoring system, read from the database at every scrape."""

from collections.abc import Mapping
from datetime import timedelta

from zahra.base.db import Snapshot
from zahra.shop.analytics import Gauge
from zahra.shop.books.store import discrepancies, doctor, watching

HELP: Mapping[str, str] = {
    "zahra_doctor_broken": "Rules that the last examination of the books found broken",
    "zahra_doctor_age_seconds": "Seconds since the books were last examined",
    "zahra_exceptions_open": "Entries of the exceptions list that are open, by kind",
    "zahra_exceptions_oldest_days": "Age of the oldest open entry in days, by kind",
    "zahra_webhook_silence_seconds": "Seconds a gateway with payments has sent no webhook",
}
_DAY = timedelta(days=1)


async def gauges(snapshot: Snapshot) -> list[Gauge]:
    """Every number, in the order of HELP. Silence counts up to the last payment: where nobody
    pays there is nothing to tell."""
    found = list[Gauge]()
    if (run := await doctor.latest(snapshot)) is not None:
        found.append(Gauge("zahra_doctor_broken", run.broken))
        found.append(Gauge("zahra_doctor_age_seconds", (snapshot.now - run.at).total_seconds()))
    counts = await discrepancies.open_counts(snapshot)
    for each in counts:
        found.append(Gauge("zahra_exceptions_open", each.count, {"kind": each.kind.value}))
    for each in counts:
        told = {"kind": each.kind.value}
        found.append(Gauge("zahra_exceptions_oldest_days", each.oldest_days, told))
    for each in await watching.silences(snapshot, since=snapshot.now - _DAY):
        heard = each.last_event_at or snapshot.now - _DAY
        silent = max(0.0, (each.last_payment_at - heard).total_seconds())
        found.append(Gauge("zahra_webhook_silence_seconds", silent, {"gateway": each.provider}))
    return found
