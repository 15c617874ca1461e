"""Telling of a failed attempt: the buyer, who may say what to do, and then the courier."""

from uuid import UUID

import structlog

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.base.keys import Keys
from zahra.shop.messaging import Addressed, Senders, send_letter
from zahra.shop.shipping import letters
from zahra.shop.shipping.couriers import Couriers
from zahra.shop.shipping.links import link_token
from zahra.shop.shipping.parcels import Answer, Ndr
from zahra.shop.shipping.provider import CourierRefused
from zahra.shop.shipping.states import NDR_LIFE, NdrEvent, NdrState
from zahra.shop.shipping.store import ndrs, shipments

log = structlog.get_logger("zahra.shipping")


@job(tries=6, first_wait=4)
async def tell_buyer(
    database: Database, senders: Senders, keys: Keys, brand: Addressed, ndr_id: UUID
) -> None:
    """Send the link to the phone and the e-mail address of the parcel, while it is of use."""
    async with database.snapshot() as snapshot:
        ndr = await ndrs.ndr(snapshot, ndr_id)
        parcel = await shipments.shipment(snapshot, ndr.shipment_id) if ndr else None
    if ndr is None or parcel is None or ndr.state is not NdrState.OPEN:
        return
    token, key = link_token(keys, ndr.id), f"{letters.TEMPLATE}:{ndr.id}"
    text = letters.failed_sms(parcel, token, brand)
    await senders.sms(to=parcel.address.phone, text=text, template=letters.TEMPLATE, key=key)
    if parcel.email:
        letter = letters.failed_letter(parcel, token, brand)
        await send_letter(senders, parcel.email, letter, template=letters.TEMPLATE, key=key)


@job(tries=8, first_wait=10)
async def tell_courier(database: Database, couriers: Couriers, ndr_id: UUID) -> None:
    """Tell the courier what was answered. One without a machine is told by staff, on the phone.

    Told twice it is the same wish. A refusal is left to staff: the answer stays where it is.
    """
    async with database.snapshot() as snapshot:
        ndr = await ndrs.ndr(snapshot, ndr_id)
        parcel = await shipments.shipment(snapshot, ndr.shipment_id) if ndr else None
    if ndr is None or parcel is None or not NDR_LIFE.allows(ndr.state, NdrEvent.PUSH):
        return
    courier = couriers.named(parcel.courier)
    if courier.is_by_hand or parcel.awb is None:
        return
    try:
        await courier.tell_answer(parcel.awb, answer_of(ndr))
    except CourierRefused as no:
        log.error("courier_refused_answer", shipment=parcel.number, **no.details)
        return
    await _note_told(database, ndr)


async def _note_told(database: Database, told: Ndr) -> None:
    """Unless it was answered anew meanwhile: then its own job tells that."""
    async with database.transaction() as tx:
        now = await ndrs.ndr_to_change(tx, told.id)
        if now is None or now.answered_at != told.answered_at:
            return
        if NDR_LIFE.allows(now.state, NdrEvent.PUSH):
            await ndrs.move(tx, now.id, NDR_LIFE.after(now.state, NdrEvent.PUSH))


def answer_of(ndr: Ndr) -> Answer:
    """What was answered to a failed attempt."""
    assert ndr.wish is not None
    return Answer(ndr.wish, ndr.address, ndr.deliver_on, ndr.note)
