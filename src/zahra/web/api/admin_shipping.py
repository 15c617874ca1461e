"""`/admin/shipments`, `/admin/ndrs`, `/admin/rtos`: parcels on their way. Packing and dispatch
stand with their orders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from zahra.base.errors import Forbidden, NotFound, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import invoices, orders, shipping
from zahra.web.api.admin_schemas import PlacedList, PlaceMeta
from zahra.web.api.documenting import Responses, errors
from zahra.web.api.shipping_schemas import (
    AnsweringIn,
    AskingNdrs,
    AskingParcels,
    AskingRtos,
    ManifestIn,
    NdrOut,
    ParcelOnItsWayOut,
    PunctualityOut,
    RtoOut,
    TellingIn,
    WaybillIn,
)
from zahra.web.http.context import Asker, Snap, TheShop, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/admin", tags=["Admin"], route_class=ApiRoute)
_MAY = (Unauthenticated, Forbidden)
_PAPER: Responses = {200: {"content": {"application/pdf": {}}}}


@router.get("/shipments", summary="Parcels", responses=errors(*_MAY))
async def parcels(
    asker: Asker, snapshot: Snap, asked: Annotated[AskingParcels, Query()]
) -> PlacedList[ParcelOnItsWayOut]:
    """The newest first. Needs `orders:read`."""
    found = await shipping.shipments_list(snapshot, asker, asked.sought())
    after = found[-1].id if len(found) == asked.limit else None
    return PlacedList(
        data=[ParcelOnItsWayOut.model_validate(each) for each in found],
        meta=PlaceMeta(limit=asked.limit, after=after),
    )


@router.get("/shipments/promises", summary="Promises kept", responses=errors(*_MAY))
async def promises(asker: Asker, shop: TheShop, snapshot: Snap) -> Envelope[list[PunctualityOut]]:
    """By courier and zone. Needs `orders:read`."""
    found = await shipping.punctuality(snapshot, asker, shop.terms.origin)
    return ok([PunctualityOut.model_validate(each) for each in found])


@router.get(
    "/shipments/{shipment_id}/label.pdf",
    summary="A parcel's label",
    response_class=Response,
    responses={**errors(*_MAY, NotFound, shipping.NotBooked, invoices.NoPaper), **_PAPER},
)
async def label(shipment_id: UUID, asker: Asker, shop: TheShop) -> Response:
    """4 by 6 inches, with the AWB as a barcode. What it says to collect was reckoned. Needs
    `shipping:write`."""
    async with shop.database.snapshot() as snapshot:
        parcel = await shipping.shipment_to_send(snapshot, asker, shipment_id)
    made = await shipping.label_pdf(shop.paper, parcel, shop.terms.seller)
    return _pdf(made, f"label-{parcel.number}")


@router.post(
    "/shipments/manifest",
    summary="A manifest to be signed",
    response_class=Response,
    responses={**errors(*_MAY, NotFound, shipping.NotBooked, invoices.NoPaper), **_PAPER},
)
async def manifest(asked: ManifestIn, asker: Asker, shop: TheShop) -> Response:
    """A4, for whoever takes the parcels along. Needs `shipping:write`."""
    async with shop.database.snapshot() as snapshot:
        found = await shipping.shipments_to_send(snapshot, asker, asked.shipment_ids)
        now = snapshot.now
    made = await shipping.manifest_pdf(shop.paper, found, shop.terms.seller, now=now)
    return _pdf(made, "manifest")


@router.post(
    "/shipments/{shipment_id}/book",
    summary="Book a parcel with its courier",
    responses=errors(
        *_MAY,
        NotFound,
        WrongMoment,
        orders.OrderDisputed,
        shipping.BeingBooked,
        shipping.CourierDown,
        shipping.CourierRefused,
    ),
)
async def book(shipment_id: UUID, asker: Asker, shop: TheShop) -> Envelope[ParcelOnItsWayOut]:
    """Gives it a number to travel under; a booked one stays as it is, and whatever gets lost on the
    way, only one number is ever used. Needs `shipping:write`."""
    booked = await orders.book_shipment(shop.database, shop.couriers, asker, shipment_id)
    return ok(ParcelOnItsWayOut.model_validate(booked))


@router.patch(
    "/shipments/{shipment_id}/waybill",
    summary="Write down a courier's number",
    responses=errors(*_MAY, NotFound, WrongMoment, shipping.NotByHand, shipping.AwbTaken),
)
async def write_waybill(
    shipment_id: UUID, asked: WaybillIn, asker: Asker, shop: TheShop, tx: Tx
) -> Envelope[ParcelOnItsWayOut]:
    """For a courier without a machine: the number on its receipt, and where it can be followed.
    Needs `shipping:write`."""
    bill = shipping.Waybill(asked.awb, asked.carrier, None, asked.tracking_url)
    found = await shipping.write_waybill(tx, asker, shop.couriers, shipment_id, bill)
    return ok(ParcelOnItsWayOut.model_validate(found))


@router.patch(
    "/shipments/{shipment_id}",
    summary="Tell what a courier says",
    status_code=202,
    responses=errors(*_MAY, NotFound, WrongMoment, shipping.NotByHand),
)
async def tell(
    shipment_id: UUID, asked: TellingIn, asker: Asker, shop: TheShop, tx: Tx
) -> Envelope[ParcelOnItsWayOut]:
    """For a courier without a machine: filed like a webhook's scan and applied by the same job; the
    answer is the parcel as it was until now. Needs `shipping:write`."""
    found = await shipping.tell_scan(tx, asker, shop.couriers, shipment_id, asked.event)
    return ok(ParcelOnItsWayOut.model_validate(found))


@router.get("/ndrs", summary="Failed attempts at the door", responses=errors(*_MAY))
async def ndrs(
    asker: Asker, snapshot: Snap, asked: Annotated[AskingNdrs, Query()]
) -> PlacedList[NdrOut]:
    """The newest first. Needs `orders:read`."""
    found = await shipping.ndrs_list(
        snapshot, asker, state=asked.state, after=asked.after, limit=asked.limit
    )
    after = found[-1].id if len(found) == asked.limit else None
    return PlacedList(
        data=[NdrOut.model_validate(each) for each in found],
        meta=PlaceMeta(limit=asked.limit, after=after),
    )


@router.post(
    "/ndrs/{ndr_id}/answer",
    summary="Say what to do after a failed attempt",
    responses=errors(*_MAY, NotFound, shipping.AnswerClosed),
)
async def answer(ndr_id: UUID, asked: AnsweringIn, asker: Asker, tx: Tx) -> Envelope[NdrOut]:
    """What its buyer may say by their link too: correct the address within its PIN code, pick a
    day, or give it up. A job tells the courier. Needs `shipping:write`."""
    found = await shipping.answer_ndr(tx, asker, ndr_id, asked.answering())
    return ok(NdrOut.model_validate(found))


@router.get("/rtos", summary="Parcels that come back", responses=errors(*_MAY))
async def rtos(
    asker: Asker, snapshot: Snap, asked: Annotated[AskingRtos, Query()]
) -> PlacedList[RtoOut]:
    """The newest first. Needs `orders:read`."""
    found = await shipping.rtos_list(
        snapshot, asker, state=asked.state, after=asked.after, limit=asked.limit
    )
    after = found[-1].id if len(found) == asked.limit else None
    return PlacedList(
        data=[RtoOut.model_validate(each) for each in found],
        meta=PlaceMeta(limit=asked.limit, after=after),
    )


def _pdf(made: bytes, name: str) -> Response:
    headers = {
        "Content-Disposition": f'inline; filename="{name}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return Response(made, media_type="application/pdf", headers=headers)
