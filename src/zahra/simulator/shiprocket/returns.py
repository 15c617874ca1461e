"""Parcels that are fetched from buyers and brought to the merchant, and where that is."""

from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.shiprocket import parcels
from zahra.simulator.shiprocket.calling import PARCEL

_ENDS = ("customer_name", "address", "city", "state", "country", "pincode", "phone")
_WANTED = (
    "order_id",
    "order_date",
    *(f"pickup_{each}" for each in _ENDS),
    *(f"shipping_{each}" for each in _ENDS),
    "order_items",
    "payment_method",
    "sub_total",
    "length",
    "breadth",
    "height",
    "weight",
)


def create(desk: Desk, call: Call) -> Json:
    """Another return every time, also under a number that is known already."""
    parcels.must_hold(call.body, _WANTED)
    pincode = str(call.body["pickup_pincode"])
    shown = parcels.add(desk, call.body, status="RETURN PENDING", pincode=pincode, is_return=True)
    told = {"order_id": shown["id"], "shipment_id": shown["shipment_id"]}
    return {**told, "status": "RETURN PENDING", "status_code": 21, "company_name": "zahra"}


def fetch_all(desk: Desk, call: Call) -> Json:
    """Newest first, `per_page` at a time; nothing is searched for."""
    page, size = int(call.query.get("page", "1")), int(call.query.get("per_page", "15"))
    found = [each for each in desk.books.all_of(PARCEL) if each.shown["is_return"]]
    listed = [_as_listed(each) for each in found[(page - 1) * size : page * size]]
    return {"data": listed, "meta": {"pagination": {"total": len(found), "current_page": page}}}


def pickup_locations(desk: Desk, call: Call) -> Json:
    """The merchant's own addresses, by the names it gave them."""
    home: Json = {
        "id": 41514,
        "pickup_location": "Primary",
        "address_type": None,
        "address": "14 Gangori Bazaar",
        "address_2": "",
        "city": "Jaipur",
        "state": "Rajasthan",
        "country": "India",
        "pin_code": "302001",
        "email": "dock@zahra.example",
        "phone": "9829000000",
        "name": "Zahra",
    }
    return {"data": {"shipping_address": [home], "allow_more": "1"}}


def _as_listed(parcel: Thing) -> Json:
    shown = parcel.shown
    return {
        "id": shown["id"],
        "channel_order_id": shown["channel_order_id"],
        "status": shown["status"],
        "shipment_id": shown["shipment_id"],
        "shipments": [{"awb": shown["awb"], "courier": shown["courier"]}],
    }
