"""The lives of an order, of its payment and of each of its pieces."""

from enum import StrEnum

from zahra.base.lifecycle import Lifecycle


class OrderStatus(StrEnum):
    PENDING_PAYMENT = "pending_payment"
    PENDING_CONFIRMATION = "pending_confirmation"
    PLACED = "placed"
    CANCELLED = "cancelled"


class OrderEvent(StrEnum):
    PLACE = "place"
    AWAIT_CONFIRMATION = "await_confirmation"
    CANCEL = "cancel"
    REVIVE = "revive"


_O, _ON = OrderStatus, OrderEvent
ORDER_LIFE: Lifecycle[OrderStatus, OrderEvent] = Lifecycle(
    _O.PENDING_PAYMENT,
    {
        _O.PENDING_PAYMENT: {
            _ON.PLACE: _O.PLACED,
            _ON.AWAIT_CONFIRMATION: _O.PENDING_CONFIRMATION,
            _ON.CANCEL: _O.CANCELLED,
        },
        _O.PENDING_CONFIRMATION: {_ON.PLACE: _O.PLACED, _ON.CANCEL: _O.CANCELLED},
        _O.PLACED: {_ON.CANCEL: _O.CANCELLED},
        _O.CANCELLED: {_ON.REVIVE: _O.PLACED},  # late money, and the goods are still there
    },
)


class PaymentStatus(StrEnum):
    NONE = "none"
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    OVERPAID = "overpaid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    VOIDED = "voided"
    COD_DUE = "cod_due"
    COD_COLLECTED = "cod_collected"
    COD_REMITTED = "cod_remitted"


class MoneyEvent(StrEnum):
    AWAIT = "await"
    AUTHORIZE = "authorize"
    PAY = "pay"
    OVERPAY = "overpay"
    REFUND_PART = "refund_part"
    REFUND = "refund"
    VOID = "void"
    OWE_CASH = "owe_cash"
    COLLECT_CASH = "collect_cash"
    REMIT_CASH = "remit_cash"


_P, _THEN = PaymentStatus, MoneyEvent
_HAD = {
    _THEN.PAY: _P.PAID,
    _THEN.OVERPAY: _P.OVERPAID,
    _THEN.REFUND_PART: _P.PARTIALLY_REFUNDED,
    _THEN.REFUND: _P.REFUNDED,
}

_BACK = {_THEN.REFUND_PART: _P.PARTIALLY_REFUNDED, _THEN.REFUND: _P.REFUNDED}
_CASH = {_THEN.COLLECT_CASH: _P.COD_COLLECTED, _THEN.OWE_CASH: _P.COD_DUE}

# Captured money is followed wherever it stands: a refund may fail and leave the order paid again.
PAYMENT_LIFE: Lifecycle[PaymentStatus, MoneyEvent] = Lifecycle(
    _P.NONE,
    {
        _P.NONE: {_THEN.AWAIT: _P.PENDING, _THEN.OWE_CASH: _P.COD_DUE, _THEN.PAY: _P.PAID},
        _P.PENDING: {
            _THEN.AUTHORIZE: _P.AUTHORIZED,
            _THEN.VOID: _P.VOIDED,
            _THEN.OWE_CASH: _P.COD_DUE,
            **_HAD,
        },
        _P.AUTHORIZED: {
            _THEN.AWAIT: _P.PENDING,
            _THEN.VOID: _P.VOIDED,
            _THEN.OWE_CASH: _P.COD_DUE,
            **_HAD,
        },
        _P.VOIDED: {_THEN.AUTHORIZE: _P.AUTHORIZED, _THEN.OWE_CASH: _P.COD_DUE, **_HAD},
        _P.PAID: _HAD,
        _P.OVERPAID: _HAD,
        _P.PARTIALLY_REFUNDED: {**_HAD, **_CASH},
        _P.REFUNDED: {**_HAD, **_CASH},
        _P.COD_DUE: {_THEN.COLLECT_CASH: _P.COD_COLLECTED, _THEN.VOID: _P.VOIDED, **_HAD},
        _P.COD_COLLECTED: {_THEN.REMIT_CASH: _P.COD_REMITTED, **_BACK},
        _P.COD_REMITTED: {_THEN.COLLECT_CASH: _P.COD_COLLECTED, **_BACK},
    },
)


class Life(StrEnum):
    """Which of an order's lives a line of its history belongs to."""

    ORDER = "order"
    PAYMENT = "payment"
    FULFILMENT = "fulfilment"
    RETURN = "return"


class FulfilmentStatus(StrEnum):
    """How far the goods have come. Reckoned from pieces and parcels after every event; it has no
    table of its own because couriers tell things late, twice and in any order."""

    UNFULFILLED = "unfulfilled"
    PICKING = "picking"
    PACKED = "packed"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    NDR = "ndr"
    RTO = "rto"
    CANCELLED = "cancelled"


class ReturnStatus(StrEnum):
    NONE = "none"
    REQUESTED = "requested"
    PARTIAL = "partial"
    FULL = "full"
    EXCHANGED = "exchanged"


class PieceState(StrEnum):
    ORDERED = "ordered"
    CANCELLED = "cancelled"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"
    RTO = "rto"
    LOST = "lost"


class PieceEvent(StrEnum):
    CANCEL = "cancel"
    SHIP = "ship"
    DELIVER = "deliver"
    RETURN = "return"
    COME_BACK = "come_back"
    LOSE = "lose"


_I, _WHEN = PieceState, PieceEvent

# A piece that came back to origin was never its buyer's, so it cannot be returned as well.
PIECE_LIFE: Lifecycle[PieceState, PieceEvent] = Lifecycle(
    _I.ORDERED,
    {
        _I.ORDERED: {_WHEN.CANCEL: _I.CANCELLED, _WHEN.SHIP: _I.SHIPPED},
        _I.SHIPPED: {
            _WHEN.DELIVER: _I.DELIVERED,
            _WHEN.COME_BACK: _I.RTO,
            _WHEN.LOSE: _I.LOST,
        },
        _I.DELIVERED: {_WHEN.RETURN: _I.RETURNED},
        _I.LOST: {},
        _I.CANCELLED: {},
        _I.RETURNED: {},
        _I.RTO: {},
    },
)
