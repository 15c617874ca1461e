"""Parcels that come back (RTO): opened by a scan, received and judged at our dock, closed.

What the pieces and the money do about it is `orders`' business; goods are never restocked here.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop.shipping.parcels import Rto, Scan, Shipment
from zahra.shop.shipping.states import RTO_LIFE, TURNED_BACK, RtoEvent, ShipmentState
from zahra.shop.shipping.store import rtos

_FOLLOWS = {
    ShipmentState.RTO_IN_TRANSIT: RtoEvent.MOVE,
    ShipmentState.RTO_DELIVERED: RtoEvent.MOVE,
    ShipmentState.DELIVERED: RtoEvent.CALL_OFF,
    ShipmentState.LOST: RtoEvent.LOSE,
    ShipmentState.DAMAGED: RtoEvent.LOSE,
}


async def follow_back(tx: Transaction, known: Shipment, told: Sequence[Scan]) -> None:
    """Bring the record of its way back to where the parcel is; none where it never turned."""
    found = await rtos.rto_of(tx, known.id)
    if found is None and known.state in TURNED_BACK:
        found = await open_rto(tx, known, reason=_reason(told))
    event = _FOLLOWS.get(known.state)
    if found is not None and event is not None and RTO_LIFE.allows(found.state, event):
        await rtos.keep(tx, _moved(tx, found, event))


async def open_rto(tx: Transaction, known: Shipment, *, reason: str) -> Rto:
    """The record of a parcel that turned back, made once. The way back costs what the way there
    did, until the courier's bill says otherwise."""
    freight = known.freight or 0
    made = Rto(
        id=ids.new(),
        shipment_id=known.id,
        state=RTO_LIFE.start,
        reason=reason,
        freight_out=freight,
        freight_back=freight,
        resellable=0,
        damaged=0,
        opened_at=tx.now,
        received_at=None,
        judged_at=None,
        closed_at=None,
    )
    await rtos.open_one(tx, made)
    return await rto_of(tx, known.id)


async def rto_of(snapshot: Snapshot, shipment_id: UUID) -> Rto:
    """The record of a parcel's way back. Raises NotFound."""
    if (found := await rtos.rto_of(snapshot, shipment_id)) is None:
        raise NotFound
    return found


async def rto(snapshot: Snapshot, rto_id: UUID) -> Rto:
    """One record. Raises NotFound."""
    if (found := await rtos.rto(snapshot, rto_id)) is None:
        raise NotFound
    return found


async def receive_rto(tx: Transaction, rto_id: UUID) -> Rto:
    """The parcel stands at our dock. Raises NotFound, WrongMoment."""
    return await _move(tx, rto_id, RtoEvent.RECEIVE)


async def judge_rto(tx: Transaction, rto_id: UUID, *, resellable: int, damaged: int) -> Rto:
    """So many pieces can be sold again, so many cannot; an empty parcel is a damaged one. Raises
    NotFound, Invalid, WrongMoment."""
    if resellable < 0 or damaged < 0:
        raise Invalid({"resellable": "Count the pieces that came back."})
    is_good = resellable > 0 and damaged == 0
    found = await _move(tx, rto_id, RtoEvent.PASS if is_good else RtoEvent.FIND_DAMAGED)
    judged = replace(found, resellable=resellable, damaged=damaged)
    await rtos.keep(tx, judged)
    return judged


async def close_rto(tx: Transaction, rto_id: UUID) -> Rto:
    """Everything about it is done. Raises NotFound, WrongMoment."""
    return await _move(tx, rto_id, RtoEvent.CLOSE)


async def _move(tx: Transaction, rto_id: UUID, event: RtoEvent) -> Rto:
    if (found := await rtos.rto_to_change(tx, rto_id)) is None:
        raise NotFound
    moved = _moved(tx, found, event)
    await rtos.keep(tx, moved)
    return moved


def _moved(tx: Transaction, found: Rto, event: RtoEvent) -> Rto:
    moved = replace(found, state=RTO_LIFE.after(found.state, event))
    match event:
        case RtoEvent.RECEIVE:
            return replace(moved, received_at=tx.now)
        case RtoEvent.PASS | RtoEvent.FIND_DAMAGED:
            return replace(moved, judged_at=tx.now)
        case RtoEvent.CLOSE | RtoEvent.CALL_OFF | RtoEvent.LOSE:
            return replace(moved, closed_at=tx.now)
        case RtoEvent.MOVE:
            return moved


def _reason(told: Sequence[Scan]) -> str:
    """What was said of the first turn back, else of the last failed attempt."""
    words = [scan.remark for scan in told if scan.state in TURNED_BACK and scan.remark]
    failed = [scan.remark for scan in told if scan.state is ShipmentState.UNDELIVERED]
    return next(iter([*words, *reversed(failed)]), "")
