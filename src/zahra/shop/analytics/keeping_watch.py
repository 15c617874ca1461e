"""The figures of the door and what they should make somebody do."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day, start_of
from zahra.base.db import Snapshot
from zahra.base.errors import Invalid
from zahra.shop import identity, messaging
from zahra.shop.analytics import rules, store
from zahra.shop.analytics.model import Recent, SecurityDay, SecurityFigures, Watch

LONGEST = timedelta(days=92)
EARLIEST, _LATEST = date(2000, 1, 1), date(2999, 12, 31)  # beyond them dates cannot be counted with
_QUARTER = timedelta(minutes=15)
_WEEKS = 4  # of the same weekday, to tell a quiet day from a quiet shop


async def security_figures(
    snapshot: Snapshot, actor: Actor, first: date, last: date, *, policy: identity.Policy
) -> SecurityFigures:
    """The door from `first` to `last`, both business days included, the latest first.

    Raises Forbidden without `security:read`, Invalid for days in the wrong order, over 92,
    or of another millennium.
    """
    actor.must(Permission.SECURITY_READ)
    if first < EARLIEST or last > _LATEST:
        raise Invalid({"from": "Ask for days of this millennium."})
    if last < first:
        raise Invalid({"to": "The last day must not lie before the first."})
    if last - first > LONGEST:
        raise Invalid({"from": f"Ask for at most {LONGEST.days} days at once."})
    since, until = start_of(first), start_of(last + timedelta(days=1))
    counted = await store.happenings(snapshot, since, until)
    return SecurityFigures(
        at=snapshot.now,
        days=tuple(_days(counted, first, last)),
        sessions=await store.active_sessions(snapshot),
        deliveries=await messaging.figures(snapshot, since=since, until=until),
        alerts=(await read_watch(snapshot, policy=policy)).alerts,
    )


async def read_watch(snapshot: Snapshot, *, policy: identity.Policy) -> Watch:
    """How the door stands now."""
    now = snapshot.now
    deliveries = await messaging.figures(snapshot, since=now - _QUARTER, until=now)
    recent = await _recent(snapshot)
    most = policy.failed_by_everyone_per_hour
    return Watch(recent, deliveries, rules.alerts_of(recent, deliveries, most_wrong_codes=most))


async def _recent(snapshot: Snapshot) -> Recent:
    now = snapshot.now
    hour, day, half = (now - timedelta(hours=n) for n in (1, 24, 0.5))
    yesterday, usual = await _logins(snapshot, ist_day(now) - timedelta(days=1))
    return Recent(
        reuses_in_an_hour=await store.happened_since(snapshot, "refresh.reused", hour),
        reuses_in_a_day=await store.happened_since(snapshot, "refresh.reused", day),
        codes_in_half_an_hour=await store.happened_since(snapshot, "otp.sent", half),
        verified_in_half_an_hour=await store.happened_since(snapshot, "otp.verified", half),
        busy_phones=await store.busy_recipients(
            snapshot,
            in_an_hour=rules.MOST_CODES_TO_ONE_IN_AN_HOUR,
            in_a_day=rules.MOST_CODES_TO_ONE_IN_A_DAY,
        ),
        pumped_prefixes=await store.busy_prefixes(
            snapshot, numbers=rules.MANY_NUMBERS_OF_A_PREFIX, length=identity.PREFIX_LENGTH
        ),
        wrong_codes_this_hour=await store.wrong_codes_this_hour(snapshot),
        rotations_in_a_day=await store.rotations_since(snapshot, day),
        replays_in_a_day=await store.happened_since(snapshot, "refresh.replayed", day),
        copied_passkeys_in_a_day=await store.happened_since(snapshot, "passkey.copied", day),
        logins_yesterday=yesterday,
        logins_on_such_days=usual,
    )


async def _logins(snapshot: Snapshot, yesterday: date) -> tuple[int, float | None]:
    """Logins of yesterday, and the median of the same weekday before; None in a young shop."""
    before = [yesterday - timedelta(weeks=back) for back in range(1, _WEEKS + 1)]
    found = await store.logins_by_day(snapshot, [yesterday, *before])
    usual = [found[day] for day in before if day in found]
    return found.get(yesterday, 0), median(usual) if len(usual) == _WEEKS else None


def _days(counted: Iterable[store.Counted], first: date, last: date) -> Iterable[SecurityDay]:
    by_day: defaultdict[date, list[store.Counted]] = defaultdict(list)
    for each in counted:
        by_day[each.day].append(each)
    day = last
    while day >= first:
        yield _day(day, by_day[day])
        day -= timedelta(days=1)


def _day(day: date, counted: Iterable[store.Counted]) -> SecurityDay:
    times: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for each in counted:
        times[each.type][each.how] = each.times
    return SecurityDay(
        day=day,
        logins=times["login.ok"],
        codes_sent=times["otp.sent"],
        codes_verified=sum(times["otp.verified"].values()),
        wrong_codes=sum(times["otp.rejected"].values()),
        rotations=sum(times["refresh.rotated"].values()),
        replays=sum(times["refresh.replayed"].values()),
        reuses=sum(times["refresh.reused"].values()),
    )
