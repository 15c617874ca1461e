"""How far an order's goods have come, reckoned from its pieces and its parcels. Pure.

The one place where these two statuses come from: after every event they are reckoned anew.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from zahra.shop.orders.pieces import Piece
from zahra.shop.orders.states import FulfilmentStatus, PieceState, ReturnStatus
from zahra.shop.shipping import TURNED_BACK, ShipmentState

_GONE = (PieceState.CANCELLED, PieceState.LOST)
_HAD = (PieceState.DELIVERED, PieceState.RETURNED)
_F = FulfilmentStatus


def fulfilment_of(
    pieces: Sequence[Piece],
    parcels: Mapping[UUID, ShipmentState],
    *,
    before: FulfilmentStatus = FulfilmentStatus.UNFULFILLED,
) -> FulfilmentStatus:
    """Where an order's goods stand. `before` says whether anybody has begun to pick them.

    Cancelled and lost pieces count no more. While some wait and some have left it is partially
    shipped; once all have left, the parcel in the most trouble speaks for all of them.
    """
    expected = [piece for piece in pieces if piece.state not in _GONE]
    if not expected:
        return _F.CANCELLED
    waiting = [piece for piece in expected if piece.is_waiting]
    if len(waiting) == len(expected):
        return _before_dispatch(waiting, before)
    if waiting:
        return _F.PARTIALLY_SHIPPED
    under_way = {
        parcels[piece.shipment_id]
        for piece in expected
        if piece.state is PieceState.SHIPPED and piece.shipment_id in parcels
    }
    if under_way:
        return _under_way(under_way)
    return _F.DELIVERED if any(piece.state in _HAD for piece in expected) else _F.RTO


def return_status_of(pieces: Sequence[Piece], before: ReturnStatus) -> ReturnStatus:
    """How much of what was delivered has come back. A wish to return stands until then, and an
    exchange stays one."""
    had = [piece for piece in pieces if piece.state in _HAD]
    back = [piece for piece in had if piece.state is PieceState.RETURNED]
    if not back or before is ReturnStatus.EXCHANGED:
        return before
    return ReturnStatus.FULL if len(back) == len(had) else ReturnStatus.PARTIAL


def _before_dispatch(waiting: Sequence[Piece], before: FulfilmentStatus) -> FulfilmentStatus:
    if all(piece.shipment_id is not None for piece in waiting):
        return _F.PACKED
    return _F.UNFULFILLED if before in (_F.UNFULFILLED, _F.CANCELLED) else _F.PICKING


def _under_way(states: Collection[ShipmentState]) -> FulfilmentStatus:
    if ShipmentState.UNDELIVERED in states:
        return _F.NDR
    if TURNED_BACK & set(states):
        return _F.RTO
    is_out = ShipmentState.OUT_FOR_DELIVERY in states
    return _F.OUT_FOR_DELIVERY if is_out else _F.SHIPPED
