"""What keeping watch shows, counted from what really happened."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.architecture.tree import ROOT
from tests.world.people import ASHA, BINA, PHONE_APP, Door
from zahra.base import clock, metrics
from zahra.base.actors import Actor, Kind, Permission, program
from zahra.base.db import Database
from zahra.base.errors import Forbidden, Invalid
from zahra.shop import analytics, books, identity
from zahra.shop.identity.watching import store as diary
from zahra.shop.identity.watching.model import AuthEvent

pytestmark = pytest.mark.anyio
WATCH = program("watch")


@pytest.fixture
def door(database: Database) -> Door:
    """It is morning in India: nothing here crosses midnight."""
    now = datetime.now(clock.IST)
    tomorrow = clock.start_of(now.date() + timedelta(days=1))
    database.ahead = tomorrow + timedelta(hours=8) - now
    return Door(database)


async def figures(door: Door, *, days: int = 0, actor: Actor = WATCH) -> analytics.SecurityFigures:
    async with door.database.snapshot() as snapshot:
        today = clock.ist_day(snapshot.now)
        first = today - timedelta(days=days)
        return await analytics.security_figures(
            snapshot, actor, first, today, policy=identity.Policy()
        )


async def test_a_day_counts_its_logins_codes_mistakes_and_refreshes(door: Door):
    program_of_asha = await door.sign_in(ASHA, kind=identity.SessionKind.API)
    await door.sign_in(BINA)
    await door.ask("+919812345678")
    with pytest.raises(identity.WrongCode):
        await door.answer(
            identity.VerifyingCode("+919812345678", door.wrong_code, identity.SessionKind.WEB)
        )
    assert program_of_asha.tokens is not None
    first = identity.Refreshing(
        program_of_asha.tokens.refresh_token, rotation_key="once", device=PHONE_APP
    )
    for _ in range(2):
        await identity.refresh_session(door.database, door.keys, first)
    (day,) = (await figures(door)).days
    assert dict(day.logins) == {"sms": 1, "email": 1}
    assert dict(day.codes_sent) == {"sms": 2, "email": 1}
    assert (day.codes_verified, day.wrong_codes) == (2, 1)
    assert (day.rotations, day.replays, day.reuses) == (1, 1, 0)
    assert day.conversion == pytest.approx(2 / 3)


async def test_a_reused_token_is_an_alert(door: Door):
    signed_in = await door.sign_in(ASHA, kind=identity.SessionKind.API)
    assert signed_in.tokens is not None
    old = identity.Refreshing(signed_in.tokens.refresh_token, device=PHONE_APP)
    await identity.refresh_session(door.database, door.keys, old)
    door.database.ahead += timedelta(minutes=1)
    with pytest.raises(identity.RefreshReused):
        await identity.refresh_session(door.database, door.keys, old)
    found = await figures(door)
    assert [alert.code for alert in found.alerts] == ["refresh_reuse"]
    assert found.days[0].reuses == 1


async def test_a_copied_passkey_is_an_alert_for_a_day(door: Door):
    async with door.database.transaction() as tx:
        await diary.note(tx, AuthEvent("passkey.copied", "refused"))
    (alert,) = (await figures(door)).alerts
    assert (alert.code, alert.level, alert.count) == ("passkey_copied", "ticket", 1)
    async with door.database.snapshot() as snapshot:
        told = await analytics.gauges(snapshot, policy=identity.Policy())
    assert {each.name: each.value for each in told}["zahra_copied_passkeys_day"] == 1
    door.database.ahead += timedelta(days=1)
    assert (await figures(door)).alerts == ()


async def test_a_phone_that_is_sent_four_codes_in_an_hour_is_an_alert(door: Door):
    for _ in range(4):
        await door.ask(ASHA)
        door.database.ahead += timedelta(minutes=6)
    assert [alert.code for alert in (await figures(door)).alerts] == ["many_codes_to_one_phone"]


async def test_days_without_anything_are_shown_as_nothing(door: Door):
    found = await figures(door, days=6)
    assert len(found.days) == 7
    assert [day.day for day in found.days] == sorted((d.day for d in found.days), reverse=True)
    assert found.days[0].conversion is None


async def test_sessions_are_counted_by_when_they_were_used(door: Door):
    await door.sign_in(ASHA)
    door.database.ahead += timedelta(days=2)
    await door.sign_in(BINA)
    async with door.database.transaction() as tx:
        gone = await door.sign_in("+919812345678")
        await identity.log_out(tx, replace(await door.actor(gone.secret)))
    counted = (await figures(door)).sessions
    assert (counted.seen_in_24_hours, counted.seen_in_30_days, counted.people) == (1, 2, 2)


async def test_only_who_keeps_watch_sees_it(door: Door):
    clerk = Actor(Kind.STAFF, permissions=frozenset(Permission) - {Permission.SECURITY_READ})
    with pytest.raises(Forbidden):
        await figures(door, actor=clerk)


async def test_more_than_92_days_or_none_are_refused(door: Door):
    with pytest.raises(Invalid):
        await figures(door, days=93)
    with pytest.raises(Invalid):
        await figures(door, days=-1)


async def test_every_alert_rule_asks_for_numbers_that_are_told(door: Door):
    await door.sign_in(ASHA)
    async with door.database.snapshot() as snapshot:
        told = await analytics.gauges(snapshot, policy=identity.Policy())
    names = {*analytics.HELP, *books.HELP} | {"zahra_worker_heartbeat_seconds"}
    for family in metrics.process_registry().collect():
        names |= {sample.name for sample in family.samples} | {f"{family.name}_total"}
        names |= {f"{family.name}_bucket"}
    rules = (ROOT / "deploy/prometheus/alerts.yml").read_text()
    asked = set(re.findall(r"\bzahra_\w+", rules))
    assert asked <= names
    assert {gauge.name for gauge in told} <= set(analytics.HELP)
    assert "zahra_logins_today" in {gauge.name for gauge in told}
