"""Orders: from a bag to a placed order, its payment, and what becomes of either.

Three phases: PREPARE writes the order in one transaction, PAY happens outside, FINALISE places it
in one transaction that may run any number of times.
"""

from zahra.shop.orders import jobs
from zahra.shop.orders.cancelling_placed import cancel_by_staff, cancel_order
from zahra.shop.orders.cash.confirming import (
    confirm_cash_order,
    confirm_for_buyer,
    send_confirmation,
)
from zahra.shop.orders.cash.linking import open_link
from zahra.shop.orders.cash.remitting import Remitted, import_remittances
from zahra.shop.orders.cash.switching import call_off_link, pay_by_link, prepaid_link
from zahra.shop.orders.errors import (
    CartChanged,
    ConfirmationOver,
    LinkOver,
    MethodNotOffered,
    OrderDisputed,
    PaymentUnderWay,
    PickingSoon,
    RequirementsUnmet,
)
from zahra.shop.orders.events import (
    MoneyReturned,
    OrderCancelled,
    OrderLapsed,
    OrderPlaced,
    PayoutNeedsAccount,
    PiecesCancelled,
    RefundRedirected,
    ShipmentCameBack,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentGoesOut,
    ShipmentLost,
)
from zahra.shop.orders.forgetting import (
    disputes_told,
    forget_erased,
    forget_letters_of_gateways,
    told_about,
    waiting_of,
)
from zahra.shop.orders.fulfilling.booking import book_shipment
from zahra.shop.orders.fulfilling.coming_back import receive_rto
from zahra.shop.orders.fulfilling.dispatching import dispatch_shipment
from zahra.shop.orders.fulfilling.following import follow_shipment
from zahra.shop.orders.fulfilling.packing import pack_shipment
from zahra.shop.orders.fulfilling.picking import start_picking
from zahra.shop.orders.fulfilling.unpacking import take_apart
from zahra.shop.orders.giving_back.granting import give_back
from zahra.shop.orders.giving_back.naming_accounts import name_payout_account, payouts_of
from zahra.shop.orders.giving_back.redirecting import Redirecting, redirect_refund
from zahra.shop.orders.giving_back.refunding import refund_payment
from zahra.shop.orders.giving_back.settling_payouts import Outcome, PaidOut, settle_payouts
from zahra.shop.orders.invoicing_again import invoice_again
from zahra.shop.orders.listening import on_shipment_news
from zahra.shop.orders.model import Address, Copy, Order, Placed, Placing
from zahra.shop.orders.money_back import MoneyBack, RefundSeen, source_of
from zahra.shop.orders.paying.disputing import follow_dispute
from zahra.shop.orders.paying.paying import open_payment, switch_to_cod
from zahra.shop.orders.paying.settling import settle
from zahra.shop.orders.payouts import PayoutSeen
from zahra.shop.orders.pieces import (
    Cancelling,
    Dock,
    Giveback,
    GivebackKind,
    GivingBack,
    Packing,
    Piece,
)
from zahra.shop.orders.placing.placing import place_order
from zahra.shop.orders.placing.replacing import Replacing, replace_pieces
from zahra.shop.orders.previewing import (
    CancellingPreview,
    GoesBack,
    preview_cancelling,
    preview_refund,
)
from zahra.shop.orders.receiving import receive_event
from zahra.shop.orders.returning import lock_order, note_return_status
from zahra.shop.orders.rewards import window_ends
from zahra.shop.orders.rules import (
    actions_for,
    may_be_cancelled,
    may_switch_to_cod,
    may_switch_to_prepaid,
)
from zahra.shop.orders.showing import numbers_of, order, orders_of, payment
from zahra.shop.orders.states import (
    ORDER_LIFE,
    PAYMENT_LIFE,
    FulfilmentStatus,
    Life,
    MoneyEvent,
    OrderEvent,
    OrderStatus,
    PaymentStatus,
    PieceState,
    ReturnStatus,
)
from zahra.shop.orders.store.pieces import charges_of, givebacks_of, pieces_of
from zahra.shop.orders.whole import (
    Document,
    InParcel,
    Line,
    Moment,
    OrderPage,
    ParcelSeen,
    Paying,
    Sought,
    TakenOff,
    TaxAtRate,
    WholeOrder,
)

__all__ = [
    "ORDER_LIFE",
    "PAYMENT_LIFE",
    "Address",
    "Cancelling",
    "CancellingPreview",
    "CartChanged",
    "ConfirmationOver",
    "Copy",
    "Dock",
    "Document",
    "FulfilmentStatus",
    "Giveback",
    "GivebackKind",
    "GivingBack",
    "GoesBack",
    "InParcel",
    "Life",
    "Line",
    "LinkOver",
    "MethodNotOffered",
    "Moment",
    "MoneyBack",
    "MoneyEvent",
    "MoneyReturned",
    "Order",
    "OrderCancelled",
    "OrderDisputed",
    "OrderEvent",
    "OrderLapsed",
    "OrderPage",
    "OrderPlaced",
    "OrderStatus",
    "Outcome",
    "Packing",
    "PaidOut",
    "ParcelSeen",
    "Paying",
    "PaymentStatus",
    "PaymentUnderWay",
    "PayoutNeedsAccount",
    "PayoutSeen",
    "PickingSoon",
    "Piece",
    "PieceState",
    "PiecesCancelled",
    "Placed",
    "Placing",
    "Redirecting",
    "RefundRedirected",
    "RefundSeen",
    "Remitted",
    "Replacing",
    "RequirementsUnmet",
    "ReturnStatus",
    "ShipmentCameBack",
    "ShipmentDelivered",
    "ShipmentDispatched",
    "ShipmentGoesOut",
    "ShipmentLost",
    "Sought",
    "TakenOff",
    "TaxAtRate",
    "WholeOrder",
    "actions_for",
    "book_shipment",
    "call_off_link",
    "cancel_by_staff",
    "cancel_order",
    "charges_of",
    "confirm_cash_order",
    "confirm_for_buyer",
    "dispatch_shipment",
    "disputes_told",
    "follow_dispute",
    "follow_shipment",
    "forget_erased",
    "forget_letters_of_gateways",
    "give_back",
    "givebacks_of",
    "import_remittances",
    "invoice_again",
    "jobs",
    "lock_order",
    "may_be_cancelled",
    "may_switch_to_cod",
    "may_switch_to_prepaid",
    "name_payout_account",
    "note_return_status",
    "numbers_of",
    "on_shipment_news",
    "open_link",
    "open_payment",
    "order",
    "orders_of",
    "pack_shipment",
    "pay_by_link",
    "payment",
    "payouts_of",
    "pieces_of",
    "place_order",
    "prepaid_link",
    "preview_cancelling",
    "preview_refund",
    "receive_event",
    "receive_rto",
    "redirect_refund",
    "refund_payment",
    "replace_pieces",
    "send_confirmation",
    "settle",
    "settle_payouts",
    "source_of",
    "start_picking",
    "switch_to_cod",
    "take_apart",
    "told_about",
    "waiting_of",
    "window_ends",
]
