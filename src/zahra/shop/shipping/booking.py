"""Booking a parcel with its courier, so that exactly one number is ever used.

Couriers make a second order of a repeated call. So a row of our own says that one was asked: the
first try asks, every later one looks under our number before it asks again; and what the courier
made is written down before the next step.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.base.lifecycle import WrongMoment
from zahra.shop.shipping.applying import apply_scans
from zahra.shop.shipping.calling_off import call_off
from zahra.shop.shipping.couriers import Couriers
from zahra.shop.shipping.errors import AwbTaken, BeingBooked
from zahra.shop.shipping.keeping import add_own, tell_news
from zahra.shop.shipping.opening import shipment, shipment_to_change
from zahra.shop.shipping.parcels import Booking, Shipment
from zahra.shop.shipping.provider import (
    Consignment,
    Courier,
    CourierDown,
    CourierOrder,
    CourierRefused,
    NotByHand,
    Waybill,
)
from zahra.shop.shipping.states import (
    SHIPMENT_LIFE,
    BookingState,
    ShipmentEvent,
    ShipmentState,
)
from zahra.shop.shipping.store import bookings, scans, shipments

log = structlog.get_logger("zahra.shipping")
Check = Callable[[Transaction, Shipment], Awaitable[None]]


async def book(
    database: Database,
    couriers: Couriers,
    shipment_id: UUID,
    *,
    by: Actor | None = None,
    check: Check | None = None,
) -> Shipment:
    """Have the courier take a parcel and give it a number; a booked one stays as it is. Where staff
    ask, that is audited before the courier hears of it. `check` may refuse, from what else is known
    of the parcel's order, before this parcel is locked.

    Safe to repeat after anything. Nothing is booked for a courier that is written down by hand.
    Raises NotFound, BeingBooked, WrongMoment for a parcel that is past booking, CourierDown (ask
    again later), CourierRefused.
    """
    async with database.snapshot() as snapshot:
        parcel = await shipment(snapshot, shipment_id)
    courier = couriers.named(parcel.courier)
    if courier.is_by_hand or parcel.awb is not None:
        return parcel
    async with database.transaction() as tx:
        if check is not None:
            await check(tx, parcel)
        booking = await _claim(tx, parcel, until_in=couriers)
        if by is not None:
            subject, detail = f"shipment:{parcel.number}", {"courier": parcel.courier}
            await audit.note(tx, by, "shipping.booked", subject=subject, detail=detail)
    try:
        order = await _order_at(database, courier, parcel, booking)
        bill = await courier.assign_awb(order)
    except (CourierDown, CourierRefused) as no:
        await _let_go(database, parcel, no)
        raise
    async with database.transaction() as tx:
        booked = await _keep_bill(tx, parcel.id, bill)
    return await _with_pickup(database, courier, booked, order)


async def _claim(tx: Transaction, parcel: Shipment, *, until_in: Couriers) -> Booking:
    known = await shipment_to_change(tx, parcel.id)
    if known.state is not ShipmentState.CREATED:
        raise WrongMoment(state=known.state, event=ShipmentEvent.ASSIGN_AWB, allowed=[])
    until = tx.now + until_in.patience.booking
    claimed = await bookings.claim(tx, parcel.id, parcel.courier, until=until)
    if claimed is None:
        raise BeingBooked
    return claimed


async def _order_at(
    database: Database, courier: Courier, parcel: Shipment, booking: Booking
) -> CourierOrder:
    """The courier's order that is ours: the known one, one that an earlier try made, or a new."""
    found = await courier.find_order(parcel.number) if booking.tries > 1 else None
    if found is None and booking.state is BookingState.OPENED:
        raise CourierDown(why="the courier does not find its own order")
    order = found or await courier.open_order(consignment_of(parcel))
    async with database.transaction() as tx:
        await bookings.opened(tx, parcel.id, order.order_id)
        await shipments.keep_courier_order(tx, parcel.id, order)
    return order


async def _keep_bill(tx: Transaction, shipment_id: UUID, bill: Waybill) -> Shipment:
    """The parcel has its number; what was told under it before is the parcel's now. One that was
    taken apart meanwhile is called off again."""
    await shipment_to_change(tx, shipment_id)
    await shipments.keep_waybill(tx, shipment_id, bill)
    await bookings.booked(tx, shipment_id)
    known = await shipment(tx, shipment_id)
    if known.state is ShipmentState.CANCELLED:
        await tx.defer(call_off, shipment_id=shipment_id)
        return known
    if await scans.claim(tx, shipment_id, known.courier, bill.awb):
        await tell_news(tx, known)
    await add_own(tx, known, ShipmentEvent.ASSIGN_AWB, by="booking")
    return await apply_scans(tx, known)


async def _with_pickup(
    database: Database, courier: Courier, booked: Shipment, order: CourierOrder
) -> Shipment:
    """A parcel without a pickup is booked all the same: couriers come every day."""
    if booked.state is ShipmentState.CANCELLED:
        return booked
    try:
        await courier.ask_pickup(order)
    except (CourierDown, CourierRefused) as no:
        log.warning("pickup_not_asked", shipment=booked.number, **no.details)
        return booked
    async with database.transaction() as tx:
        known = await shipment_to_change(tx, booked.id)
        if SHIPMENT_LIFE.allows(known.state, ShipmentEvent.SCHEDULE_PICKUP):
            await add_own(tx, known, ShipmentEvent.SCHEDULE_PICKUP, by="booking")
        return await apply_scans(tx, known)


async def _let_go(database: Database, parcel: Shipment, no: CourierDown | CourierRefused) -> None:
    """Others may ask now. What was taken apart meanwhile is called off: no answer is no refusal."""
    async with database.transaction() as tx:
        known = await shipment_to_change(tx, parcel.id)
        if known.state is ShipmentState.CANCELLED:
            await tx.defer(call_off, shipment_id=parcel.id)
        is_refused = isinstance(no, CourierRefused)
        said = str(no.details.get("said") or no.details.get("why") or no.code)
        await bookings.let_go(tx, parcel.id, said[:500], is_refused=is_refused)


def consignment_of(parcel: Shipment) -> Consignment:
    """What a courier is told of a parcel; what is collected is what was reckoned."""
    return Consignment(
        number=parcel.number,
        ordered_at=parcel.created_at,
        address=parcel.address,
        parcel=parcel.parcel,
        contents=parcel.contents,
        declared=parcel.declared,
        collectable=parcel.collectable,
        email=parcel.email,
    )


async def write_waybill(
    tx: Transaction, actor: Actor, couriers: Couriers, shipment_id: UUID, bill: Waybill
) -> Shipment:
    """Write down the number that a courier without a machine gave (`shipping:write`); a wrong one
    may be corrected until the parcel leaves.

    Raises NotFound, NotByHand, AwbTaken, WrongMoment.
    """
    actor.must(Permission.SHIPPING_WRITE)
    known = await shipment_to_change(tx, shipment_id)
    if not couriers.named(known.courier).is_by_hand:
        raise NotByHand
    if known.is_dispatched or known.is_over:
        raise WrongMoment(state=known.state, event=ShipmentEvent.ASSIGN_AWB, allowed=[])
    if await shipments.shipment_under(tx, known.courier, bill.awb) not in (None, known.id):
        raise AwbTaken
    await shipments.keep_waybill(tx, shipment_id, bill)
    detail = {"before": known.awb, "after": bill.awb}
    subject = f"shipment:{known.number}"
    await audit.note(tx, actor, "shipping.waybill_written", subject=subject, detail=detail)
    now = await shipment(tx, shipment_id)
    if SHIPMENT_LIFE.allows(now.state, ShipmentEvent.ASSIGN_AWB):
        await add_own(tx, now, ShipmentEvent.ASSIGN_AWB, by=actor.label)
    return await apply_scans(tx, now)
