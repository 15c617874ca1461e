"""What the demo shop offers today: one thing that counts by itself, four codes, and one that
codes of one's own are made for."""

from zahra.base.actors import Actor
from zahra.base.db import Transaction
from zahra.seeds.shelves import Shelves
from zahra.shop import promotions
from zahra.shop.promotions import AskedBy, Kind, Klass, NewPromotion, PaidBy

_FESTIVE = ("anarkalis", "suit-sets", "lehengas")
_BESIDE_ORDER = frozenset({Klass.PRODUCT, Klass.SHIPPING})
_FOR_EVERYTHING = (
    NewPromotion(
        "10 % off your first order, up to ₹300",
        Kind.PERCENT,
        code="WELCOME10",
        percent=10,
        minimum=99900,
        cap=30000,
        is_first_order=True,
        is_public=True,
        combines_with=_BESIDE_ORDER,
    ),
    NewPromotion(
        "5 % off when you pay online, up to ₹200",
        Kind.PERCENT,
        code="PREPAID5",
        percent=5,
        cap=20000,
        paid_by=PaidBy.PREPAID,
        is_public=True,
        combines_with=_BESIDE_ORDER,
    ),
    NewPromotion(
        "Free delivery from ₹499",
        Kind.FREE_DELIVERY,
        code="FREESHIP",
        minimum=49900,
        is_public=True,
        combines_with=frozenset({Klass.PRODUCT, Klass.ORDER}),
    ),
    NewPromotion(
        "15 % off, with our apologies",
        Kind.PERCENT,
        asked_by=AskedBy.OWN_CODE,
        percent=15,
        cap=100000,
    ),
)


async def offer_promotions(tx: Transaction, actor: Actor, shelves: Shelves) -> None:
    """Make them; they count from now on, so that nothing in the past was cheaper by them."""
    for new in (_third_dupatta(shelves), _festive(shelves), *_FOR_EVERYTHING):
        await promotions.create_promotion(tx, actor, new)


def _third_dupatta(shelves: Shelves) -> NewPromotion:
    return NewPromotion(
        "Buy any two dupattas, get the third free",
        Kind.BUY_X_GET_Y,
        asked_by=AskedBy.NOBODY,
        buy=2,
        get=1,
        categories=(shelves.categories["dupattas"],),
        combines_with=frozenset({Klass.ORDER, Klass.SHIPPING}),
    )


def _festive(shelves: Shelves) -> NewPromotion:
    return NewPromotion(
        "₹500 off festive wear from ₹3,999",
        Kind.FLAT,
        code="FESTIVE500",
        amount=50000,
        minimum=399900,
        categories=tuple(shelves.categories[each] for each in _FESTIVE),
        total_limit=500,
        person_limit=2,
        is_public=True,
        combines_with=frozenset({Klass.SHIPPING}),
    )
