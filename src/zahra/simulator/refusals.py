"""Razorpay's error object, and the reasons a payment fails for."""

from dataclasses import dataclass
from typing import Any


class Refusal(Exception):
    """An answer that is an error object."""

    def __init__(
        self,
        description: str,
        *,
        field: str | None = None,
        reason: str = "input_validation_failed",
        step: str = "payment_initiation",
        status: int = 400,
    ) -> None:
        super().__init__(description)
        self.status = status
        self.body = error_object(
            "BAD_REQUEST_ERROR", description, field=field, step=step, reason=reason
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a payment failed, in the gateway's words."""

    description: str
    source: str = "customer"
    step: str = "payment_authorization"
    code: str = "BAD_REQUEST_ERROR"


_AT_BANK = "payment_authentication"
_TROUBLE = "GATEWAY_ERROR"

FAILURES = {
    "payment_cancelled": Failure("You have cancelled this payment.", step=_AT_BANK),
    "payment_timed_out": Failure("The payment was not completed in time.", step=_AT_BANK),
    "payment_failed": Failure("The payment was declined."),
    "authentication_failed": Failure("The bank could not verify you.", step=_AT_BANK),
    "insufficient_funds": Failure("There is not enough money in the account."),
    "card_declined": Failure("The bank declined the card.", "issuer_bank"),
    "card_disabled_for_online_payments": Failure(
        "The card is not enabled for online payments.", "issuer_bank"
    ),
    "card_number_invalid": Failure("The card number is not right.", step="payment_initiation"),
    "gateway_technical_error": Failure("The gateway had a problem.", "gateway", code=_TROUBLE),
    "bank_technical_error": Failure("The bank had a problem.", "bank", code=_TROUBLE),
    "upi_app_technical_error": Failure("The UPI app had a problem.", "customer_psp", code=_TROUBLE),
}


def error_object(code: str, description: str, **more: Any) -> dict[str, Any]:
    """Every documented key, in the documented order."""
    return {
        "error": {
            "code": code,
            "description": description,
            "field": more.get("field"),
            "source": more.get("source", "business"),
            "step": more.get("step"),
            "reason": more.get("reason"),
            "metadata": more.get("metadata", {}),
        }
    }


def already_paid() -> Refusal:
    return Refusal(
        "Your payment has been declined as the order is already paid. Please initiate the payment"
        " with a new order.",
        reason="order_already_paid",
    )


def no_such_id() -> Refusal:
    return Refusal("The id provided does not exist")
