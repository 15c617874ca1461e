"""What couriers tell is filed once each, and applied to the same end in every order."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from tests.world.parcels import a_clerk, a_parcel, scan, tell
from zahra.base.actors import GUEST, Permission
from zahra.base.db import Database, Transaction
from zahra.base.errors import Forbidden, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.providers.couriers import ManualCourier
from zahra.shop import shipping
from zahra.shop.shipping import Couriers, NotByHand, ShipmentEvent, ShipmentNews, ShipmentState

pytestmark = pytest.mark.anyio
S = ShipmentState
WAY = ((42, S.PICKED_UP), (17, S.OUT_FOR_DELIVERY), (21, S.UNDELIVERED), (9, S.RTO_INITIATED))


async def test_every_order_of_the_webhooks_with_duplicates_ends_in_the_same_row(tx: Transaction):
    """7 after 9, everything told twice, in each of 120 orders."""
    ends = set()
    for number, news in enumerate(permutations([*WAY, (7, S.DELIVERED)])):
        awb = f"590{number}"
        parcel = await a_parcel(tx, awb=awb)
        hours = {code: h for h, (code, _) in enumerate([*WAY, (7, S.DELIVERED)], start=1)}
        for code, state in (*news, *reversed(news)):
            at = parcel.created_at + timedelta(hours=hours[code])
            tx.now = parcel.created_at + timedelta(days=1)
            parcel = await tell(tx, parcel, scan(str(code), state, at, awb=awb))
        kept = await shipping.scans_of(tx, parcel.id)
        since = parcel.created_at
        assert parcel.dispatched_at
        assert parcel.delivered_at
        times = (parcel.dispatched_at - since, parcel.delivered_at - since)
        ends.add((parcel.state, parcel.attempts, len(kept), *times))
        tx.now = since
    assert ends == {(S.DELIVERED, 1, 5, timedelta(hours=1), timedelta(hours=5))}


async def test_a_scan_is_kept_once_and_announced_once(database: Database):
    heard: list[ShipmentNews] = []

    async def listen(tx: Transaction, event: ShipmentNews) -> None:
        heard.append(event)

    database.listeners = {ShipmentNews: [listen]}
    async with database.transaction() as tx:
        parcel = await a_parcel(tx)
        picked_up = scan("42", S.PICKED_UP, tx.now)
        for raw in (b"first", b"first", b"again with other bytes"):
            await shipping.keep_scan(tx, "shiprocket", raw, [picked_up, picked_up])
        assert heard == [ShipmentNews(parcel.id, parcel.order_id)]
        assert len(await shipping.scans_of(tx, parcel.id)) == 1
        assert await tx.value("SELECT count(*) FROM courier_news") == 2


async def test_a_code_that_nobody_knows_is_kept_and_moves_nothing(tx: Transaction):
    parcel = await tell(tx, await a_parcel(tx), scan("42", S.PICKED_UP, tx.now))
    unheard = replace(scan("4711", None, tx.now), is_known=False)
    assert await tell(tx, parcel, unheard) == parcel
    assert {kept.code for kept in await shipping.scans_of(tx, parcel.id)} == {"42", "4711"}


async def test_nothing_happens_later_than_it_is_told(tx: Transaction):
    parcel = await a_parcel(tx)
    tomorrow = tx.now + timedelta(days=1)
    told = await tell(tx, parcel, scan("42", S.PICKED_UP, tomorrow))
    assert told.dispatched_at == tx.now
    await tell(tx, parcel, scan("42", S.PICKED_UP, tomorrow))
    assert len(await shipping.scans_of(tx, parcel.id)) == 1


async def test_another_couriers_news_of_the_same_number_is_not_ours(tx: Transaction):
    parcel = await a_parcel(tx)
    heard = await shipping.keep_scan(tx, "other", b"", [scan("7", S.DELIVERED, tx.now)])
    assert heard == frozenset()
    assert await shipping.scans_of(tx, parcel.id) == []


async def test_a_parcel_that_was_handed_over_stays_so(tx: Transaction):
    """Even news of something earlier: goods and money have followed."""
    at = tx.now
    parcel = await tell(tx, await a_parcel(tx), scan("7", S.DELIVERED, at))
    earlier = scan("10", S.RTO_DELIVERED, at - timedelta(hours=1))
    assert await tell(tx, parcel, earlier) == parcel


async def test_staff_tell_what_a_courier_without_a_machine_says(tx: Transaction):
    couriers = Couriers([ManualCourier()])
    clerk = a_clerk()
    parcel = await a_parcel(tx, courier="manual")
    await shipping.tell_scan(tx, clerk, couriers, parcel.id, ShipmentEvent.PICK_UP)
    parcel = await shipping.apply_scans(tx, await shipping.shipment_to_change(tx, parcel.id))
    assert parcel.state is S.PICKED_UP
    with pytest.raises(WrongMoment):
        await shipping.tell_scan(tx, clerk, couriers, parcel.id, ShipmentEvent.CANCEL)
    assert await tx.value("SELECT count(*) FROM audit_log WHERE action = 'shipping.told'") == 1


async def test_staff_do_not_tell_for_a_courier_that_tells_by_itself(
    tx: Transaction, couriers: Couriers
):
    parcel = await a_parcel(tx)
    for actor, refusal in [
        (a_clerk(), NotByHand),
        (a_clerk(Permission.ORDERS_READ), Forbidden),
        (GUEST, Unauthenticated),
    ]:
        with pytest.raises(refusal):
            await shipping.tell_scan(tx, actor, couriers, parcel.id, ShipmentEvent.PICK_UP)
    assert await shipping.scans_of(tx, parcel.id) == []
