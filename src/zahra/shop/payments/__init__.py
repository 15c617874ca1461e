"""Money: attempts to pay an order, what gateways say was paid, refunds, the inbox of webhooks.

Nothing here knows what an order is. `orders` holds an order's lock while payments of it change.
"""

from zahra.shop.payments.applying import apply_refunds, apply_truth
from zahra.shop.payments.asking import ask_gateway, capture
from zahra.shop.payments.attempting import (
    attempt,
    close_attempts,
    open_at_gateway,
    open_attempt,
    resume_attempt,
)
from zahra.shop.payments.errors import NothingToRefund, RefundTooLarge
from zahra.shop.payments.gateways import Gateways
from zahra.shop.payments.jobs import forget_old_bodies
from zahra.shop.payments.keeping import close_event, forget_bodies, keep_event, kept_event
from zahra.shop.payments.model import (
    CURRENCY,
    Answer,
    Applied,
    Attempt,
    Clocks,
    KeptEvent,
    Payment,
    Refund,
)
from zahra.shop.payments.provider import (
    AskingRefund,
    EventFact,
    ForgedEvent,
    Gateway,
    GatewayDown,
    GatewayOrder,
    GatewayRefused,
    OpeningOrder,
    PaymentFact,
    PayPage,
    RefundFact,
    Truth,
)
from zahra.shop.payments.refunding import grant_refund, note_refusal, send_refund
from zahra.shop.payments.states import (
    ATTEMPT_LIFE,
    REFUND_LIFE,
    AttemptEvent,
    AttemptState,
    Destination,
    EventState,
    PaymentState,
    Purpose,
    RefundState,
)
from zahra.shop.payments.store.attempts import (
    attempt_for_gateway_order,
    attempts_of_order,
    attempts_to_ask_about,
)
from zahra.shop.payments.store.inbox import events_left_lying
from zahra.shop.payments.store.payments import (
    note_capture_asked,
    payment,
    payment_named,
    payment_to_change,
    payments_of_order,
)
from zahra.shop.payments.store.refunds import refund, refunds_not_on_their_way

__all__ = [
    "ATTEMPT_LIFE",
    "CURRENCY",
    "REFUND_LIFE",
    "Answer",
    "Applied",
    "AskingRefund",
    "Attempt",
    "AttemptEvent",
    "AttemptState",
    "Clocks",
    "Destination",
    "EventFact",
    "EventState",
    "ForgedEvent",
    "Gateway",
    "GatewayDown",
    "GatewayOrder",
    "GatewayRefused",
    "Gateways",
    "KeptEvent",
    "NothingToRefund",
    "OpeningOrder",
    "PayPage",
    "Payment",
    "PaymentFact",
    "PaymentState",
    "Purpose",
    "Refund",
    "RefundFact",
    "RefundState",
    "RefundTooLarge",
    "Truth",
    "apply_refunds",
    "apply_truth",
    "ask_gateway",
    "attempt",
    "attempt_for_gateway_order",
    "attempts_of_order",
    "attempts_to_ask_about",
    "capture",
    "close_attempts",
    "close_event",
    "events_left_lying",
    "forget_bodies",
    "forget_old_bodies",
    "grant_refund",
    "keep_event",
    "kept_event",
    "note_capture_asked",
    "note_refusal",
    "open_at_gateway",
    "open_attempt",
    "payment",
    "payment_named",
    "payment_to_change",
    "payments_of_order",
    "refund",
    "refunds_not_on_their_way",
    "resume_attempt",
    "send_refund",
]
