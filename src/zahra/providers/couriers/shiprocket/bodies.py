"""What Shiprocket is told of a parcel, in its own words."""

from collections.abc import Mapping
from typing import Any

from zahra.base.clock import IST
from zahra.providers.couriers.shiprocket.account import ShiprocketAccount
from zahra.providers.couriers.shiprocket.facts import rupees
from zahra.shop.shipping import Answer, Consignee, Wish
from zahra.shop.shipping.provider import Consignment


def order_body(account: ShiprocketAccount, told: Consignment) -> Mapping[str, Any]:
    """`/orders/create/adhoc`. They take at the door what sub total, charges and discount come to:
    these are set so that it is what we reckoned."""
    more = told.collectable - told.declared if told.collectable else 0
    return {
        "order_id": told.number,
        "order_date": told.ordered_at.astimezone(IST).strftime("%Y-%m-%d %H:%M"),
        "pickup_location": account.pickup_location,
        **_addressed(told.address, told.email, "billing"),
        "shipping_is_billing": True,
        "order_items": _items(told),
        "payment_method": "COD" if told.collectable else "Prepaid",
        "sub_total": rupees(told.declared),
        "shipping_charges": rupees(max(0, more)),
        "total_discount": rupees(max(0, -more)),
        **_measures(told),
    }


def return_body(home: Mapping[str, Any], told: Consignment) -> Mapping[str, Any]:
    """`/orders/create/return`: fetched from the buyer, brought `home`, which is our own address as
    they list it. Nothing is collected."""
    return {
        "order_id": told.number,
        "order_date": told.ordered_at.astimezone(IST).strftime("%Y-%m-%d %H:%M"),
        **_addressed(told.address, told.email, "pickup"),
        "pickup_isd_code": "91",
        "shipping_customer_name": home.get("name") or home["pickup_location"],
        "shipping_address": home["address"],
        "shipping_address_2": home.get("address_2") or "",
        "shipping_city": home["city"],
        "shipping_state": home["state"],
        "shipping_country": home.get("country") or "India",
        "shipping_pincode": str(home["pin_code"]),
        "shipping_phone": str(home["phone"]),
        "order_items": _items(told),
        "payment_method": "PREPAID",
        "sub_total": rupees(told.declared),
        "total_discount": 0,
        **_measures(told),
    }


def answer_body(answer: Answer) -> Mapping[str, Any]:
    """`/ndr/{awb}/action`."""
    if answer.wish is Wish.CANCEL:
        return {"action": "return", "comments": answer.note or "The buyer does not want it."}
    body: dict[str, Any] = {"action": "re-attempt", "comments": answer.note or "Please try again."}
    if answer.deliver_on is not None:
        body["deferred_date"] = answer.deliver_on.isoformat()
    if answer.address is not None:
        body |= _two_lines(answer.address, "address1", "address2")
    return body


def _items(told: Consignment) -> list[Mapping[str, Any]]:
    return [
        {
            "name": each.title,
            "sku": each.sku,
            "units": each.qty,
            "selling_price": rupees(each.price),
            "hsn": each.hsn,
        }
        for each in told.contents
    ]


def _measures(told: Consignment) -> Mapping[str, Any]:
    return {
        "length": told.parcel.length_cm,
        "breadth": told.parcel.width_cm,
        "height": told.parcel.height_cm,
        "weight": told.parcel.weight_grams / 1000,
    }


def _addressed(who: Consignee, email: str | None, kind: str) -> Mapping[str, Any]:
    """A person and their address; `kind` begins every name: billing, pickup."""
    first, _, last = who.name.partition(" ")
    return {
        f"{kind}_customer_name": first,
        f"{kind}_last_name": last,
        **_two_lines(who, f"{kind}_address", f"{kind}_address_2"),
        f"{kind}_city": who.city,
        f"{kind}_pincode": who.pincode,
        f"{kind}_state": who.state,
        f"{kind}_country": "India",
        f"{kind}_email": email or "",
        f"{kind}_phone": who.phone.removeprefix("+91"),
    }


def _two_lines(to: Consignee, first: str, second: str) -> Mapping[str, str]:
    """They have two lines; a landmark goes onto the second."""
    near = f"near {to.landmark}" if to.landmark else None
    return {first: to.line1, second: ", ".join(filter(None, (to.line2, near)))}
