"""Where a parcel is, reckoned from everything that was told of it. Pure.

Couriers tell things twice, late and in any order. What was told is a set of scans; the state is a
walk through them by the time they happened, each a move of the parcel's life where the life allows
it. So it is the same in whatever order they came in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from zahra.base.clock import ist_day
from zahra.shop.shipping.parcels import Scan
from zahra.shop.shipping.states import (
    DISPATCHED,
    EVENT_OF,
    LEADS_TO,
    RANK,
    SHIPMENT_LIFE,
    ShipmentState,
)


@dataclass(frozen=True, slots=True)
class Journey:
    """How far a parcel came, and since when."""

    state: ShipmentState = SHIPMENT_LIFE.start
    state_at: datetime | None = None
    dispatched_at: datetime | None = None
    delivered_at: datetime | None = None


def journey_of(scans: Iterable[Scan]) -> Journey:
    """The way a parcel came. Of two scans of the same moment the farther along happened later."""
    journey = Journey()
    for scan in sorted(scans, key=_when):
        event = EVENT_OF.get(scan.state) if scan.state else None
        if event is not None and SHIPMENT_LIFE.allows(journey.state, event):
            journey = _moved(journey, LEADS_TO[event], scan.occurred_at)
    return journey


def failures_of(scans: Iterable[Scan]) -> tuple[Scan, ...]:
    """The failed attempts, in order: the first one told of each Indian day."""
    found: dict[object, Scan] = {}
    for scan in sorted(scans, key=_when):
        if scan.state is ShipmentState.UNDELIVERED:
            found.setdefault(ist_day(scan.occurred_at), scan)
    return tuple(found.values())


def _moved(journey: Journey, state: ShipmentState, at: datetime) -> Journey:
    return replace(
        journey,
        state=state,
        state_at=at,
        dispatched_at=journey.dispatched_at or (at if state in DISPATCHED else None),
        delivered_at=at if state is ShipmentState.DELIVERED else None,
    )


def _when(scan: Scan) -> tuple[datetime, int, str]:
    return scan.occurred_at, RANK[scan.state] if scan.state else 0, scan.key
