"""Looking at promotions without a bag: what may count, and what a code would take off a sum."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.base.money import Paise
from zahra.shop.promotions.basket import (
    Basket,
    BasketLine,
    Candidate,
    CouponOffer,
    Discount,
    Evaluation,
    Refusal,
)
from zahra.shop.promotions.choosing import best_discounts
from zahra.shop.promotions.codes import fold
from zahra.shop.promotions.conditions import nobody_knows
from zahra.shop.promotions.store import promotions as store

NO_PRODUCT = UUID(int=0)


async def candidates_for(
    snapshot: Snapshot, *, typed: str | None, user_id: UUID | None
) -> list[Candidate]:
    """What may count for somebody: by itself, publicly, or by the folded code typed."""
    return await store.candidates(snapshot, typed=typed, user_id=user_id)


async def has_ordered(snapshot: Snapshot, user_id: UUID | None) -> bool:
    """Whether somebody has a placed order."""
    return user_id is not None and await store.has_ordered(snapshot, user_id)


async def offers_of(snapshot: Snapshot, *, user_id: UUID) -> tuple[CouponOffer, ...]:
    """What somebody with nothing in a bag may be told of."""
    found = await candidates_for(snapshot, typed=None, user_id=user_id)
    ordered = await store.has_ordered(snapshot, user_id)
    return offers(found, Basket((), snapshot.now, is_known=True, has_ordered=ordered))


async def try_on_sum(
    snapshot: Snapshot,
    typed: str,
    goods: Paise,
    *,
    user_id: UUID | None,
    payment_method: str | None = None,
) -> tuple[Paise, Refusal | None]:
    """What a code would take off goods of a sum, or why nothing. What is only for some goods, or
    for so many pieces, cannot be told of a sum."""
    code = fold(typed)
    found = await candidates_for(snapshot, typed=code, user_id=user_id)
    basket = Basket(
        lines=(BasketLine(NO_PRODUCT, (), goods, 1),),
        now=snapshot.now,
        typed=code,
        payment_method=payment_method,
        is_known=user_id is not None,
        has_ordered=await has_ordered(snapshot, user_id),
    )
    mine = best_discounts([each for each in found if each.code == code], basket)
    taken = discount_by(mine, code) if code else None
    return (taken.amount if taken else 0), refused_for(mine, typed)


def offers(candidates: Sequence[Candidate], basket: Basket) -> tuple[CouponOffer, ...]:
    """Every code that may be told of, and what it would take off this basket, the best first.

    Reckoned as if it were typed, so what is promised is what is given.
    """
    found = [
        _offer(each, best_discounts(candidates, replace(basket, typed=each.code)))
        for each in candidates
        if each.code is not None and (each.promotion.is_public or each.code == basket.typed)
    ]
    return tuple(sorted(found, key=lambda each: (-each.saves, each.code)))


def _offer(candidate: Candidate, found: Evaluation) -> CouponOffer:
    assert candidate.code is not None
    mine = discount_by(found, candidate.code)
    refused = found.refusal_of(candidate.code)
    return CouponOffer(
        code=candidate.code,
        label=candidate.promotion.label,
        saves=mine.amount if mine else 0,
        refusal=refused if mine is None else None,
    )


def discount_by(found: Evaluation, code: str) -> Discount | None:
    """What a code takes off."""
    return next((each for each in found.discounts if each.code == code), None)


def refused_for(found: Evaluation, typed: str) -> Refusal | None:
    """Why what was typed takes nothing off; None where it does."""
    code = fold(typed)
    if code is None:
        return nobody_knows(typed[:32])
    if discount_by(found, code):
        return None
    return found.refusal_of(code) or nobody_knows(code)
