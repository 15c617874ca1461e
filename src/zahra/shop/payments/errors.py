"""How payments say no."""

from zahra.base.errors import Conflict, Invalid


class NothingToRefund(Conflict):
    """The payment was never captured, all of it has been granted back, or no gateway took it."""

    code = "nothing_to_refund"
    message = "There is nothing left to refund on this payment."


class NotRefused(Conflict):
    """Only a refund that was refused goes another way, and it goes one way. Details: `state`."""

    code = "refund_not_refused"
    message = "This refund was not refused, or has gone another way since."


class RefundTooLarge(Invalid):
    """More than is left of the payment. Details: `refundable`, in paise."""

    code = "refund_too_large"
    message = "That is more than can still be refunded."


class PaymentDisputed(Conflict):
    """The payer's bank wants this money back; until it has decided none of it can be given."""

    code = "payment_disputed"
    message = "The payer's bank disputes this payment. Nothing can be given back until it decides."
