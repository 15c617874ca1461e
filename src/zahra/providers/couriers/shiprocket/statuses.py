"""What Shiprocket's `shipment_status_id` means for us: tables, from their page on webhooks.

These are not the ids of their orders. None: a known code that says nothing of where the parcel is.
A code that is not here is kept with the parcel's history and reported.
"""

from collections.abc import Mapping

from zahra.shop.shipping import PickupStep, ShipmentState

_S = ShipmentState

STATES: Mapping[int, ShipmentState | None] = {
    1: _S.AWB_ASSIGNED,
    2: _S.AWB_ASSIGNED,  # label generated
    3: _S.PICKUP_SCHEDULED,
    4: _S.PICKUP_SCHEDULED,  # pickup queued
    5: _S.PICKUP_SCHEDULED,  # manifested
    6: _S.IN_TRANSIT,  # shipped
    7: _S.DELIVERED,
    8: _S.CANCELLED,
    9: _S.RTO_INITIATED,
    10: _S.RTO_DELIVERED,
    11: None,  # pending
    12: _S.LOST,
    13: None,  # pickup error
    14: _S.RTO_DELIVERED,  # RTO acknowledged
    15: _S.PICKUP_SCHEDULED,  # pickup rescheduled
    16: None,  # cancellation requested
    17: _S.OUT_FOR_DELIVERY,
    18: _S.IN_TRANSIT,
    19: _S.PICKUP_SCHEDULED,  # out for pickup
    20: None,  # pickup exception
    21: _S.UNDELIVERED,
    22: None,  # delayed
    23: None,  # partly delivered: staff have to ask
    24: _S.DAMAGED,  # destroyed
    25: _S.DAMAGED,
    26: _S.DELIVERED,  # fulfilled
    27: _S.PICKUP_SCHEDULED,  # pickup booked
    38: _S.IN_TRANSIT,  # reached the destination's hub
    39: _S.IN_TRANSIT,  # misrouted
    40: _S.RTO_IN_TRANSIT,  # could not be handed over to us
    41: _S.RTO_IN_TRANSIT,  # out for delivery to us
    42: _S.PICKED_UP,
    43: _S.DELIVERED,  # self fulfilled
    44: _S.LOST,  # disposed
    45: _S.CANCELLED,  # before dispatch
    46: _S.RTO_IN_TRANSIT,
    47: None,  # QC failed, of a return
}

_P = PickupStep

# The same numbers, of a parcel that is fetched from a buyer: who delivers there delivers to us.
PICKUP_STEPS: Mapping[int, PickupStep] = {
    3: _P.SCHEDULED,
    4: _P.SCHEDULED,  # pickup queued
    15: _P.SCHEDULED,  # pickup rescheduled
    19: _P.SCHEDULED,  # out for pickup
    27: _P.SCHEDULED,  # pickup booked
    13: _P.FAILED,  # pickup error
    20: _P.FAILED,  # pickup exception
    47: _P.FAILED,  # QC failed at the door: the pieces were not taken
    42: _P.PICKED_UP,
    6: _P.ON_ITS_WAY,  # shipped
    18: _P.ON_ITS_WAY,
    38: _P.ON_ITS_WAY,  # reached the destination's hub
    39: _P.ON_ITS_WAY,  # misrouted
    17: _P.ON_ITS_WAY,  # out for delivery
    21: _P.ON_ITS_WAY,  # we were not there
    7: _P.DELIVERED,
    26: _P.DELIVERED,  # fulfilled
    8: _P.CANCELLED,
    45: _P.CANCELLED,  # before dispatch
    12: _P.LOST,
    24: _P.LOST,  # destroyed
    25: _P.LOST,  # damaged
    44: _P.LOST,  # disposed
}
