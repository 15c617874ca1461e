"""Parcels as tests send them."""

from datetime import UTC, datetime
from typing import Any

from zahra.shop.shipping import Consignee, Consignment, Content, Parcel

ASHA_HOME = Consignee(
    name="Asha Rao",
    phone="+919876543210",
    line1="12 Lake Road",
    city="Mumbai",
    state="Maharashtra",
    state_code="27",
    pincode="400001",
    landmark="the temple",
)
KURTA_BOX = Parcel(weight_grams=420, length_cm=30, width_cm=25, height_cm=5)
KURTA = Content("KUR-IND-M", "Indigo kurta", "6211", 1, 249900)


def consignment(number: str = "ZH-7K3M9Q2X-1", **more: Any) -> Consignment:
    """A kurta for Asha, prepaid unless told otherwise."""
    told: dict[str, Any] = {
        "number": number,
        "ordered_at": datetime(2026, 11, 20, 19, 0, tzinfo=UTC),
        "address": ASHA_HOME,
        "parcel": KURTA_BOX,
        "contents": (KURTA,),
        "declared": 249900,
        "collectable": 0,
    }
    return Consignment(**{**told, **more})
