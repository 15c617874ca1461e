"""How far an order's goods have come, reckoned from its pieces and its parcels. Pure.

The one place where this status comes from: after every event it is reckoned anew.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from zahra.shop.orders.pieces import Piece
from zahra.shop.orders.states import FulfilmentStatus, PieceState
from zahra.shop.shipping import ShipmentState

_GONE = (PieceState.CANCELLED, PieceState.LOST)
_HAD = (PieceState.DELIVERED, PieceState.RETURNED)
_TURNED_BACK = {
    ShipmentState.RTO_INITIATED,
    ShipmentState.RTO_IN_TRANSIT,
    ShipmentState.RTO_DELIVERED,
}
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
        if piece.state is PieceState.SHIPPED and piece.shipment_id is not None
    }
    if under_way:
        return _under_way(under_way)
    return _F.DELIVERED if any(piece.state in _HAD for piece in expected) else _F.RTO


def _before_dispatch(waiting: Sequence[Piece], before: FulfilmentStatus) -> FulfilmentStatus:
    if any(piece.shipment_id is not None for piece in waiting):
        return _F.PACKED  # a label says already what to take at the door
    return _F.UNFULFILLED if before in (_F.UNFULFILLED, _F.CANCELLED) else _F.PICKING


def _under_way(states: Collection[ShipmentState]) -> FulfilmentStatus:
    if ShipmentState.UNDELIVERED in states:
        return _F.NDR
    if _TURNED_BACK & set(states):
        return _F.RTO
    is_out = ShipmentState.OUT_FOR_DELIVERY in states
    return _F.OUT_FOR_DELIVERY if is_out else _F.SHIPPED
