"""Returns and exchanges: what was delivered comes back, is counted and judged, and is paid for.

Judged by what was frozen on the order's lines. Money goes back through `orders.give_back` alone.
"""

from zahra.shop.returns import jobs
from zahra.shop.returns.asking import ask_return
from zahra.shop.returns.asking_again import ask_pickup_again, may_ask_again
from zahra.shop.returns.calling_off import cancel_return
from zahra.shop.returns.calling_pickups_off import call_off_pickup
from zahra.shop.returns.deciding import approve_return, decline_return
from zahra.shop.returns.errors import (
    CountTooHigh,
    NoDestination,
    NoSuchExchange,
    NotReturnable,
    PickupNotFailed,
)
from zahra.shop.returns.events import ReturnMoved, ReturnSettled
from zahra.shop.returns.fetching import book_pickup
from zahra.shop.returns.forgetting import forget_erased, told_about
from zahra.shop.returns.listening import on_order_cancelled, on_order_placed, on_unclaimed_news
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
from zahra.shop.returns.pickups import ReturnPickup
from zahra.shop.returns.previewing import Promised, preview_asking, promised
from zahra.shop.returns.receiving import judge_return, receive_return
from zahra.shop.returns.refunding import refund_return
from zahra.shop.returns.rules import window_ends
from zahra.shop.returns.showing import (
    exchanges_of,
    given_return,
    offer_of,
    orders_to_send_back_from,
    return_sent_as,
    returnable,
    returns_among,
    returns_of,
    sent_instead,
)
from zahra.shop.returns.states import (
    EXCHANGE_LIFE,
    PICKUP_LIFE,
    RETURN_LIFE,
    ExchangeState,
    PickupState,
    Reason,
    Resolution,
    ReturnEvent,
    ReturnState,
)

__all__ = [
    "EXCHANGE_LIFE",
    "PICKUP_LIFE",
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
    "PickupNotFailed",
    "PickupState",
    "Promised",
    "Reason",
    "Resolution",
    "Return",
    "ReturnEvent",
    "ReturnItem",
    "ReturnMoved",
    "ReturnPage",
    "ReturnPickup",
    "ReturnSettled",
    "ReturnState",
    "ReturnableLine",
    "Step",
    "WholeReturn",
    "approve_return",
    "ask_pickup_again",
    "ask_return",
    "book_pickup",
    "call_off_pickup",
    "cancel_return",
    "decline_return",
    "exchanges_of",
    "forget_erased",
    "given_return",
    "jobs",
    "judge_return",
    "mark_picked_up",
    "may_ask_again",
    "offer_of",
    "on_order_cancelled",
    "on_order_placed",
    "on_unclaimed_news",
    "orders_to_send_back_from",
    "preview_asking",
    "promised",
    "receive_return",
    "refund_return",
    "return_sent_as",
    "returnable",
    "returns_among",
    "returns_of",
    "schedule_pickup",
    "sent_instead",
    "told_about",
    "window_ends",
]
