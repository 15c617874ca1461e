"""The page about a parcel that could not be handed over."""

from dataclasses import replace
from datetime import date
from typing import Any

from zahra.shop.shipping import Wish
from zahra.web.storefront.delivery_view import FailedDeliveryPage
from zahra.web.ui import FormState

_TOKEN = "A" * 40
_DAYS = (("2026-11-25", "Wednesday, 25 November"), ("2026-11-26", "Thursday, 26 November"))
OPEN = FailedDeliveryPage(
    _TOKEN, "ZH-7K3M9Q2X-1", "Mumbai 400001", 1, "open", _DAYS, can_change=True
)
WRONG = replace(
    OPEN,
    form=FormState({"wish": "fix_address"}, {"line1": ["Tell us house, building and street."]}),
)
ANSWERED = replace(OPEN, state="answered", wish=Wish.PICK_DATE, deliver_on=date(2026, 11, 25))
DELIVERIES: dict[str, tuple[str, Any, str]] = {
    "failed-delivery": ("failed_delivery.html", OPEN, f"/delivery/{_TOKEN}"),
    "failed-delivery-wrong": ("failed_delivery.html", WRONG, f"/delivery/{_TOKEN}"),
    "failed-delivery-answered": ("failed_delivery.html", ANSWERED, f"/delivery/{_TOKEN}"),
    "failed-delivery-over": (
        "failed_delivery.html",
        replace(OPEN, state="over", can_change=False),
        f"/delivery/{_TOKEN}",
    ),
}
