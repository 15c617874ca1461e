"""What a message is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from zahra.shop.messaging import Channel


class Template(StrEnum):
    """What a message is about; also the name its text is registered under."""

    ORDER_PLACED = "order_placed"
    MONEY_RETURNED = "money_returned"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_LAPSED = "order_lapsed"
    PARCEL_SENT = "parcel_sent"
    PARCEL_OUT_TODAY = "parcel_out_today"
    PARCEL_DELIVERED = "parcel_delivered"
    PARCEL_NOT_COMING = "parcel_not_coming"
    RETURN_NEWS = "return_news"
    RETURN_SETTLED = "return_settled"
    ACCOUNT_NEEDED = "account_needed"
    REFUND_REDIRECTED = "refund_redirected"


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Message:
    """A message the shop owes somebody about an order. `facts` are what the order cannot tell."""

    id: UUID
    channel: Channel
    recipient: str
    template: Template
    order_id: UUID
    facts: Mapping[str, Any]
    state: MessageState


@dataclass(frozen=True, slots=True)
class Owing:
    """News of an order that its owner is to be told once on each channel they can be reached by.

    `about` is the id of what happened: the same news twice is one message.
    """

    template: Template
    order_id: UUID
    about: UUID
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
