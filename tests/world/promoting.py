"""Promotions that tests are told about, made by the shop's own verb."""

from collections.abc import Mapping
from typing import Any

from zahra.base.actors import program
from zahra.base.db import Transaction
from zahra.shop import promotions
from zahra.shop.promotions import AskedBy, Kind, Klass, NewPromotion, Promotion

PROMOTER = program("tests")
EVERY_CLASS = frozenset(Klass)
EVERY_FIELD: Mapping[str, Any] = {
    "label": "Ten per cent off",
    "kind": "percent",
    "class": "order",
    "askedBy": "code",
    "code": "TENOFF",
    "percent": 10,
    "minimum": 99900,
    "cap": 50000,
    "categories": ["01a20492-0000-7000-8000-000000000001"],
    "products": ["01a20492-0000-7000-8000-000000000001"],
    "isFirstOrder": True,
    "paidBy": "prepaid",
    "combinesWith": ["shipping"],
    "priority": 0,
    "isPublic": True,
    "startsAt": "2026-11-01T00:00:00+05:30",
    "endsAt": "2027-11-01T00:00:00+05:30",
    "totalLimit": 10,
    "personLimit": 1,
}
"""A promotion as the API is sent one, with every field there is."""
CHANGED = ("label", "isPublic", "priority", "startsAt", "endsAt", "totalLimit", "personLimit")
CHANGES = {**{name: EVERY_FIELD[name] for name in CHANGED}, "status": "paused"}
PREVIEW = {
    "lines": [{"variantId": "01a20492-0000-7000-8000-000000000001", "qty": 1}],
    "code": "WELCOME10",
    "paymentMethod": "cod",
    "userId": "01a20492-0000-7000-8000-000000000001",
    "shipping": 7900,
}


async def ten_percent(tx: Transaction, code: str = "TENOFF", **wishes: Any) -> Promotion:
    """Ten per cent off the goods by a public code."""
    usual: dict[str, Any] = {"percent": 10, "code": code, "is_public": True}
    return await made(tx, "Ten per cent off", Kind.PERCENT, **{**usual, **wishes})


async def rupees_off(tx: Transaction, amount: int, code: str = "FLAT", **wishes: Any) -> Promotion:
    """So many paise off the goods by a public code."""
    usual: dict[str, Any] = {"amount": amount, "code": code, "is_public": True}
    return await made(tx, "Some rupees off", Kind.FLAT, **{**usual, **wishes})


async def automatic(tx: Transaction, label: str, kind: Kind, **wishes: Any) -> Promotion:
    """Something that counts by itself."""
    return await made(tx, label, kind, asked_by=AskedBy.NOBODY, **wishes)


async def buy_two_get_one(tx: Transaction, **wishes: Any) -> Promotion:
    """The cheapest of three for nothing, by itself."""
    return await automatic(tx, "Buy two, get one", Kind.BUY_X_GET_Y, buy=2, get=1, **wishes)


async def for_own_codes(tx: Transaction, **wishes: Any) -> Promotion:
    """Ten per cent off by codes of one's own, which are made later."""
    usual: dict[str, Any] = {"asked_by": AskedBy.OWN_CODE, "percent": 10}
    return await made(tx, "With our apologies", Kind.PERCENT, **{**usual, **wishes})


async def made(tx: Transaction, label: str, kind: Kind, **wishes: Any) -> Promotion:
    """Any promotion."""
    return await promotions.create_promotion(tx, PROMOTER, NewPromotion(label, kind, **wishes))
