"""Making a parcel of packed pieces."""

from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop.shipping.parcels import MOST_CM, MOST_GRAMS, Opening, Parcel, Shipment
from zahra.shop.shipping.states import SHIPMENT_LIFE
from zahra.shop.shipping.store import shipments


async def open_shipment(tx: Transaction, opening: Opening) -> Shipment:
    """Write a parcel down, under the order's lock. Raises Invalid for a parcel no courier takes."""
    check_parcel(opening.parcel)
    before = await shipments.count_of_order(tx, opening.order_id)
    made = Shipment(
        id=ids.new(),
        order_id=opening.order_id,
        number=f"{opening.number}-{before + 1}",
        state=SHIPMENT_LIFE.start,
        courier=opening.courier,
        collectable=opening.collectable,
        declared=opening.declared,
        parcel=opening.parcel,
        address=opening.address,
        email=opening.email,
        contents=opening.contents,
        pincode=opening.address.pincode,
        promised_by=opening.promised_by,
        courier_order_id=None,
        courier_shipment_id=None,
        awb=None,
        carrier=None,
        tracking_url=None,
        freight=None,
        attempts=0,
        created_at=tx.now,
        state_at=tx.now,
        dispatched_at=None,
        delivered_at=None,
    )
    await shipments.insert(tx, made)
    return made


def check_parcel(parcel: Parcel) -> None:
    """Raise Invalid for a weight or a side that no parcel has.

    >>> check_parcel(Parcel(400, 30, 25, 5))
    """
    sides = {
        "lengthCm": parcel.length_cm,
        "widthCm": parcel.width_cm,
        "heightCm": parcel.height_cm,
    }
    said = f"Say whole centimetres, from 1 to {MOST_CM}."
    wrong = {name: said for name, side in sides.items() if not 1 <= side <= MOST_CM}
    if not 1 <= parcel.weight_grams <= MOST_GRAMS:
        wrong["weightGrams"] = f"Say whole grams, from 1 to {MOST_GRAMS}."
    if wrong:
        raise Invalid(wrong)


async def shipment(snapshot: Snapshot, shipment_id: UUID) -> Shipment:
    """One parcel. Raises NotFound."""
    if (found := await shipments.shipment(snapshot, shipment_id)) is None:
        raise NotFound
    return found


async def shipment_to_change(tx: Transaction, shipment_id: UUID) -> Shipment:
    """One parcel, locked; ask for it only under its order's lock. Raises NotFound."""
    if (found := await shipments.shipment_to_change(tx, shipment_id)) is None:
        raise NotFound
    return found
