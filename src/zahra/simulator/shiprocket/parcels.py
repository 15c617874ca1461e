"""Orders at Shiprocket, each with its one shipment: made, found, numbered, called off."""

from collections.abc import Sequence
from typing import Any, cast

from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.shiprocket import travelling
from zahra.simulator.shiprocket.calling import (
    PARCEL,
    CourierRefusal,
    existing,
    indian,
    of_shipment,
)

_WANTED = (
    "order_id",
    "order_date",
    "pickup_location",
    "billing_customer_name",
    "billing_address",
    "billing_city",
    "billing_pincode",
    "billing_state",
    "billing_country",
    "billing_phone",
    "order_items",
    "payment_method",
    "sub_total",
    "length",
    "breadth",
    "height",
    "weight",
)
_DAY = 86_400.0
_FIRST_ORDER, _FIRST_SHIPMENT, _FIRST_AWB = 480_000_000, 479_000_000, 59_600_000_000


def create(desk: Desk, call: Call) -> Json:
    """Another order every time, also under a number of the merchant's that is known already."""
    must_hold(call.body, _WANTED)
    pincode, collectable = str(call.body["billing_pincode"]), _collectable(call.body)
    shown = add(desk, call.body, status="NEW", pincode=pincode, collectable=collectable)
    return {**_told(shown), "status_code": 1}


def add(
    desk: Desk, told: Json, *, status: str, pincode: str, collectable: float = 0.0, **more: object
) -> Json:
    """An order in the books, with its one shipment; as it is shown."""
    count = int(desk.books.fact("sr_orders", 0)) + 1
    desk.books.remember("sr_orders", count)
    order_id = _FIRST_ORDER + count
    shown: Json = {
        "id": order_id,
        "shipment_id": _FIRST_SHIPMENT + count,
        "channel_order_id": told["order_id"],
        "status": status,
        "awb": "",
        "courier": "",
        "created_at": desk.clock.stamp(),
        "collectable": collectable,
        "pincode": pincode,
        "is_return": False,
        "told": told,
        **more,
    }
    desk.books.add(Thing(str(order_id), PARCEL, "", shown, {"scans": [], "plan": []}))
    return shown


def fetch_all(desk: Desk, call: Call) -> Json:
    """Newest first; `search` looks into the merchant's numbers. Returns stand elsewhere."""
    sought = call.query.get("search", "")
    found = [
        _as_listed(each)
        for each in desk.books.all_of(PARCEL)
        if sought in each.shown["channel_order_id"] and not each.shown["is_return"]
    ]
    return {"data": found, "meta": {"pagination": {"total": len(found), "current_page": 1}}}


def fetch(desk: Desk, call: Call) -> Json:
    return {"data": _as_listed(existing(desk, call.ids["id"]))}


def serviceability(desk: Desk, call: Call) -> Json:
    """By the PIN code alone: 9… is the army's; cash is taken everywhere but at 19… ."""
    pincode = call.query.get("delivery_postcode", "")
    if len(pincode) != 6 or pincode.startswith("9"):
        return {"status": 404, "message": "No courier serviceable for this route"}
    takes_cash = not pincode.startswith("19")
    companies = [
        {
            "courier_company_id": 10,
            "courier_name": "Delhivery Surface",
            "rate": 84.5,
            "freight_charge": 64.5,
            "cod_charges": 20.0,
            "rto_charges": 64.5,
            "estimated_delivery_days": "5",
            "cod": int(takes_cash),
            "is_surface": True,
        },
        {
            "courier_company_id": 51,
            "courier_name": "Xpressbees Air",
            "rate": 112.0,
            "freight_charge": 92.0,
            "cod_charges": 20.0,
            "rto_charges": 92.0,
            "estimated_delivery_days": "3",
            "cod": int(takes_cash),
            "is_surface": False,
        },
    ]
    if call.query.get("cod") == "1" and not takes_cash:
        return {"status": 404, "message": "No courier serviceable for this route"}
    return {"status": 200, "data": {"available_courier_companies": companies}}


def assign(desk: Desk, call: Call) -> Json:
    """A number for a shipment, once: asked again there is only a refusal."""
    parcel = of_shipment(desk, call.body)
    if parcel.shown["awb"]:
        raise CourierRefusal("AWB is already assigned")
    if parcel.shown["status"] == "CANCELED":
        raise CourierRefusal("The order is cancelled")
    count = int(desk.books.fact("sr_awbs", 0)) + 1
    desk.books.remember("sr_awbs", count)
    awb = str(_FIRST_AWB + count)
    parcel.shown |= {"awb": awb, "courier": "Delhivery Surface", "status": "AWB ASSIGNED"}
    desk.books.save(parcel)
    travelling.tell(desk, parcel, 1)
    data = {
        "awb_code": awb,
        "courier_name": "Delhivery Surface",
        "order_id": parcel.shown["id"],
        "shipment_id": parcel.shown["shipment_id"],
        "freight_charges": 84.5,
    }
    return {"awb_assign_status": 1, "response": {"data": data}}


def schedule_pickup(desk: Desk, call: Call) -> Json:
    parcel = of_shipment(desk, call.body)
    if not parcel.shown["awb"]:
        raise CourierRefusal("Please assign an AWB first")
    if parcel.shown["is_return"]:
        return _fetch(desk, parcel, is_again=call.body.get("status") == "retry")
    if not parcel.kept["plan"] and not parcel.kept.get("is_queued"):
        parcel.kept["is_queued"] = True
        travelling.tell(desk, parcel, 3)
        travelling.plan(desk, parcel, "deliver")
    return {"pickup_status": 1, "response": {"data": "Pickup is confirmed."}}


def _fetch(desk: Desk, parcel: Thing, *, is_again: bool) -> Json:
    """Somebody goes to the buyer tomorrow; asked again without a reason it is queued already."""
    if is_again or not parcel.kept.get("is_queued"):
        parcel.kept["is_queued"] = True
        travelling.tell(desk, parcel, 15 if is_again else 3)
        travelling.plan(desk, parcel, "fetch")
    tomorrow = indian(desk, scan=True, at=desk.clock.now() + _DAY)
    said = {"pickup_scheduled_date": tomorrow, "data": "Pickup is confirmed."}
    return {"pickup_status": 1, "response": said}


def label(desk: Desk, call: Call) -> Json:
    parcel = of_shipment(desk, call.body)
    return {"label_created": 1, "label_url": f"https://labels.example/{parcel.shown['awb']}.pdf"}


def cancel(desk: Desk, call: Call) -> Json:
    """Until it is picked up."""
    for id in cast(list[Any], call.body.get("ids") or []):
        parcel = existing(desk, id)
        if any(scan["sr-status"] in ("42", "6", "18") for scan in parcel.kept["scans"]):
            raise CourierRefusal("Order cannot be cancelled after pickup")
        parcel.shown["status"], parcel.due_at, parcel.kept["plan"] = "CANCELED", None, []
        desk.books.save(parcel)
        if parcel.shown["awb"]:
            travelling.tell(desk, parcel, 8)
    return {"message": "Order cancelled successfully."}


def _as_listed(parcel: Thing) -> Json:
    shown = parcel.shown
    shipment = {"id": shown["shipment_id"], "awb": shown["awb"], "courier": shown["courier"]}
    return {
        "id": shown["id"],
        "channel_order_id": shown["channel_order_id"],
        "status": shown["status"],
        "shipments": [shipment],
    }


def must_hold(told: Json, wanted: Sequence[str]) -> None:
    """Raise CourierRefusal for the first field that is missing."""
    if missing := [name for name in wanted if not told.get(name)]:
        raise CourierRefusal(f"The {missing[0]} field is required.", status=422)


def _told(shown: Json) -> Json:
    return {name: shown[name] for name in ("shipment_id", "status")} | {"order_id": shown["id"]}


def _collectable(told: Json) -> float:
    """What the carrier takes at the door, in rupees."""
    if told["payment_method"] != "COD":
        return 0.0
    charges, discount = told.get("shipping_charges") or 0, told.get("total_discount") or 0
    return round(float(told["sub_total"]) + float(charges) - float(discount), 2)
