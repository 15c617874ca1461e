"""A parcel that comes back is a record with a life of its own."""

from datetime import timedelta

import pytest

from tests.world.parcels import a_parcel, scan, tell
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop import shipping
from zahra.shop.shipping import Rto, RtoState, Shipment, ShipmentState

pytestmark = pytest.mark.anyio
S = ShipmentState


async def turned_back(tx: Transaction) -> Shipment:
    parcel = await a_parcel(tx)
    await tx.run("UPDATE shipments SET freight = 8450 WHERE id = %(id)s", id=parcel.id)
    parcel = await shipping.shipment(tx, parcel.id)
    failed = scan("21", S.UNDELIVERED, tx.now, remark="Refused at the door")
    return await tell(tx, parcel, failed, scan("9", S.RTO_INITIATED, tx.now))


async def then(tx: Transaction, parcel: Shipment, code: str, state: ShipmentState) -> Rto:
    tx.now += timedelta(hours=1)
    await tell(tx, parcel, scan(code, state, tx.now))
    return await shipping.rto_of(tx, parcel.id)


async def test_it_is_opened_once_with_its_reason_and_both_freights(tx: Transaction):
    parcel = await turned_back(tx)
    rto = await shipping.rto_of(tx, parcel.id)
    assert (rto.state, rto.reason) == (RtoState.INITIATED, "Refused at the door")
    assert (rto.freight_out, rto.freight_back) == (8450, 8450)
    assert await shipping.apply_scans(tx, parcel) == parcel
    assert await shipping.rto_of(tx, parcel.id) == rto


async def test_it_travels_and_is_received_judged_and_closed(tx: Transaction):
    parcel = await turned_back(tx)
    assert (await then(tx, parcel, "46", S.RTO_IN_TRANSIT)).state is RtoState.IN_TRANSIT_BACK
    rto = await then(tx, parcel, "10", S.RTO_DELIVERED)
    assert rto.state is RtoState.IN_TRANSIT_BACK  # received is what our dock says
    assert (await shipping.receive_rto(tx, rto.id)).received_at == tx.now
    judged = await shipping.judge_rto(tx, rto.id, resellable=2, damaged=0)
    assert (judged.state, judged.resellable) == (RtoState.QC_OK, 2)
    closed = await shipping.close_rto(tx, rto.id)
    assert (closed.state, closed.closed_at) == (RtoState.CLOSED, tx.now)
    with pytest.raises(WrongMoment):
        await shipping.receive_rto(tx, rto.id)


@pytest.mark.parametrize(("resellable", "damaged"), [(1, 1), (0, 2), (0, 0)])
async def test_one_damaged_piece_or_none_at_all_is_no_good_parcel(
    tx: Transaction, resellable: int, damaged: int
):
    rto = await shipping.rto_of(tx, (await turned_back(tx)).id)
    await shipping.receive_rto(tx, rto.id)
    judged = await shipping.judge_rto(tx, rto.id, resellable=resellable, damaged=damaged)
    assert (judged.state, judged.damaged) == (RtoState.QC_DAMAGED, damaged)


async def test_it_is_not_judged_before_it_stands_at_the_dock(tx: Transaction):
    rto = await shipping.rto_of(tx, (await turned_back(tx)).id)
    with pytest.raises(WrongMoment):
        await shipping.judge_rto(tx, rto.id, resellable=1, damaged=0)
    await shipping.receive_rto(tx, rto.id)
    with pytest.raises(Invalid):
        await shipping.judge_rto(tx, rto.id, resellable=-1, damaged=0)
    assert (await shipping.rto(tx, rto.id)).state is RtoState.RECEIVED


async def test_delivered_after_all_calls_it_off(tx: Transaction):
    rto = await then(tx, await turned_back(tx), "7", S.DELIVERED)
    assert (rto.state, rto.closed_at) == (RtoState.CALLED_OFF, tx.now)
    with pytest.raises(WrongMoment):
        await shipping.receive_rto(tx, rto.id)


async def test_lost_on_its_way_back_is_lost(tx: Transaction):
    assert (await then(tx, await turned_back(tx), "12", S.LOST)).state is RtoState.LOST


async def test_a_parcel_that_never_turned_has_none(tx: Transaction):
    parcel = await a_parcel(tx)
    await tell(tx, parcel, scan("7", S.DELIVERED, tx.now))
    with pytest.raises(NotFound):
        await shipping.rto_of(tx, parcel.id)
    with pytest.raises(NotFound):
        await shipping.receive_rto(tx, parcel.id)
