"""Orders: from a bag to a placed order, its payment, and what becomes of either.

Three phases: PREPARE writes the order in one transaction, PAY happens outside, FINALISE places it
in one transaction that may run any number of times.
"""

from zahra.shop.orders import jobs
from zahra.shop.orders.errors import (
    CartChanged,
    MethodNotOffered,
    PaymentUnderWay,
    RequirementsUnmet,
)
from zahra.shop.orders.events import MoneyReturned, OrderCancelled, OrderPlaced
from zahra.shop.orders.forgetting import (
    forget_erased,
    forget_letters_of_gateways,
    told_about,
    waiting_of,
)
from zahra.shop.orders.linking import open_link
from zahra.shop.orders.model import Address, Copy, Order, Placed, Placing
from zahra.shop.orders.paying import open_payment, switch_to_cod
from zahra.shop.orders.pieces import Giveback, GivebackKind, GivingBack, Piece
from zahra.shop.orders.placing import place_order
from zahra.shop.orders.receiving import receive_event
from zahra.shop.orders.refunding import refund_payment
from zahra.shop.orders.returning import lock_order, note_return_status
from zahra.shop.orders.rules import actions_for, may_switch_to_cod
from zahra.shop.orders.settling import settle
from zahra.shop.orders.showing import order, orders_of, payment
from zahra.shop.orders.states import (
    ORDER_LIFE,
    PAYMENT_LIFE,
    Life,
    MoneyEvent,
    OrderEvent,
    OrderStatus,
    PaymentStatus,
    PieceState,
    ReturnStatus,
)
from zahra.shop.orders.store.pieces import pieces_of
from zahra.shop.orders.whole import Line, Moment, OrderPage, Paying, TaxAtRate, WholeOrder

__all__ = [
    "ORDER_LIFE",
    "PAYMENT_LIFE",
    "Address",
    "CartChanged",
    "Copy",
    "Giveback",
    "GivebackKind",
    "GivingBack",
    "Life",
    "Line",
    "MethodNotOffered",
    "Moment",
    "MoneyEvent",
    "MoneyReturned",
    "Order",
    "OrderCancelled",
    "OrderEvent",
    "OrderPage",
    "OrderPlaced",
    "OrderStatus",
    "Paying",
    "PaymentStatus",
    "PaymentUnderWay",
    "Piece",
    "PieceState",
    "Placed",
    "Placing",
    "RequirementsUnmet",
    "ReturnStatus",
    "TaxAtRate",
    "WholeOrder",
    "actions_for",
    "forget_erased",
    "forget_letters_of_gateways",
    "jobs",
    "lock_order",
    "may_switch_to_cod",
    "note_return_status",
    "open_link",
    "open_payment",
    "order",
    "orders_of",
    "payment",
    "pieces_of",
    "place_order",
    "receive_event",
    "refund_payment",
    "settle",
    "switch_to_cod",
    "told_about",
    "waiting_of",
]
