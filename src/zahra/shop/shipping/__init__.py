"""Where the shop delivers, by which method, for how much and by when; and every parcel on its way:
its courier, what is told of it, failed attempts at the door, and its way back.

A parcel belongs to an order: `orders` holds the order's lock while parcels of it change.
"""

from zahra.shop.shipping import jobs
from zahra.shop.shipping.answering import (
    Answering,
    FailedAttempt,
    answer_by_link,
    answer_ndr,
    attempt_by_link,
    days_to_pick,
)
from zahra.shop.shipping.applying import apply_scans, move_shipment
from zahra.shop.shipping.booking import book, write_waybill
from zahra.shop.shipping.calling_off import call_off
from zahra.shop.shipping.coming_back import close_rto, judge_rto, receive_rto, rto, rto_of
from zahra.shop.shipping.couriers import Couriers
from zahra.shop.shipping.errors import AnswerClosed, AwbTaken, BeingBooked, NotBooked
from zahra.shop.shipping.events import ShipmentNews, UnclaimedNews
from zahra.shop.shipping.failing import ndr
from zahra.shop.shipping.keeping import keep_facts, keep_scan, tell_scan
from zahra.shop.shipping.labelling import label_pdf, manifest_pdf
from zahra.shop.shipping.links import link_token
from zahra.shop.shipping.listing import (
    Punctuality,
    SeekingParcels,
    ndrs_list,
    punctuality,
    rtos_list,
    shipment_to_send,
    shipments_list,
    shipments_to_send,
)
from zahra.shop.shipping.model import (
    BY_HAND,
    LIGHT_GRAMS,
    CodTerms,
    Method,
    Offer,
    Origin,
    Rate,
    Serviceability,
    Trip,
)
from zahra.shop.shipping.offering import offers_for, serviceability
from zahra.shop.shipping.opening import open_shipment, shipment, shipment_to_change
from zahra.shop.shipping.parcels import (
    Answer,
    Consignee,
    Content,
    Ndr,
    Opening,
    Parcel,
    Rto,
    Scan,
    Shipment,
)
from zahra.shop.shipping.provider import (
    Consignment,
    Courier,
    CourierDown,
    CourierOrder,
    CourierRefused,
    ForgedScan,
    NotByHand,
    NotByMachine,
    PickupStep,
    Route,
    ScanFact,
    Waybill,
)
from zahra.shop.shipping.rating import methods_list, set_rates
from zahra.shop.shipping.rules import (
    check_pincode,
    flags_of,
    leaving_day,
    offers,
    promised_day,
    usual_parcel,
    why_not,
)
from zahra.shop.shipping.states import (
    NDR_LIFE,
    RTO_LIFE,
    SHIPMENT_LIFE,
    BookingState,
    NdrState,
    RtoState,
    ShipmentEvent,
    ShipmentState,
    Wish,
)
from zahra.shop.shipping.store.ndrs import ndrs_of
from zahra.shop.shipping.store.scans import scans_of, scans_under
from zahra.shop.shipping.store.shipments import shipments_of
from zahra.shop.shipping.telling import tell_buyer, tell_courier

__all__ = [
    "BY_HAND",
    "LIGHT_GRAMS",
    "NDR_LIFE",
    "RTO_LIFE",
    "SHIPMENT_LIFE",
    "Answer",
    "AnswerClosed",
    "Answering",
    "AwbTaken",
    "BeingBooked",
    "BookingState",
    "CodTerms",
    "Consignee",
    "Consignment",
    "Content",
    "Courier",
    "CourierDown",
    "CourierOrder",
    "CourierRefused",
    "Couriers",
    "FailedAttempt",
    "ForgedScan",
    "Method",
    "Ndr",
    "NdrState",
    "NotBooked",
    "NotByHand",
    "NotByMachine",
    "Offer",
    "Opening",
    "Origin",
    "Parcel",
    "PickupStep",
    "Punctuality",
    "Rate",
    "Route",
    "Rto",
    "RtoState",
    "Scan",
    "ScanFact",
    "SeekingParcels",
    "Serviceability",
    "Shipment",
    "ShipmentEvent",
    "ShipmentNews",
    "ShipmentState",
    "Trip",
    "UnclaimedNews",
    "Waybill",
    "Wish",
    "answer_by_link",
    "answer_ndr",
    "apply_scans",
    "attempt_by_link",
    "book",
    "call_off",
    "check_pincode",
    "close_rto",
    "days_to_pick",
    "flags_of",
    "jobs",
    "judge_rto",
    "keep_facts",
    "keep_scan",
    "label_pdf",
    "leaving_day",
    "link_token",
    "manifest_pdf",
    "methods_list",
    "move_shipment",
    "ndr",
    "ndrs_list",
    "ndrs_of",
    "offers",
    "offers_for",
    "open_shipment",
    "promised_day",
    "punctuality",
    "receive_rto",
    "rto",
    "rto_of",
    "rtos_list",
    "scans_of",
    "scans_under",
    "serviceability",
    "set_rates",
    "shipment",
    "shipment_to_change",
    "shipment_to_send",
    "shipments_list",
    "shipments_of",
    "shipments_to_send",
    "tell_buyer",
    "tell_courier",
    "tell_scan",
    "usual_parcel",
    "why_not",
    "write_waybill",
]
