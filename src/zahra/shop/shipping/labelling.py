"""Labels and manifests: what is stuck on a parcel, and what its courier signs for.

What is to be taken at the door is the parcel's own figure, reckoned when it was packed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from zahra.base.clock import ist_day
from zahra.base.money import format_inr
from zahra.shop.invoices import Paper
from zahra.shop.shipping.barcodes import code128
from zahra.shop.shipping.errors import NotBooked
from zahra.shop.shipping.parcels import Consignee, Shipment
from zahra.shop.tax import Seller

Sheet = Mapping[str, Any]


async def label_pdf(paper: Paper, parcel: Shipment, seller: Seller) -> bytes:
    """A label of 4 by 6 inches with the AWB as a barcode. Raises NotBooked, NoPaper."""
    return await paper.pdf(label_sheet(parcel, seller))


async def manifest_pdf(
    paper: Paper, parcels: Sequence[Shipment], seller: Seller, *, now: datetime
) -> bytes:
    """A page to be signed by whoever takes these parcels along. Raises NotBooked, NoPaper."""
    return await paper.pdf(manifest_sheet(parcels, seller, day=ist_day(now)))


def label_sheet(parcel: Shipment, seller: Seller) -> Sheet:
    """What a label says. Raises NotBooked for a parcel without a number."""
    if parcel.awb is None:
        raise NotBooked
    box = parcel.parcel
    return {
        "paper": "label",
        "iso_date": ist_day(parcel.created_at).isoformat(),
        "awb": parcel.awb,
        "bars": list(code128(parcel.awb)),
        "carrier": parcel.carrier or parcel.courier.capitalize(),
        "number": parcel.number,
        "to": address_lines(parcel.address),
        "name": parcel.address.name,
        "phone": parcel.address.phone,
        "pincode": parcel.pincode,
        "collect": format_inr(parcel.collectable) if parcel.collectable else "",
        "weight": f"{box.weight_grams / 1000:.2f} kg",
        "size": f"{box.length_cm} × {box.width_cm} × {box.height_cm} cm",
        "contents": [f"{each.qty} × {each.sku}" for each in parcel.contents],
        "from": [seller.legal_name, seller.address],
        "gstin": seller.gstin or "",
    }


def manifest_sheet(parcels: Sequence[Shipment], seller: Seller, *, day: date) -> Sheet:
    """What a manifest says: every parcel, how many there are and what they take at the door.
    Raises NotBooked for one without a number."""
    if not parcels or any(each.awb is None for each in parcels):
        raise NotBooked
    return {
        "paper": "manifest",
        "iso_date": day.isoformat(),
        "courier": ", ".join(sorted({each.courier.capitalize() for each in parcels})),
        "from": [seller.legal_name, seller.address],
        "rows": [_row(parcel) for parcel in parcels],
        "count": str(len(parcels)),
        "weight": f"{sum(each.weight_grams for each in parcels) / 1000:.2f} kg",
        "collect": format_inr(sum(each.collectable for each in parcels)),
    }


def address_lines(to: Consignee) -> list[str]:
    """An address as it is written, without the name.

    >>> home = Consignee("Asha", "+91…", "12 Lake Road", "Mumbai", "Maharashtra", "27", "400001")
    >>> address_lines(home)
    ['12 Lake Road', 'Mumbai 400001', 'Maharashtra']
    """
    near = f"near {to.landmark}" if to.landmark else None
    lines = (to.line1, to.line2, near, f"{to.city} {to.pincode}", to.state)
    return [line for line in lines if line]


def _row(parcel: Shipment) -> list[str]:
    return [
        parcel.number,
        parcel.awb or "",
        parcel.carrier or "",
        f"{parcel.address.city} {parcel.pincode}",
        f"{parcel.weight_grams / 1000:.2f} kg",
        format_inr(parcel.collectable) if parcel.collectable else "Prepaid",
    ]
