"""What the shop tells people: a row for every message it owes, sent once by a job."""

from zahra.shop.notifications import jobs
from zahra.shop.notifications.forgetting import forget_erased, told_about
from zahra.shop.notifications.hearing_of_parcels import (
    on_pieces_cancelled,
    on_shipment_delivered,
    on_shipment_dispatched,
    on_shipment_goes_out,
    on_shipment_not_coming,
)
from zahra.shop.notifications.hearing_of_refunds import (
    on_payout_needs_account,
    on_refund_redirected,
)
from zahra.shop.notifications.hearing_of_returns import on_return_moved, on_return_settled
from zahra.shop.notifications.letters import Letterhead
from zahra.shop.notifications.listening import (
    on_money_returned,
    on_order_lapsed,
    on_order_placed,
)
from zahra.shop.notifications.model import Channel, Message, MessageState, Template

__all__ = [
    "Channel",
    "Letterhead",
    "Message",
    "MessageState",
    "Template",
    "forget_erased",
    "jobs",
    "on_money_returned",
    "on_order_lapsed",
    "on_order_placed",
    "on_payout_needs_account",
    "on_pieces_cancelled",
    "on_refund_redirected",
    "on_return_moved",
    "on_return_settled",
    "on_shipment_delivered",
    "on_shipment_dispatched",
    "on_shipment_goes_out",
    "on_shipment_not_coming",
    "told_about",
]
