"""Reading the log of what staff did: the latest first, by who, what, about what and when."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from zahra.base import audit, ids
from zahra.base.actors import Actor, Kind
from zahra.base.db import Database

pytestmark = pytest.mark.anyio
SAM = Actor(Kind.STAFF, ids.new(), name="Sam")
RAVI = Actor(Kind.STAFF, ids.new(), name="Ravi")


async def actions(database: Database, **asked: Any) -> list[str]:
    async with database.snapshot() as snapshot:
        return [each.action for each in await audit.entries(snapshot, audit.Asked(**asked))]


@pytest.fixture
async def log(database: Database) -> Database:
    """Three entries, an hour apart."""
    told: list[tuple[Actor, str, Mapping[str, Any]]] = [
        (SAM, "staff.invited", {"roles": ["viewer"]}),
        (RAVI, "staff_room.cleaned", {}),
        (SAM, "refund.granted", {"amount": 100}),
    ]
    for actor, action, detail in told:
        async with database.transaction() as tx:
            await audit.note(tx, actor, action, subject=f"thing:{action}", detail=detail)
        database.ahead += timedelta(hours=1)
    return database


async def test_the_latest_comes_first_with_all_that_was_noted(log: Database):
    async with log.snapshot() as snapshot:
        first, *_ = await audit.entries(snapshot, audit.Asked())
    assert (first.actor_kind, first.actor_id, first.actor_name) == (Kind.STAFF, SAM.user_id, "Sam")
    assert (first.subject, first.detail) == ("thing:refund.granted", {"amount": 100})


async def test_each_question_narrows(log: Database):
    async with log.snapshot() as snapshot:
        latest, middle, earliest = await audit.entries(snapshot, audit.Asked())
    everything = ["refund.granted", "staff_room.cleaned", "staff.invited"]
    assert await actions(log) == everything
    assert await actions(log, actor_id=SAM.user_id) == [everything[0], everything[2]]
    assert await actions(log, action="staff.") == ["staff.invited"]
    assert await actions(log, action="staff_") == ["staff_room.cleaned"]
    assert await actions(log, action="%") == []
    assert await actions(log, subject="thing:refund") == ["refund.granted"]
    assert await actions(log, since=middle.at) == everything[:2]
    assert await actions(log, until=middle.at) == everything[2:]
    assert await actions(log, after=latest.id) == everything[1:]
    assert await actions(log, after=earliest.id) == []
    assert await actions(log, limit=1) == everything[:1]
    assert await actions(log, limit=-1) == []
