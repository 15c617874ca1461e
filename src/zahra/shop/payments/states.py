"""The lives of an attempt to pay, of a payment at a gateway, and of a refund."""

from enum import StrEnum

from zahra.base.lifecycle import Lifecycle


class AttemptKind(StrEnum):
    """How an attempt is paid: through a checkout, or by a link that was sent."""

    CHECKOUT = "checkout"
    LINK = "link"


class AttemptState(StrEnum):
    CREATED = "created"
    OPENED = "opened"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class AttemptEvent(StrEnum):
    OPEN = "open"
    PROCESS = "process"
    SUCCEED = "succeed"
    FAIL = "fail"
    CANCEL = "cancel"
    EXPIRE = "expire"


_A, _ON = AttemptState, AttemptEvent
_CLOSING = {_ON.CANCEL: _A.CANCELLED, _ON.EXPIRE: _A.EXPIRED}

# Money may come to an attempt that failed, was cancelled or expired: a gateway order cannot be
# closed. Such an attempt succeeds without ever being live again, so that one live attempt stays.
ATTEMPT_LIFE: Lifecycle[AttemptState, AttemptEvent] = Lifecycle(
    _A.CREATED,
    {
        _A.CREATED: {_ON.OPEN: _A.OPENED, _ON.FAIL: _A.FAILED, **_CLOSING},
        _A.OPENED: {
            _ON.PROCESS: _A.PROCESSING,
            _ON.SUCCEED: _A.SUCCEEDED,
            _ON.FAIL: _A.FAILED,
            **_CLOSING,
        },
        _A.PROCESSING: {_ON.SUCCEED: _A.SUCCEEDED, _ON.FAIL: _A.FAILED, **_CLOSING},
        _A.FAILED: {_ON.OPEN: _A.OPENED, _ON.SUCCEED: _A.SUCCEEDED, **_CLOSING},
        _A.CANCELLED: {_ON.SUCCEED: _A.SUCCEEDED},
        _A.EXPIRED: {_ON.SUCCEED: _A.SUCCEEDED},
        _A.SUCCEEDED: {},
    },
)
LIVE = frozenset({_A.CREATED, _A.OPENED, _A.PROCESSING})


class PaymentState(StrEnum):
    CREATED = "created"
    FAILED = "failed"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    VOIDED = "voided"


# How far a payment has come. A payment only moves up: `failed` is not final (a bank may say yes
# three days later), and news that is older than what we know is ignored. Voided stands apart: the
# gateway gave back what it never captured.
RANK = {
    PaymentState.CREATED: 0,
    PaymentState.FAILED: 1,
    PaymentState.AUTHORIZED: 2,
    PaymentState.CAPTURED: 3,
    PaymentState.PARTIALLY_REFUNDED: 4,
    PaymentState.REFUNDED: 5,
}
CAPTURED = frozenset(
    {PaymentState.CAPTURED, PaymentState.PARTIALLY_REFUNDED, PaymentState.REFUNDED}
)


class Purpose(StrEnum):
    """What a payment is: a gateway's for the order, a gateway's or cash that must not count towards
    it, cash taken at the door, or store credit that was spent."""

    ORDER = "order"
    SURPLUS = "surplus"
    QUARANTINED = "quarantined"
    CASH = "cash"
    CREDIT = "credit"


TENDERS = frozenset({Purpose.ORDER, Purpose.CASH, Purpose.CREDIT})


class Destination(StrEnum):
    """Where a refund goes: to its source, into store credit, or to a UPI or bank account."""

    SOURCE = "source"
    STORE_CREDIT = "store_credit"
    PAYOUT = "payout"


class RefundState(StrEnum):
    GRANTED = "granted"
    PENDING = "pending"
    SETTLED = "settled"
    FAILED = "failed"


class RefundEvent(StrEnum):
    ASK = "ask"
    SETTLE = "settle"
    FAIL = "fail"


_R, _THEN = RefundState, RefundEvent
REFUND_LIFE: Lifecycle[RefundState, RefundEvent] = Lifecycle(
    _R.GRANTED,
    {
        _R.GRANTED: {_THEN.ASK: _R.PENDING, _THEN.SETTLE: _R.SETTLED, _THEN.FAIL: _R.FAILED},
        _R.PENDING: {_THEN.SETTLE: _R.SETTLED, _THEN.FAIL: _R.FAILED},
        _R.SETTLED: {_THEN.FAIL: _R.FAILED},  # a bank may send it back
        # What was refused may have been made all the same, by an answer that was lost.
        _R.FAILED: {_THEN.ASK: _R.PENDING, _THEN.SETTLE: _R.SETTLED},
    },
)


class EventState(StrEnum):
    """An event in the inbox. Parked: nobody to ask about yet."""

    RECEIVED = "received"
    PROCESSED = "processed"
    IGNORED = "ignored"
    PARKED = "parked"
    DEAD = "dead"
