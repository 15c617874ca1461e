"""Our own parcels teach what a PIN code is like; lost webhooks are asked for."""

from datetime import datetime, timedelta

import pytest

from tests.world.gateway import Simulator
from tests.world.parcels import ASHA_HOME, a_parcel, scan, tell
from tests.world.till import Errands
from zahra.base.clock import IST
from zahra.base.db import Database, Transaction
from zahra.shop import places, shipping
from zahra.shop.shipping import Couriers, ShipmentState, jobs, learning, polling

pytestmark = pytest.mark.anyio
S = ShipmentState
MONDAY = datetime(2026, 11, 2, 11, 0, tzinfo=IST)


async def ended(tx: Transaction, number: int, state: ShipmentState, *, days: int) -> None:
    """A parcel that left on a Monday and ended so many days later."""
    parcel = await a_parcel(tx, awb=f"L{number}")
    left = scan("42", S.PICKED_UP, MONDAY, awb=f"L{number}")
    over = scan("7", state, MONDAY + timedelta(days=days), awb=f"L{number}")
    await tell(tx, parcel, left, over)


async def test_places_learn_days_and_how_many_come_back(database: Database):
    async with database.transaction() as tx:
        tx.now = MONDAY + timedelta(days=30)
        await tx.run(
            "INSERT INTO pincodes (pincode, state_codes, districts, parcels) VALUES"
            " ('400001', '{27}', '{Mumbai}', 0), ('302001', '{08}', '{Jaipur}', 9)"
        )
        for number, days in enumerate([2, 3, 3, 4, 5, 6, 7, 8, 9, 20]):
            await ended(tx, number, S.DELIVERED, days=days)
        await ended(tx, 10, S.RTO_DELIVERED, days=12)
    database.ahead = MONDAY + timedelta(days=30) - database.now
    assert await learning.learn(database) == 1
    async with database.snapshot() as snapshot:
        mumbai = await places.place_of(snapshot, "400001")
        jaipur = await places.place_of(snapshot, "302001")
    assert mumbai
    assert jaipur
    assert (mumbai.parcels, mumbai.parcels_back) == (11, 1)
    assert (mumbai.days_p50, mumbai.days_p90) == (5, 8)  # Sundays left out: of 2 … 9, 20 days
    assert (jaipur.parcels, jaipur.days_p50) == (0, None)  # forgotten: nothing went there lately
    database.ahead += learning.REMEMBERED
    assert await learning.learn(database) == 0


async def test_what_nobody_told_us_is_asked_for(
    database: Database, couriers: Couriers, simulator: Simulator
):
    database.queue = Errands()
    async with database.transaction() as tx:
        made = await a_parcel(tx, awb=None)
    parcel = await shipping.book(database, couriers, made.id)
    assert await polling.poll_couriers(database, couriers) == 0  # there is news enough
    simulator.advance(13 * 3600)
    database.ahead += timedelta(hours=13)
    assert await polling.poll_couriers(database, couriers) == 1
    async with database.transaction() as tx:
        known = await shipping.shipment_to_change(tx, parcel.id)
        assert (await shipping.apply_scans(tx, known)).state is S.IN_TRANSIT
    assert await polling.poll_couriers(database, couriers) == 0  # not again so soon


async def test_a_courier_that_does_not_answer_is_asked_no_more_in_that_round(
    database: Database, couriers: Couriers, simulator: Simulator
):
    async with database.transaction() as tx:
        for number in range(3):
            parcel = await a_parcel(tx, awb=f"5960{number}")
            await tell(tx, parcel, scan("42", S.PICKED_UP, tx.now, awb=f"5960{number}"))
    database.ahead += timedelta(hours=5)
    simulator.faults({"on": "GET /v1/external/courier/track/*", "what": "500"})
    assert await polling.poll_couriers(database, couriers) == 3
    asked = simulator.ask("GET", "/metrics")["requests"]
    assert asked == {
        "POST /v1/external/auth/login 200": 1,
        "GET /v1/external/courier/track/awb/{awb} 500": 3,
    }


async def test_a_parcel_that_is_never_answered_keeps_nobody_from_asking_about_others(
    database: Database, couriers: Couriers, simulator: Simulator
):
    async with database.transaction() as tx:
        for awb in ("59600", "59601"):
            parcel = await a_parcel(tx, awb=awb)
            await tell(tx, parcel, scan("42", S.PICKED_UP, tx.now, awb=awb))
    simulator.faults({"on": "GET /v1/external/courier/track/awb/59600", "what": "500"})
    for _ in range(2):
        database.ahead += timedelta(hours=5)
        await polling.poll_couriers(database, couriers)
    asked = simulator.ask("GET", "/metrics")["requests"]
    assert "GET /v1/external/courier/track/awb/{awb} 404" in asked  # the other, unknown there


async def test_a_parcel_is_known_by_its_order_and_a_running_number(tx: Transaction):
    first = await a_parcel(tx, awb=None)
    second = await shipping.open_shipment(
        tx,
        shipping.Opening(
            order_id=first.order_id,
            number=first.number.rpartition("-")[0],
            collectable=0,
            declared=1,
            address=ASHA_HOME,
            parcel=first.parcel,
            contents=(),
        ),
    )
    assert first.number.endswith("-1")
    assert second.number == first.number[:-1] + "2"
    assert [p.id for p in await shipping.shipments_of(tx, first.order_id)] == [first.id, second.id]


async def test_whom_a_parcel_went_to_is_forgotten_when_it_is_long_over(database: Database):
    async with database.transaction() as tx:
        over = await a_parcel(tx, awb="1")
        failed = scan("21", S.UNDELIVERED, tx.now, awb="1")
        await tell(tx, over, failed)
        await tx.run(
            "UPDATE ndrs SET wish = 'fix_address', note = 'ring twice', address ="
            " (SELECT address FROM shipments s WHERE s.id = shipment_id)"
        )
        await tell(tx, over, scan("7", S.DELIVERED, tx.now, awb="1"))
        under_way = await a_parcel(tx, awb="2")
    database.ahead += jobs.ADDRESSES_KEPT - timedelta(hours=1)
    await jobs.forget_old_news(database)
    async with database.snapshot() as snapshot:
        assert (await shipping.shipment(snapshot, over.id)).address == ASHA_HOME
    database.ahead += timedelta(hours=2)
    await jobs.forget_old_news(database)
    async with database.snapshot() as snapshot:
        gone = await shipping.shipment(snapshot, over.id)
        (ndr,) = await shipping.ndrs_of(snapshot, over.id)
        kept = await shipping.shipment(snapshot, under_way.id)
    for address in (gone.address, ndr.address):
        assert address
        assert (address.name, address.phone, address.line1) == ("", "", "")
        assert (address.city, address.pincode) == ("Mumbai", "400001")
    assert (gone.email, ndr.note) == (None, "")
    assert (kept.address, kept.email) == (ASHA_HOME, "asha@example.com")
