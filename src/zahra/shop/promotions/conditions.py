"""Whether a promotion counts for a basket at all, and what is said where it does not. Pure."""

from zahra.base.money import format_inr
from zahra.shop.promotions.basket import Basket, Candidate, Reason, Refusal
from zahra.shop.promotions.model import AskedBy, Kind, PaidBy, Promotion
from zahra.shop.promotions.rules import goods_in_scope, pieces_in_scope

UNKNOWN = "This code cannot be used. Check how it is written, or log in if it was sent to you."
_COD = "cod"
_SAID = {
    Reason.ENDED: "This offer is over.",
    Reason.USED_UP: "This offer is used up.",
    Reason.USED_BEFORE: "You have used this offer already.",
    Reason.FIRST_ORDER_ONLY: "This is for a first order, and you have ordered before.",
    Reason.NOTHING_FOR_IT: "Nothing in your bag is part of this offer.",
    Reason.DELIVERY_IS_FREE: "Delivery is free already.",
    Reason.BETTER_OFFER: "You save more without it: these offers do not add up.",
}


def why_not(candidate: Candidate, basket: Basket) -> Refusal | None:
    """Why a promotion does not count for this basket; None where it may."""
    reason = _of_promotion(candidate, basket) or _of_basket(candidate.promotion, basket)
    return refusal(candidate, reason, basket) if reason else None


def refusal(candidate: Candidate, reason: Reason, basket: Basket) -> Refusal:
    """A refusal in words."""
    message = _SAID.get(reason) or _said(candidate.promotion, reason, basket)
    return Refusal(candidate.promotion.id, candidate.code, reason, message)


def nobody_knows(code: str) -> Refusal:
    """What is said of a code that stands for nothing."""
    return Refusal(None, code, Reason.UNKNOWN, UNKNOWN)


def as_told(refused: Refusal, candidate: Candidate, basket: Basket) -> Refusal:
    """A refusal as its asker may know it.

    What a public promotion asks for stands on a page, and that it is over may be told. Of another,
    whoever is logged in learns what is missing while it lives; guests, and everybody once it is
    over, before it begins, or when another has used the code, learn what they would of a code that
    never was.
    """
    if _may_know(refused.reason, candidate, basket):
        return refused
    return nobody_knows(refused.code or "")


def _may_know(reason: Reason, candidate: Candidate, basket: Basket) -> bool:
    promotion = candidate.promotion
    if not promotion.is_live(basket.now):
        return promotion.is_public and promotion.is_over(basket.now)
    if not candidate.is_free:
        return False
    if reason is Reason.USED_UP:
        return promotion.is_public or candidate.taken_by_person > 0
    return promotion.is_public or promotion.is_automatic or basket.is_known


def _of_promotion(candidate: Candidate, basket: Basket) -> Reason | None:
    promotion = candidate.promotion
    if not promotion.is_live(basket.now):
        return Reason.ENDED
    if not candidate.is_free or _is_spent(candidate.taken, promotion.total_limit):
        return Reason.USED_UP
    if _is_spent(candidate.taken_by_person, promotion.person_limit):
        return Reason.USED_BEFORE
    if promotion.is_first_order and basket.has_ordered:
        return Reason.FIRST_ORDER_ONLY
    return None


def _is_spent(taken: int, limit: int | None) -> bool:
    return limit is not None and taken >= limit


def _of_basket(promotion: Promotion, basket: Basket) -> Reason | None:
    goods = goods_in_scope(promotion, basket.lines)
    if goods == 0:
        return Reason.NOTHING_FOR_IT
    if goods < promotion.minimum:
        return Reason.MINIMUM
    if _missing_pieces(promotion, basket) > 0:
        return Reason.TOO_FEW
    return None if _is_paid_rightly(promotion, basket) else Reason.PAYMENT_METHOD


def _is_paid_rightly(promotion: Promotion, basket: Basket) -> bool:
    """Until a way to pay is chosen, only what is for every way counts: the total shown is the
    total charged."""
    if promotion.paid_by is PaidBy.ANY:
        return True
    method = basket.payment_method
    return method is not None and (method == _COD) is (promotion.paid_by is PaidBy.COD)


def _missing_pieces(promotion: Promotion, basket: Basket) -> int:
    if promotion.kind is not Kind.BUY_X_GET_Y:
        return 0
    wanted = (promotion.buy or 0) + (promotion.get or 0)
    return wanted - pieces_in_scope(promotion, basket.lines)


def _said(promotion: Promotion, reason: Reason, basket: Basket) -> str:
    if reason is Reason.PAYMENT_METHOD:
        how = "in cash at the door" if promotion.paid_by is PaidBy.COD else "online"
        return f"Counts when you pay {how}: choose it at checkout."
    if reason is Reason.TOO_FEW:
        missing = _missing_pieces(promotion, basket)
        return f"Add {missing} more {'piece' if missing == 1 else 'pieces'}{_of_what(promotion)}."
    short = promotion.minimum - goods_in_scope(promotion, basket.lines)
    return f"Add {format_inr(short)} more{_of_what(promotion)}."


def _of_what(promotion: Promotion) -> str:
    """Other goods do not help an offer that is for some of them."""
    return " of what this offer is for" if promotion.categories or promotion.products else ""


def is_asked_for(candidate: Candidate, basket: Basket) -> bool:
    """Whether it counts by itself, or its code was typed."""
    if candidate.promotion.asked_by is AskedBy.NOBODY:
        return True
    return basket.typed is not None and candidate.code == basket.typed
