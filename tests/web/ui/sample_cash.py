"""Pages of orders that are to be paid at the door."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.web.ui.samples import NOW
from zahra.web.storefront.cash_view import ConfirmCashPage, PayOnlinePage
from zahra.web.ui import FormState

WAITING = ConfirmCashPage(
    "ZH-7K3M9Q2X", 803700, "+91 ••••• 43210", confirm_by=NOW + timedelta(hours=24)
)
WRONG = replace(WAITING, form=FormState(errors={"code": ["That code is not right."]}))
OVER = replace(WAITING, is_over=True)
TOKEN = "A" * 40
OFFERED = PayOnlinePage(TOKEN, "ZH-7K3M9Q2X", 803700, "offered", NOW + timedelta(hours=12))
REWARDED = replace(OFFERED, fee_waived=4900, reward=5000)
OPEN = replace(REWARDED, state="open", pay_url="https://gateway.example/plink_1")
CASH: dict[str, tuple[str, Any, str]] = {
    "confirm-cash": ("confirm_cash.html", WAITING, "/checkout/confirm/ZH-7K3M9Q2X"),
    "confirm-cash-wrong": ("confirm_cash.html", WRONG, "/checkout/confirm/ZH-7K3M9Q2X"),
    "confirm-cash-over": ("confirm_cash.html", OVER, "/checkout/confirm/ZH-7K3M9Q2X"),
    "pay-online": ("pay_online.html", OFFERED, f"/pay/{TOKEN}"),
    "pay-online-open": ("pay_online.html", OPEN, f"/pay/{TOKEN}"),
    "pay-online-rewarded": ("pay_online.html", REWARDED, f"/pay/{TOKEN}"),
    **{
        f"pay-online-{state}": ("pay_online.html", replace(OFFERED, state=state), f"/pay/{TOKEN}")
        for state in ("over", "settled", "cancelled")
    },
    "pay-online-paid": ("pay_online.html", replace(REWARDED, state="paid"), f"/pay/{TOKEN}"),
}
