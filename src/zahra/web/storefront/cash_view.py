"""What the pages of cash orders show: waiting for a code, and paying online after all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zahra.base.money import Paise
from zahra.web.ui.forms import UNTOUCHED, FormState

State = Literal["offered", "open", "paid", "settled", "cancelled", "over"]


@dataclass(frozen=True, slots=True)
class ConfirmCashPage:
    """An order waits for its code, or does so no more (`is_over`). `sent_to` is masked; nothing is
    placed before `confirm_by`."""

    number: str
    total: Paise
    sent_to: str
    confirm_by: datetime
    resend_after: int = 30
    is_over: bool = False
    form: FormState = UNTOUCHED


@dataclass(frozen=True, slots=True)
class PayOnlinePage:
    """A link to pay a cash order online, good until `expires_at`. `pay_url` is the gateway's page,
    once it is open; `fee_waived` is owed only at the door, `reward` is promised for paying now.
    Settled: nothing is due any more; over: it can be paid at the door still."""

    token: str
    number: str
    amount: Paise
    state: State
    expires_at: datetime
    fee_waived: Paise = 0
    reward: Paise = 0
    pay_url: str | None = None
    form: FormState = UNTOUCHED
