"""Promotions without a database, for the arithmetic."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from zahra.base import ids
from zahra.shop.promotions import AskedBy, Basket, BasketLine, Candidate, Kind, Klass, PaidBy
from zahra.shop.promotions.model import Promotion
from zahra.shop.promotions.states import PromotionStatus

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHELF, PRODUCT = UUID(int=1), UUID(int=2)
EVERY_CLASS = frozenset(Klass)


def promotion(kind: Kind = Kind.PERCENT, **wishes: Any) -> Promotion:
    """Ten per cent off the goods by itself, unless wished otherwise."""
    usual: dict[str, Any] = {
        "id": ids.new(),
        "label": "A promotion",
        "kind": kind,
        "klass": Klass.ORDER,
        "asked_by": AskedBy.NOBODY,
        "code": None,
        "percent": 10 if kind is Kind.PERCENT else None,
        "amount": None,
        "buy": None,
        "get": None,
        "minimum": 0,
        "cap": None,
        "categories": (),
        "products": (),
        "is_first_order": False,
        "paid_by": PaidBy.ANY,
        "combines_with": frozenset[Klass](),
        "priority": 0,
        "is_public": False,
        "starts_at": NOW,
        "ends_at": None,
        "total_limit": None,
        "person_limit": None,
        "is_counted": True,
        "used": 0,
        "status": PromotionStatus.ACTIVE,
        "created_at": NOW,
    }
    return Promotion(**{**usual, **wishes})


def by_itself(kind: Kind = Kind.PERCENT, **wishes: Any) -> Candidate:
    """A candidate that counts without a code."""
    return Candidate(promotion(kind, **wishes), None)


def by_code(code: str, kind: Kind = Kind.PERCENT, **wishes: Any) -> Candidate:
    """A candidate that a code asks for; everybody may know of it."""
    usual = {"asked_by": AskedBy.CODE, "code": code, "is_public": True}
    return Candidate(promotion(kind, **{**usual, **wishes}), code)


def line(price: int, qty: int = 1, *, shelf: UUID = SHELF, product: UUID = PRODUCT) -> BasketLine:
    return BasketLine(product, (shelf,), price, qty)


def basket(*lines: BasketLine, **wishes: Any) -> Basket:
    """What somebody the shop knows has in their bag."""
    known: dict[str, Any] = {"is_known": True, **wishes}
    return Basket(tuple(lines), NOW, **known)
