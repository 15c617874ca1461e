"""Sample orders on their way, and the page that cancels one."""

from dataclasses import replace
from datetime import timedelta

from tests.web.ui.samples import NOW
from zahra.web.storefront.cancel_pages import REASONS
from zahra.web.storefront.cards_view import Badge
from zahra.web.storefront.order_view import (
    CancelLine,
    CancelPage,
    Moment,
    OrderAction,
    OrderPage,
    Paper,
    Parcel,
)
from zahra.web.ui import FormState

_ON_ITS_WAY = (
    Moment("Placed", "done", NOW, "Paid"),
    Moment("Packed", "done", NOW + timedelta(hours=20)),
    Moment("Shipped", "done", NOW + timedelta(hours=26)),
    Moment("Out for delivery", "current", note="The courier will try again."),
    Moment("Delivered", "waiting"),
)
_PARCELS = (
    Parcel(
        "ZH-7K3M9Q2X-1",
        Badge("Delivery was tried", "attention"),
        ("1 × Mulmul Anarkali with a name as long as a saree, size M", "2 × Buta Kurta, size L"),
        "Delhivery Surface",
        "1490834567890123",
        "https://shiprocket.co/tracking/1490834567890123",
        NOW + timedelta(hours=26),
        to_pay=803700,
    ),
    Parcel("ZH-7K3M9Q2X-2", Badge("Packed", "plain"), ("1 × Potli Bag, size Free",)),
)
_PAPERS = (
    Paper("Invoice ZAH/26-27/000123", "/orders/ZH-7K3M9Q2X/invoice/1", 803700),
    Paper("Credit note ZCN/26-27/000045", "/orders/ZH-7K3M9Q2X/invoice/2", 159900),
)
_LINES = (
    CancelLine("line-0", "Mulmul Anarkali", "Indigo, size M", 1),
    CancelLine("line-1", "Buta Kurta", "Ivory, size L", 2),
)
CHOOSING = CancelPage(
    "ZH-7K3M9Q2X",
    _LINES,
    tuple((reason, reason) for reason in REASONS),
    FormState({"qty_line-0": "1", "qty_line-1": "2"}, idempotency_key="once-7"),
)
REFUSED = replace(
    CHOOSING,
    form=FormState({"qty_line-0": "0"}, {"reason": ["Choose a reason."]}, idempotency_key="once-7"),
)
LAST_WORD = replace(
    CHOOSING,
    review=("3 pieces are cancelled.", "₹8,037 goes back to your UPI, within 7 days."),
)


def on_its_way(order: OrderPage) -> OrderPage:
    """The same order, its parcels travelling."""
    return replace(
        order,
        status=Badge("Delivery was tried", "attention"),
        timeline=_ON_ITS_WAY,
        lines=(replace(order.lines[0], note="1 cancelled"), *order.lines[1:]),
        parcels=_PARCELS,
        papers=_PAPERS,
        actions=(OrderAction("Cancel", "/orders/ZH-7K3M9Q2X/cancel"),),
    )
