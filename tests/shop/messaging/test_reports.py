"""Carriers report late, twice and in any order."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.people import KEYS
from zahra.base import ids
from zahra.base.db import Database
from zahra.shop import messaging
from zahra.shop.messaging.provider import Report, Sms
from zahra.shop.messaging.recording import Record
from zahra.shop.messaging.states import DELIVERY_LIFE, DeliveryEvent, DeliveryState

pytestmark = pytest.mark.anyio

E, S = DeliveryEvent, DeliveryState


async def a_delivery(database: Database, carrier: str = "msg91", key: str = "k") -> UUID:
    begun = await Record(database, KEYS).begin(Sms("+919876543210", "t", "t", key), carrier)
    assert begun is not None
    return begun


async def heard(database: Database, reports: Sequence[Report], carrier: str = "msg91") -> None:
    async with database.transaction() as tx:
        await messaging.hear_reports(tx, carrier, reports)


async def state_of(database: Database, delivery_id: UUID) -> str:
    async with database.snapshot() as snapshot:
        return await snapshot.value(
            "SELECT concat_ws(' ', state, nullif(reason, '')) FROM deliveries WHERE id = %(id)s",
            id=delivery_id,
        )


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([E.DELIVER], S.DELIVERED),
        ([E.DELIVER, E.DELIVER], S.DELIVERED),
        ([E.DELIVER, E.FAIL], S.DELIVERED),
        ([E.FAIL, E.DELIVER], S.DELIVERED),
        ([E.BOUNCE, E.DELIVER], S.BOUNCED),
        ([E.DELIVER, E.COMPLAIN], S.COMPLAINED),
        ([E.COMPLAIN, E.DELIVER, E.BOUNCE], S.COMPLAINED),
        ([], S.SENT),
    ],
)
async def test_reports_in_any_order_lead_to_one_state(
    database: Database, told: list[DeliveryEvent], state: DeliveryState
):
    delivery_id = await a_delivery(database)
    await heard(database, [Report(event, delivery_id, None) for event in told])
    assert await state_of(database, delivery_id) == state.value


async def test_a_report_may_overtake_the_carriers_own_answer(database: Database):
    delivery_id = await a_delivery(database)
    await heard(database, [Report(E.DELIVER, delivery_id, "R1")])
    await Record(database, KEYS).taken(delivery_id, "R1")
    assert await state_of(database, delivery_id) == "delivered"
    async with database.snapshot() as snapshot:
        assert await messaging.is_delivered(snapshot, "k")


async def test_a_carrier_can_only_report_its_own_deliveries(database: Database):
    delivery_id = await a_delivery(database, "msg91")
    await Record(database, KEYS).taken(delivery_id, "R1")
    await heard(database, [Report(E.DELIVER, delivery_id, "R1")], carrier="twilio")
    await heard(database, [Report(E.DELIVER, None, "R1")], carrier="twilio")
    await heard(database, [Report(E.DELIVER, ids.new(), "R1")])
    assert await state_of(database, delivery_id) == "sent"
    await heard(database, [Report(E.FAIL, None, "R1", "9")])
    assert await state_of(database, delivery_id) == "failed 9"


async def test_what_is_over_is_not_begun_again(database: Database):
    delivery_id = await a_delivery(database)
    await heard(database, [Report(E.FAIL, delivery_id, None)])
    assert await a_delivery(database) == delivery_id
    assert await state_of(database, delivery_id) == "sent"
    await heard(database, [Report(E.DELIVER, delivery_id, None)])
    assert await Record(database, KEYS).begin(Sms("+91", "t", "t", "k"), "msg91") is None


async def test_old_deliveries_are_forgotten_after_half_a_year(database: Database):
    await a_delivery(database, key="old")
    database.ahead += timedelta(days=179)
    await a_delivery(database, key="new")
    await messaging.forget_old_deliveries(database)
    database.ahead += timedelta(days=2)
    await messaging.forget_old_deliveries(database)
    async with database.snapshot() as snapshot:
        assert await snapshot.values("SELECT key FROM deliveries") == ["new"]


def test_nothing_follows_a_bounce_or_a_complaint():
    for state in (S.BOUNCED, S.COMPLAINED, S.SUPPRESSED):
        assert DELIVERY_LIFE.is_final(state)
