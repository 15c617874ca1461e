"""What a gateway tells of money that cannot be so. Nothing is written from it; it is set aside for
somebody to ask the gateway about, and the rest of what was told holds. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from zahra.base.money import Paise
from zahra.shop.payments.model import Refund
from zahra.shop.payments.provider import PaymentFact, RefundFact, Truth

MOST_PAID: Paise = 10**12  # more than anybody pays at once, and a sum of many still fits its column
_NAME = re.compile(r"[\x21-\x7e]{1,200}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MONEY = ("authorized", "captured")
_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something a gateway said, in plain letters, and its name of what that is about."""

    name: str
    told: str


def is_name(text: str) -> bool:
    """Whether a gateway can have given this name to something."""
    return _NAME.fullmatch(text) is not None


def sift(truth: Truth, of_others: Collection[str]) -> tuple[Truth, tuple[Oddity, ...]]:
    """The payments that can be, and what of the others tells of money. `of_others` are names of
    payments that are known to be another order's."""
    odd = [fact for fact in truth.payments if not _can_be(fact) or fact.id in of_others]
    believed = tuple(fact for fact in truth.payments if fact not in odd)
    told = tuple(_payment_told(fact) for fact in odd if fact.state in _MONEY)
    return replace(truth, payments=believed), told


def sift_refund(own: Refund | None, fact: RefundFact) -> tuple[RefundFact | None, Oddity | None]:
    """What of a refund's news can be believed, and what cannot.

    One of ours that is told with another sum is on its way and not settled: who knows what went
    back? One that failed moved no money, whatever its sum.
    """
    if not is_name(fact.id):
        return None, _refund_told(fact)
    if own is not None and fact.amount != own.amount and fact.state != "failed":
        return replace(fact, state="pending"), _refund_told(fact)
    if own is None and not 0 < fact.amount <= MOST_PAID:
        return None, None if fact.state == "failed" else _refund_told(fact)
    return fact, None


def _can_be(fact: PaymentFact) -> bool:
    is_named = is_name(fact.id) and _CURRENCY.fullmatch(fact.currency) is not None
    return is_named and 0 < fact.amount <= MOST_PAID


def _payment_told(fact: PaymentFact) -> Oddity:
    return _oddity(fact.id, f"payment {fact.state} {fact.amount} {fact.currency}")


def _refund_told(fact: RefundFact) -> Oddity:
    return _oddity(fact.id, f"refund {fact.state} {fact.amount}")


def _oddity(name: str, told: str) -> Oddity:
    """In letters that every column and log can hold.

    >>> _oddity("pay_1", "payment captured 0 ₹")
    Oddity(name='pay_1', told='payment captured 0 \\\\u20b9')
    """
    return Oddity(ascii(name)[1:-1][:_LENGTH], ascii(told)[1:-1][:_LENGTH])
