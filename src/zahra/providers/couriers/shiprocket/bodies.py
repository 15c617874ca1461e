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
        **_billing(told.address, told.email),
        "shipping_is_billing": True,
        "order_items": [
            {
                "name": each.title,
                "sku": each.sku,
                "units": each.qty,
                "selling_price": rupees(each.price),
                "hsn": each.hsn,
            }
            for each in told.contents
        ],
        "payment_method": "COD" if told.collectable else "Prepaid",
        "sub_total": rupees(told.declared),
        "shipping_charges": rupees(max(0, more)),
        "total_discount": rupees(max(0, -more)),
        "length": told.parcel.length_cm,
        "breadth": told.parcel.width_cm,
        "height": told.parcel.height_cm,
        "weight": told.parcel.weight_grams / 1000,
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


def _billing(to: Consignee, email: str | None) -> Mapping[str, Any]:
    first, _, last = to.name.partition(" ")
    return {
        "billing_customer_name": first,
        "billing_last_name": last,
        **_two_lines(to, "billing_address", "billing_address_2"),
        "billing_city": to.city,
        "billing_pincode": to.pincode,
        "billing_state": to.state,
        "billing_country": "India",
        "billing_email": email or "",
        "billing_phone": to.phone.removeprefix("+91"),
    }


def _two_lines(to: Consignee, first: str, second: str) -> Mapping[str, str]:
    """They have two lines; a landmark goes onto the second."""
    near = f"near {to.landmark}" if to.landmark else None
    return {first: to.line1, second: ", ".join(filter(None, (to.line2, near)))}
