"""Returns and exchanges: what was delivered comes back, is counted and judged, and is paid for.

Judged by what was frozen on the order's lines. Money goes back through `orders.give_back` alone.
"""

from zahra.shop.returns import jobs
from zahra.shop.returns.asking import ask_return
from zahra.shop.returns.calling_off import cancel_return
from zahra.shop.returns.deciding import approve_return, decline_return
from zahra.shop.returns.errors import CountTooHigh, NoDestination, NoSuchExchange, NotReturnable
from zahra.shop.returns.events import ReturnMoved, ReturnSettled
from zahra.shop.returns.forgetting import forget_erased, told_about
from zahra.shop.returns.listening import on_order_cancelled, on_order_placed
from zahra.shop.returns.model import (
    Asking,
    AskingItem,
    Choice,
    Count,
    Counted,
    Exchange,
    Offer,
    Pickup,
    Return,
    ReturnableLine,
    ReturnItem,
    ReturnPage,
    Step,
    WholeReturn,
)
from zahra.shop.returns.picking_up import mark_picked_up, schedule_pickup
from zahra.shop.returns.receiving import judge_return, receive_return
from zahra.shop.returns.refunding import refund_return
from zahra.shop.returns.rules import days_to_ask, window_ends
from zahra.shop.returns.showing import (
    exchanges_of,
    given_return,
    lines_to_send_back,
    offer_of,
    returnable,
    returns_among,
    returns_of,
)
from zahra.shop.returns.states import (
    EXCHANGE_LIFE,
    RETURN_LIFE,
    ExchangeState,
    Reason,
    Resolution,
    ReturnEvent,
    ReturnState,
)

__all__ = [
    "EXCHANGE_LIFE",
    "RETURN_LIFE",
    "Asking",
    "AskingItem",
    "Choice",
    "Count",
    "CountTooHigh",
    "Counted",
    "Exchange",
    "ExchangeState",
    "NoDestination",
    "NoSuchExchange",
    "NotReturnable",
    "Offer",
    "Pickup",
    "Reason",
    "Resolution",
    "Return",
    "ReturnEvent",
    "ReturnItem",
    "ReturnMoved",
    "ReturnPage",
    "ReturnSettled",
    "ReturnState",
    "ReturnableLine",
    "Step",
    "WholeReturn",
    "approve_return",
    "ask_return",
    "cancel_return",
    "decline_return",
    "exchanges_of",
    "forget_erased",
    "given_return",
    "jobs",
    "judge_return",
    "lines_to_send_back",
    "mark_picked_up",
    "offer_of",
    "on_order_cancelled",
    "on_order_placed",
    "receive_return",
    "refund_return",
    "returnable",
    "returns_among",
    "returns_of",
    "schedule_pickup",
    "told_about",
    "window_ends",
    "days_to_ask",
]
