"""What money is to the shop: attempts to pay, payments, refunds, events in the inbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.payments.provider import RefundFact, Truth
from zahra.shop.payments.states import (
    CAPTURED,
    LIVE,
    TENDERS,
    AttemptKind,
    AttemptState,
    Destination,
    EventState,
    PaymentState,
    Purpose,
    RefundState,
)

CURRENCY = "INR"
UNTIL_CAPTURED = (
    "payment.authorized",
    "payment.captured",
    "payment.failed",
    "order.paid",
    "payment_link.paid",
    "payment.success",  # PayU
    "payment.failure",
    "payment.pending",
    "checkout.session.completed",  # Stripe
    "payment_intent.processing",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
)


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long things wait, and how often we ask."""

    hold: timedelta = timedelta(minutes=10)  # stock, from entering payment
    expire: timedelta = timedelta(minutes=30)  # an order nobody has paid for
    undecided: timedelta = timedelta(minutes=12)  # a payment at a bank that has not answered
    poll_after: timedelta = timedelta(seconds=30)  # a live attempt nobody told us about; doubles
    poll_late: timedelta = timedelta(hours=1)  # one that failed or ran out
    poll_until: timedelta = timedelta(days=4)  # after that no late money comes
    refund_again: timedelta = timedelta(minutes=15)  # a granted refund that is not on its way


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at paying an order by one gateway; at most one of an order is live."""

    id: UUID
    order_id: UUID
    provider: str
    amount: Paise
    currency: str
    state: AttemptState
    provider_order_id: str | None
    created_at: datetime
    expires_at: datetime
    kind: AttemptKind = AttemptKind.CHECKOUT
    pay_url: str | None = None  # the gateway's own page for it, where it has one

    @property
    def is_link(self) -> bool:
        return self.kind is AttemptKind.LINK

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def receipt(self) -> str:
        """Our reference at the gateway: a repeat finds the same order there."""
        return self.id.hex


@dataclass(frozen=True, slots=True)
class Payment:
    """One tender of an order, and what of it has gone back: what a gateway says about a payment,
    cash taken at the door, store credit that was spent. Only a gateway's has an attempt."""

    id: UUID
    attempt_id: UUID | None
    order_id: UUID
    provider: str
    provider_payment_id: str
    amount: Paise
    refund_granted: Paise
    amount_refunded: Paise
    currency: str
    state: PaymentState
    purpose: Purpose
    method: str | None
    error_code: str | None
    error_reason: str | None
    first_seen_at: datetime
    captured_at: datetime | None
    is_disputed: bool = False  # a bank may still take some of it back
    lost: Paise = 0  # what banks have taken back

    @property
    def is_cash_set_aside(self) -> bool:
        """Whether it is cash for a parcel that nobody waited for any more."""
        return self.purpose is Purpose.QUARANTINED and self.attempt_id is None

    @property
    def is_captured(self) -> bool:
        """Whether we have had the money, gone back since or not."""
        return self.state in CAPTURED

    @property
    def pays(self) -> bool:
        """Whether this is the payment that paid for its order."""
        return self.purpose is Purpose.ORDER and self.is_captured

    @property
    def is_tender(self) -> bool:
        """Whether the order had this money: from a gateway, at the door, or as store credit."""
        return self.is_captured and self.purpose in TENDERS

    @property
    def waits_for_capture(self) -> bool:
        return self.purpose is Purpose.ORDER and self.state is PaymentState.AUTHORIZED

    @property
    def refundable(self) -> Paise:
        """What may still be granted back."""
        return self.amount - self.refund_granted - self.lost if self.is_captured else 0


@dataclass(frozen=True, slots=True)
class Refund:
    """Money granted back to its source; executed when the gateway says so."""

    id: UUID
    payment_id: UUID
    order_id: UUID
    amount: Paise
    reason: str
    state: RefundState
    provider_refund_id: str | None
    created_at: datetime
    destination: Destination = Destination.SOURCE
    giveback_id: UUID | None = None
    instead_of: UUID | None = None  # the refused refund whose money this is
    last_error: str | None = None  # why it was refused
    reference: str | None = None  # the bank's own number of it

    @property
    def waits_for_gateway(self) -> bool:
        """Whether it goes to its source and the gateway has not been heard about it."""
        return self.state is RefundState.GRANTED and self.destination is Destination.SOURCE

    @property
    def key(self) -> str:
        """Makes a repeat harmless at the gateway; from the row's id, so it can never shift."""
        return f"zahra-refund-{self.id.hex}"

    @property
    def receipt(self) -> str:
        """How we know our own refund again in what the gateway tells."""
        return self.id.hex


@dataclass(frozen=True, slots=True)
class Health:
    """How a gateway has been doing lately: payments taken, and troubles of its own making."""

    provider: str
    taken: int
    troubles: int

    @property
    def is_in_trouble(self) -> bool:
        return self.troubles >= 3 and self.troubles > self.taken

    @property
    def seems_down(self) -> bool:
        return self.troubles >= 5 and self.taken == 0


@dataclass(frozen=True, slots=True)
class Due:
    """An attempt to ask a gateway about, or an event of its that was left lying."""

    id: UUID
    provider: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gateway said when it was asked about an attempt."""

    truth: Truth
    refunds: tuple[RefundFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """How things stand after a gateway's answer was written down."""

    attempt: Attempt
    payments: tuple[Payment, ...]  # all of the order's, oldest first
    granted: tuple[Refund, ...]  # refunds granted by this answer, to be executed

    @property
    def paying(self) -> Payment | None:
        """The payment that pays for the order, if any does."""
        return next((payment for payment in self.payments if payment.pays), None)

    @property
    def waiting(self) -> Payment | None:
        """A payment of this attempt that waits to be captured, if any does."""
        return next(
            (p for p in self.payments if p.waits_for_capture and p.attempt_id == self.attempt.id),
            None,
        )


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """An event in the inbox and the attempt it is about, where we know one.

    `is_old_news`: its payment is captured and written down, with all that follows, and the event
    tells of a step on the way there. `told` is what came, where it is about a dispute.
    """

    id: UUID
    type: str
    state: EventState
    received_at: datetime
    attempt_id: UUID | None
    is_old_news: bool
    dispute_id: str | None = None  # the gateway's name of it
    told: bytes | None = None
