"""What the payment pages show, between the order row and the gateway."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zahra.base.money import Paise
from zahra.web.ui.forms import UNTOUCHED, FormState


@dataclass(frozen=True, slots=True)
class GatewayForm:
    """What the gateway's checkout is opened with, by script or by its hosted page.

    `fields` are posted to `hosted_url` as they are; the script reads the same ones. Without
    fields it is a link, without a `script_url` there is no script.
    """

    script_url: str
    hosted_url: str
    fields: tuple[tuple[str, str], ...]
    text: str = "UPI, cards, net banking and wallets"


@dataclass(frozen=True, slots=True)
class PayPage:
    """Ready to pay: opens the gateway by itself where there are scripts."""

    number: str
    amount: Paise
    gateway: GatewayForm
    pay_by: datetime  # the stock is held until then
    cancel_url: str


@dataclass(frozen=True, slots=True)
class PaymentPendingPage:
    """The gateway has not said yet. `status_url` answers with this page's `status` block."""

    number: str
    amount: Paise
    status_url: str
    order_url: str
    outcome: Literal["waiting", "paid", "failed"] = "waiting"


@dataclass(frozen=True, slots=True)
class OtherMethod:
    """Another way to pay the same order."""

    key: str
    title: str
    text: str
    total: Paise


@dataclass(frozen=True, slots=True)
class PaymentFailedPage:
    """No money was taken. The bag, or the order, is still there. `is_untried`: nor was it tried,
    as with the difference for an exchange."""

    number: str
    amount: Paise
    reason: str
    retry_url: str | None  # None: the time to pay is over
    methods: tuple[OtherMethod, ...] = ()
    form: FormState = UNTOUCHED
    is_untried: bool = False
