"""The lives of a parcel, of a failed attempt at the door, and of a parcel that comes back."""

from collections.abc import Mapping
from enum import StrEnum

from zahra.base.lifecycle import Lifecycle


class ShipmentState(StrEnum):
    CREATED = "created"
    AWB_ASSIGNED = "awb_assigned"
    PICKUP_SCHEDULED = "pickup_scheduled"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"
    RTO_INITIATED = "rto_initiated"
    RTO_IN_TRANSIT = "rto_in_transit"
    RTO_DELIVERED = "rto_delivered"
    LOST = "lost"
    DAMAGED = "damaged"
    CANCELLED = "cancelled"


class ShipmentEvent(StrEnum):
    """What happens to a parcel; each leads to one state, wherever it is allowed."""

    ASSIGN_AWB = "assign_awb"
    SCHEDULE_PICKUP = "schedule_pickup"
    PICK_UP = "pick_up"
    MOVE = "move"
    GO_OUT = "go_out"
    FAIL = "fail"
    DELIVER = "deliver"
    TURN_BACK = "turn_back"
    MOVE_BACK = "move_back"
    BRING_BACK = "bring_back"
    LOSE = "lose"
    DAMAGE = "damage"
    CANCEL = "cancel"


_S, _ON = ShipmentState, ShipmentEvent

LEADS_TO: Mapping[ShipmentEvent, ShipmentState] = {
    _ON.ASSIGN_AWB: _S.AWB_ASSIGNED,
    _ON.SCHEDULE_PICKUP: _S.PICKUP_SCHEDULED,
    _ON.PICK_UP: _S.PICKED_UP,
    _ON.MOVE: _S.IN_TRANSIT,
    _ON.GO_OUT: _S.OUT_FOR_DELIVERY,
    _ON.FAIL: _S.UNDELIVERED,
    _ON.DELIVER: _S.DELIVERED,
    _ON.TURN_BACK: _S.RTO_INITIATED,
    _ON.MOVE_BACK: _S.RTO_IN_TRANSIT,
    _ON.BRING_BACK: _S.RTO_DELIVERED,
    _ON.LOSE: _S.LOST,
    _ON.DAMAGE: _S.DAMAGED,
    _ON.CANCEL: _S.CANCELLED,
}
EVENT_OF: Mapping[ShipmentState, ShipmentEvent] = {then: event for event, then in LEADS_TO.items()}

# How far a parcel has come: of two scans of one minute the farther one happened later.
RANK: Mapping[ShipmentState, int] = {state: at for at, state in enumerate(ShipmentState)}

_END = (_ON.DELIVER, _ON.BRING_BACK)
_BACK = (_ON.MOVE_BACK, *_END, _ON.LOSE, _ON.DAMAGE)
_TRAVEL = (_ON.FAIL, _ON.TURN_BACK, *_BACK)
_AWAY = (_ON.MOVE, _ON.GO_OUT, *_TRAVEL)
_EARLY = (_ON.PICK_UP, *_AWAY, _ON.CANCEL)


def _leading(*events: ShipmentEvent) -> dict[ShipmentEvent, ShipmentState]:
    return {event: LEADS_TO[event] for event in events}


# Couriers leave scans out, so every step may be jumped over; none goes backwards but a second
# attempt. "Delivered" may follow a wrong "turned back", and a lost parcel may be found at a door.
SHIPMENT_LIFE: Lifecycle[ShipmentState, ShipmentEvent] = Lifecycle(
    _S.CREATED,
    {
        _S.CREATED: _leading(_ON.ASSIGN_AWB, _ON.SCHEDULE_PICKUP, *_EARLY),
        _S.AWB_ASSIGNED: _leading(_ON.SCHEDULE_PICKUP, *_EARLY),
        _S.PICKUP_SCHEDULED: _leading(_ON.SCHEDULE_PICKUP, *_EARLY),
        _S.PICKED_UP: _leading(*_AWAY),
        _S.IN_TRANSIT: _leading(*_AWAY),
        _S.OUT_FOR_DELIVERY: _leading(_ON.GO_OUT, *_TRAVEL),
        _S.UNDELIVERED: _leading(_ON.GO_OUT, *_TRAVEL),
        _S.RTO_INITIATED: _leading(*_BACK),
        _S.RTO_IN_TRANSIT: _leading(*_BACK),
        _S.LOST: _leading(*_END),
        _S.DAMAGED: _leading(*_END),
        _S.CANCELLED: _leading(*_END),
        _S.DELIVERED: {},
        _S.RTO_DELIVERED: {},
    },
)
DISPATCHED = frozenset(_S) - {
    _S.CREATED,
    _S.AWB_ASSIGNED,
    _S.PICKUP_SCHEDULED,
    _S.CANCELLED,
}
OVER = frozenset({_S.DELIVERED, _S.RTO_DELIVERED, _S.LOST, _S.DAMAGED, _S.CANCELLED})
TURNED_BACK = frozenset({_S.RTO_INITIATED, _S.RTO_IN_TRANSIT, _S.RTO_DELIVERED})


class BookingState(StrEnum):
    """Asked: perhaps known to the courier. Opened: its order is ours. Booked: it has an AWB."""

    ASKED = "asked"
    OPENED = "opened"
    BOOKED = "booked"
    REFUSED = "refused"


class NdrState(StrEnum):
    """NDR: non-delivery report, a failed attempt at the door."""

    OPEN = "open"
    ANSWERED = "answered"
    PUSHED = "pushed"
    CLOSED = "closed"


class NdrEvent(StrEnum):
    ANSWER = "answer"
    PUSH = "push"
    CLOSE = "close"


class Wish(StrEnum):
    """What is to be done after a failed attempt."""

    FIX_ADDRESS = "fix_address"
    PICK_DATE = "pick_date"
    CANCEL = "cancel"


_N, _THEN = NdrState, NdrEvent
NDR_LIFE: Lifecycle[NdrState, NdrEvent] = Lifecycle(
    _N.OPEN,
    {
        _N.OPEN: {_THEN.ANSWER: _N.ANSWERED, _THEN.CLOSE: _N.CLOSED},
        _N.ANSWERED: {
            _THEN.ANSWER: _N.ANSWERED,  # until the courier is told
            _THEN.PUSH: _N.PUSHED,
            _THEN.CLOSE: _N.CLOSED,
        },
        _N.PUSHED: {_THEN.CLOSE: _N.CLOSED},
        _N.CLOSED: {},
    },
)


class RtoState(StrEnum):
    """RTO: return to origin. Its buyer never had it, so it is no return of theirs."""

    INITIATED = "initiated"
    IN_TRANSIT_BACK = "in_transit_back"
    RECEIVED = "received"
    QC_OK = "qc_ok"
    QC_DAMAGED = "qc_damaged"
    CLOSED = "closed"
    CALLED_OFF = "called_off"
    LOST = "lost"


class RtoEvent(StrEnum):
    MOVE = "move"
    RECEIVE = "receive"
    PASS = "pass"
    FIND_DAMAGED = "find_damaged"
    CLOSE = "close"
    CALL_OFF = "call_off"
    LOSE = "lose"


_R, _IF = RtoState, RtoEvent
_UNDER_WAY = {
    _IF.RECEIVE: _R.RECEIVED,
    _IF.CALL_OFF: _R.CALLED_OFF,
    _IF.LOSE: _R.LOST,
}
RTO_LIFE: Lifecycle[RtoState, RtoEvent] = Lifecycle(
    _R.INITIATED,
    {
        _R.INITIATED: {_IF.MOVE: _R.IN_TRANSIT_BACK, **_UNDER_WAY},
        _R.IN_TRANSIT_BACK: _UNDER_WAY,
        _R.RECEIVED: {_IF.PASS: _R.QC_OK, _IF.FIND_DAMAGED: _R.QC_DAMAGED},
        _R.QC_OK: {_IF.CLOSE: _R.CLOSED},
        _R.QC_DAMAGED: {_IF.CLOSE: _R.CLOSED},
        _R.LOST: {_IF.RECEIVE: _R.RECEIVED},  # and found: it stands at our dock
        _R.CALLED_OFF: {},  # it was delivered after all
        _R.CLOSED: {},
    },
)
