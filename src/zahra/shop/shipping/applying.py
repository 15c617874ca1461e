"""Bringing a parcel to where everything that was told of it says it is. Under its order's lock."""

from dataclasses import replace

import structlog

from zahra.base.db import Transaction
from zahra.base.lifecycle import WrongMoment
from zahra.shop.shipping.calling_off import call_off
from zahra.shop.shipping.coming_back import follow_back
from zahra.shop.shipping.failing import follow_failures
from zahra.shop.shipping.following import failures_of, journey_of
from zahra.shop.shipping.keeping import add_own
from zahra.shop.shipping.parcels import Shipment
from zahra.shop.shipping.states import SHIPMENT_LIFE, ShipmentEvent
from zahra.shop.shipping.store import bookings, scans, shipments

log = structlog.get_logger("zahra.shipping")


async def apply_scans(tx: Transaction, known: Shipment) -> Shipment:
    """The parcel as everything that was told of it says, with its failed attempts and its way back
    written down. Any number of times, in any order of the news, it comes to the same.

    A parcel that was handed over, to its buyer or back to us, stays so whatever is told later:
    goods and money have followed. That contradiction is reported.
    """
    told = await scans.scans_of(tx, known.id)
    way, failures = journey_of(told), failures_of(told)
    if SHIPMENT_LIFE.is_final(known.state) and way.state is not known.state:
        log.error("courier_contradicts_itself", shipment=known.number, says=way.state)
        return known
    found = replace(
        known,
        state=way.state,
        state_at=way.state_at or known.state_at,
        dispatched_at=way.dispatched_at,
        delivered_at=way.delivered_at,
        attempts=len(failures),
    )
    if found != known:
        await shipments.keep_journey(tx, known.id, way, attempts=len(failures))
    await follow_failures(tx, found, failures)
    await follow_back(tx, found, told)
    return found


async def move_shipment(
    tx: Transaction, known: Shipment, event: ShipmentEvent, *, by: str = "staff", note: str = ""
) -> Shipment:
    """Move a parcel by something that we did ourselves: handed it over, called it off.

    A courier that was asked to carry the parcel is told by a job, once nobody is asking it any
    more. Raises WrongMoment.
    """
    if not SHIPMENT_LIFE.allows(known.state, event):
        allowed = list(SHIPMENT_LIFE.events_from(known.state))
        raise WrongMoment(state=known.state, event=event, allowed=allowed)
    await add_own(tx, known, event, by=by, note=note)
    if event is ShipmentEvent.CANCEL:
        asked = await bookings.booking(tx, known.id)
        if asked is not None:
            await tx.defer(call_off, at=max(asked.asked_until, tx.now), shipment_id=known.id)
    return await apply_scans(tx, known)
