"""What makes things cheaper: by itself or by a code, within limits that hold under fire."""

from zahra.shop.promotions.basket import (
    Basket,
    BasketLine,
    Candidate,
    CouponOffer,
    Discount,
    Evaluation,
    Reason,
    Refusal,
    Reserving,
)
from zahra.shop.promotions.choosing import best_discounts
from zahra.shop.promotions.codes import fold
from zahra.shop.promotions.conditions import nobody_knows
from zahra.shop.promotions.errors import (
    CodeTaken,
    CouponRefused,
    CouponUsedUp,
)
from zahra.shop.promotions.making import (
    change_promotion,
    codes_of,
    create_promotion,
    delete_promotion,
    make_codes,
    move_promotion,
    promotion,
    promotions,
)
from zahra.shop.promotions.model import (
    AskedBy,
    Kind,
    Klass,
    NewPromotion,
    OwnCode,
    PaidBy,
    Promotion,
    PromotionPage,
)
from zahra.shop.promotions.offering import (
    candidates_for,
    discount_by,
    has_ordered,
    offers,
    offers_of,
    refused_for,
    try_on_sum,
)
from zahra.shop.promotions.redeeming import (
    allows_cash,
    forget_person,
    redeem,
    release,
    reserve,
    take_again,
)
from zahra.shop.promotions.states import PromotionEvent, PromotionStatus

__all__ = [
    "AskedBy",
    "Basket",
    "BasketLine",
    "Candidate",
    "CodeTaken",
    "CouponOffer",
    "CouponRefused",
    "CouponUsedUp",
    "Discount",
    "Evaluation",
    "Kind",
    "Klass",
    "NewPromotion",
    "OwnCode",
    "PaidBy",
    "Promotion",
    "PromotionEvent",
    "PromotionPage",
    "PromotionStatus",
    "Reason",
    "Refusal",
    "Reserving",
    "allows_cash",
    "best_discounts",
    "candidates_for",
    "change_promotion",
    "codes_of",
    "create_promotion",
    "delete_promotion",
    "discount_by",
    "fold",
    "forget_person",
    "has_ordered",
    "make_codes",
    "move_promotion",
    "nobody_knows",
    "offers",
    "offers_of",
    "promotion",
    "promotions",
    "redeem",
    "refused_for",
    "release",
    "reserve",
    "take_again",
    "try_on_sum",
]
