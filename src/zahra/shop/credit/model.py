"""What store credit is: an account per person, and the lines of its ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise


class Cause(StrEnum):
    """Why a balance changed. Refund, goodwill: given. Order: spent on one. Order cancelled: what
    an order was to be paid with has come back. Given up: by somebody who closed their account.
    Reward: for paying a cash order online."""

    REFUND = "refund"
    ORDER = "order"
    ORDER_CANCELLED = "order_cancelled"
    GOODWILL = "goodwill"
    GIVEN_UP = "given_up"
    REWARD = "reward"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: positive where credit was given, negative where it was spent.

    `balance` is what was left after it.
    """

    id: UUID
    user_id: UUID
    seq: int
    amount: Paise
    balance: Paise
    cause: Cause
    order_id: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """How much there is, and how many entries led there."""

    user_id: UUID
    balance: Paise
    entries: int


@dataclass(frozen=True, slots=True)
class History:
    """A page of a ledger, newest first, and how many entries there are in all."""

    balance: Paise
    entries: tuple[Entry, ...]
    total: int
