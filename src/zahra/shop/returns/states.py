"""The lives of a return and of what is kept for an exchange, and why things come back."""

from enum import StrEnum

from zahra.base.lifecycle import Lifecycle


class ReturnState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    PICKUP_SCHEDULED = "pickup_scheduled"
    PICKED_UP = "picked_up"
    RECEIVED = "received"
    QC_PASSED = "qc_passed"
    QC_PARTIAL = "qc_partial"
    QC_FAILED = "qc_failed"
    REFUNDED = "refunded"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class ReturnEvent(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    SCHEDULE = "schedule"
    PICK_UP = "pick_up"
    RECEIVE = "receive"
    PASS = "pass"
    PASS_IN_PART = "pass_in_part"
    FAIL = "fail"
    REFUND = "refund"
    CANCEL = "cancel"
    EXPIRE = "expire"


_R, _ON = ReturnState, ReturnEvent
_STILL_THERE = {_ON.CANCEL: _R.CANCELLED, _ON.EXPIRE: _R.EXPIRED}

# A parcel may turn up at the dock without having been seen on its way.
RETURN_LIFE: Lifecycle[ReturnState, ReturnEvent] = Lifecycle(
    _R.REQUESTED,
    {
        _R.REQUESTED: {_ON.APPROVE: _R.APPROVED, _ON.DECLINE: _R.DECLINED, **_STILL_THERE},
        _R.APPROVED: {
            _ON.SCHEDULE: _R.PICKUP_SCHEDULED,
            _ON.RECEIVE: _R.RECEIVED,
            **_STILL_THERE,
        },
        _R.PICKUP_SCHEDULED: {
            _ON.SCHEDULE: _R.PICKUP_SCHEDULED,
            _ON.PICK_UP: _R.PICKED_UP,
            _ON.RECEIVE: _R.RECEIVED,
            **_STILL_THERE,
        },
        _R.PICKED_UP: {_ON.RECEIVE: _R.RECEIVED},
        _R.RECEIVED: {
            _ON.PASS: _R.QC_PASSED,
            _ON.PASS_IN_PART: _R.QC_PARTIAL,
            _ON.FAIL: _R.QC_FAILED,
        },
        _R.QC_PASSED: {_ON.REFUND: _R.REFUNDED},
        _R.QC_PARTIAL: {_ON.REFUND: _R.REFUNDED},
        _R.QC_FAILED: {},
        _R.REFUNDED: {},
        _R.DECLINED: {},
        _R.CANCELLED: {},
        _R.EXPIRED: {},
    },
)
CALLED_OFF = frozenset({_R.DECLINED, _R.CANCELLED, _R.EXPIRED})
OVER = CALLED_OFF | {_R.QC_FAILED, _R.REFUNDED}


class ExchangeState(StrEnum):
    HELD = "held"
    ALLOCATED = "allocated"
    RELEASED = "released"


class ExchangeEvent(StrEnum):
    ALLOCATE = "allocate"
    RELEASE = "release"


_X, _THEN = ExchangeState, ExchangeEvent

# Held while the old piece travels; promised once it has passed, or once a difference is paid.
EXCHANGE_LIFE: Lifecycle[ExchangeState, ExchangeEvent] = Lifecycle(
    _X.HELD,
    {
        _X.HELD: {_THEN.ALLOCATE: _X.ALLOCATED, _THEN.RELEASE: _X.RELEASED},
        _X.ALLOCATED: {},
        _X.RELEASED: {},
    },
)


class PickupState(StrEnum):
    """Where a courier is who was asked to fetch a return's pieces. Waiting: not booked yet."""

    WAITING = "waiting"
    SCHEDULED = "scheduled"
    FAILED = "failed"
    PICKED_UP = "picked_up"
    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    LOST = "lost"


class PickupEvent(StrEnum):
    SCHEDULE = "schedule"
    FAIL = "fail"
    PICK_UP = "pick_up"
    MOVE = "move"
    DELIVER = "deliver"
    CANCEL = "cancel"
    LOSE = "lose"


_P, _DO = PickupState, PickupEvent
_AWAY = {_DO.MOVE: _P.ON_ITS_WAY, _DO.DELIVER: _P.DELIVERED, _DO.LOSE: _P.LOST}
_EXPECTED = {
    _DO.SCHEDULE: _P.SCHEDULED,
    _DO.FAIL: _P.FAILED,
    _DO.PICK_UP: _P.PICKED_UP,
    _DO.CANCEL: _P.CANCELLED,
    **_AWAY,
}

# Couriers leave scans out, so every step may be jumped over. One that was called off may come all
# the same, and a lost parcel may be found. "Delivered" is the courier's word: staff count at the
# dock.
PICKUP_LIFE: Lifecycle[PickupState, PickupEvent] = Lifecycle(
    _P.WAITING,
    {
        _P.WAITING: _EXPECTED,
        _P.SCHEDULED: _EXPECTED,
        _P.FAILED: _EXPECTED,
        _P.PICKED_UP: _AWAY,
        _P.ON_ITS_WAY: _AWAY,
        _P.CANCELLED: {_DO.PICK_UP: _P.PICKED_UP, **_AWAY},
        _P.LOST: {_DO.DELIVER: _P.DELIVERED},
        _P.DELIVERED: {},
    },
)
TO_FETCH = frozenset({_R.APPROVED, _R.PICKUP_SCHEDULED})
EXPECTED = frozenset({_P.WAITING, _P.SCHEDULED, _P.FAILED})
FETCHED = frozenset({_P.PICKED_UP, _P.ON_ITS_WAY, _P.DELIVERED, _P.LOST})


class Reason(StrEnum):
    """Why a piece comes back. The last three are the shop's fault."""

    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    COLOUR = "colour"
    QUALITY = "quality"
    CHANGED_MIND = "changed_mind"
    LATE = "late"
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong_item"
    DAMAGED = "damaged"

    @property
    def is_shops_fault(self) -> bool:
        return self in (Reason.DEFECTIVE, Reason.WRONG_ITEM, Reason.DAMAGED)


class Resolution(StrEnum):
    """What the buyer wants for it."""

    REFUND = "refund"
    EXCHANGE = "exchange"
