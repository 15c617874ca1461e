"""What the payments' endpoints take and tell."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import orders, payments
from zahra.web.http.schemas import Input, Moment, Output

Status = Literal[
    "created",
    "pending",
    "authorized",
    "captured",
    "failed",
    "partially_refunded",
    "refunded",
    "voided",
]
GatewayId = Annotated[str, Field(max_length=100, pattern=r"^[\x21-\x7e]+$")]


class OpeningPayment(Input):
    """Which order is to be paid, and by whom."""

    order_id: UUID
    provider: Literal["razorpay", "stripe", "payu"]


class ReturnedFields(Input):
    """What the gateway's checkout handed to the browser, under the gateway's own names."""

    razorpay_order_id: Annotated[GatewayId, Field(alias="razorpay_order_id")]
    razorpay_payment_id: Annotated[GatewayId, Field(alias="razorpay_payment_id")]
    razorpay_signature: Annotated[GatewayId, Field(alias="razorpay_signature")]


class RefundingIn(Input):
    """How much goes back (all that is left when no amount is sent), and why."""

    amount: Annotated[int | None, Field(strict=True, gt=0, le=10**12, examples=[50000])] = None
    reason: Annotated[str, Field(min_length=1, max_length=200, examples=["too small"])]


class PaymentOut(Output):
    """A try at paying an order. `client` opens the gateway's checkout, while there is one to open:
    its fields are the gateway's."""

    id: UUID
    order_id: UUID
    provider: str
    status: Status
    amount: Paise
    amount_refunded: Paise
    currency: str
    method: str | None
    error_reason: str | None
    created_at: Moment
    client: dict[str, Any] | None

    @classmethod
    def of(cls, paying: orders.Paying, client: Mapping[str, Any] | None = None) -> "PaymentOut":
        return cls.model_validate(
            {
                "id": paying.id,
                "order_id": paying.order_id,
                "provider": paying.provider,
                "status": paying.status,
                "amount": paying.amount,
                "amount_refunded": paying.amount_refunded,
                "currency": paying.currency,
                "method": paying.method,
                "error_reason": paying.error_reason,
                "created_at": paying.created_at,
                "client": dict(client) if client is not None else None,
            }
        )


class VerifiedOut(Output):
    """Where the order and its payment stand, as the gateway itself has just said."""

    order_id: UUID
    number: str
    order_status: orders.OrderStatus
    payment_status: orders.PaymentStatus
    payment: PaymentOut


class RefundOut(Output):
    """A refund. Granted is a promise; settled is money. One that `failed` is owed all the same:
    `insteadOf` is the one that this was granted for when it went another way."""

    id: UUID
    payment_id: UUID
    order_id: UUID
    amount: Paise
    currency: str = payments.CURRENCY
    reason: str
    status: payments.RefundState
    destination: payments.Destination
    instead_of: UUID | None
    last_error: str | None
    created_at: Moment

    @classmethod
    def of(cls, refund: payments.Refund) -> "RefundOut":
        return cls(
            id=refund.id,
            payment_id=refund.payment_id,
            order_id=refund.order_id,
            amount=refund.amount,
            reason=refund.reason,
            status=refund.state,
            destination=refund.destination,
            instead_of=refund.instead_of,
            last_error=refund.last_error,
            created_at=refund.created_at,
        )


class ReceivedOut(Output):
    """The event is filed."""

    received: bool = True
