"""Telling a courier that a parcel will not come."""

from uuid import UUID

import structlog

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.shipping.couriers import Couriers
from zahra.shop.shipping.parcels import Shipment
from zahra.shop.shipping.provider import Courier, CourierOrder, CourierRefused
from zahra.shop.shipping.states import ShipmentState
from zahra.shop.shipping.store import shipments

log = structlog.get_logger("zahra.shipping")


@job(tries=8, first_wait=10)
async def call_off(database: Database, couriers: Couriers, shipment_id: UUID) -> None:
    """Cancel the courier's order of a parcel that was taken apart, also one whose making we never
    heard of; a repeat is harmless. A refusal is for staff: the courier may have the parcel."""
    async with database.snapshot() as snapshot:
        parcel = await shipments.shipment(snapshot, shipment_id)
    if parcel is None or parcel.state is not ShipmentState.CANCELLED:
        return
    courier = couriers.named(parcel.courier)
    if courier.is_by_hand:
        return
    order = await _order_of(parcel, courier)
    if order is None:
        return
    try:
        await courier.cancel(order)
    except CourierRefused as no:
        log.error("courier_not_called_off", shipment=parcel.number, **no.details)


async def _order_of(parcel: Shipment, courier: Courier) -> CourierOrder | None:
    if parcel.courier_order_id is None:
        return await courier.find_order(parcel.number)
    return CourierOrder(parcel.courier_order_id, parcel.courier_shipment_id or "", parcel.awb)
