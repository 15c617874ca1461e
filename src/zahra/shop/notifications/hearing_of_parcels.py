"""What buyers are told of what they cancelled, and of parcels: sent, coming today,
delivered, not coming."""

from typing import Any

from zahra.base.db import Transaction
from zahra.shop import orders, shipping
from zahra.shop.notifications.listening import tell
from zahra.shop.notifications.model import Owing, Template
from zahra.shop.orders import (
    PiecesCancelled,
    ShipmentCameBack,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentGoesOut,
    ShipmentLost,
)
from zahra.shop.shipping import Shipment

_ParcelNews = (
    ShipmentDispatched | ShipmentGoesOut | ShipmentDelivered | ShipmentLost | ShipmentCameBack
)


async def on_pieces_cancelled(tx: Transaction, event: PiecesCancelled) -> None:
    """What is cancelled, and what goes back for it."""
    made = await _giveback(tx, event)
    about = event.giveback_id
    facts = {"amount": made.refunded, "uncollected": made.uncollected, "money_back": str(about)}
    await tell(tx, Owing(Template.ORDER_CANCELLED, event.order_id, about=about, facts=facts))


async def on_shipment_dispatched(tx: Transaction, event: ShipmentDispatched) -> None:
    """Who brings it, under which number, and what to have ready."""
    await _tell_of_parcel(tx, Template.PARCEL_SENT, event)


async def on_shipment_goes_out(tx: Transaction, event: ShipmentGoesOut) -> None:
    """It comes today, and what to have ready; once, however many attempts it takes."""
    await _tell_of_parcel(tx, Template.PARCEL_OUT_TODAY, event)


async def on_shipment_delivered(tx: Transaction, event: ShipmentDelivered) -> None:
    """It has come, and how to send it back."""
    await _tell_of_parcel(tx, Template.PARCEL_DELIVERED, event)


async def on_shipment_not_coming(tx: Transaction, event: ShipmentLost | ShipmentCameBack) -> None:
    """It will not come, and what goes back for it."""
    newest = (await orders.givebacks_of(tx, event.order_id))[-1]
    await _tell_of_parcel(
        tx, Template.PARCEL_NOT_COMING, event, amount=newest.refunded, money_back=str(newest.id)
    )


async def _giveback(tx: Transaction, event: PiecesCancelled) -> orders.Giveback:
    made = await orders.givebacks_of(tx, event.order_id)
    return next(each for each in made if each.id == event.giveback_id)


async def _tell_of_parcel(
    tx: Transaction,
    template: Template,
    event: _ParcelNews,
    **more: Any,
) -> None:
    parcel = await shipping.shipment(tx, event.shipment_id)
    facts = {**_facts(parcel), **more}
    await tell(tx, Owing(template, event.order_id, about=parcel.id, facts=facts))


def _facts(parcel: Shipment) -> dict[str, Any]:
    """What an SMS has room for is 40 letters each."""
    carrier = (parcel.carrier or parcel.courier).replace("_", " ")
    return {
        "carrier": (carrier if carrier != "manual" else "our courier")[:40],
        "awb": (parcel.awb or parcel.number)[:40],
        "tracking_url": parcel.tracking_url,
        "collectable": parcel.collectable,
        "items": [f"{each.qty} x {each.title}" for each in parcel.contents],
    }
