"""What promotions make of a cart. Pure: `promotions` decides, here a cart is put to it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import promotions
from zahra.shop.cart.model import Cart, Coupon, Item, Notice
from zahra.shop.cart.stored import Loaded
from zahra.shop.promotions import Discount

# Stands where a promotion's id would, so that an order names what came off for the slab among its
# discounts. No promotion has it: theirs are version 7.
GST_SLAB = UUID(int=18)


def basket_of(
    loaded: Loaded, items: Sequence[Item], delivery: Callable[[Paise], Paise | None]
) -> promotions.Basket:
    """A cart as promotions look at it: what is for sale, at today's prices."""
    stored = loaded.stored
    return promotions.Basket(
        lines=tuple(
            promotions.BasketLine(
                item.variant.product_id, item.variant.shelves, item.unit_price, item.qty
            )
            for item in items
            if item.is_for_sale
        ),
        now=loaded.now,
        typed=stored.coupon_code,
        payment_method=stored.payment_method,
        delivery=delivery,
        is_known=stored.user_id is not None,
        has_ordered=stored.has_ordered,
    )


def with_shares(items: Sequence[Item], found: promotions.Evaluation) -> tuple[Item, ...]:
    """The lines, each with its share of the discounts on goods."""
    shares = iter(found.shares(sum(item.is_for_sale for item in items)))
    return tuple(
        replace(item, discount=next(shares)) if item.is_for_sale else item for item in items
    )


def of_promotions(discounts: Sequence[Discount]) -> tuple[Discount, ...]:
    """Those that a promotion gives: only they are limited and counted, and can be lost."""
    return tuple(each for each in discounts if each.promotion_id != GST_SLAB)


def coupon_of(loaded: Loaded, found: promotions.Evaluation) -> Coupon | None:
    """What is said of the code on the cart."""
    code = loaded.stored.coupon_code
    if code is None:
        return None
    if taken := promotions.discount_by(found, code):
        return Coupon(code, taken.label, taken.amount)
    refusal = promotions.refused_for(found, code)
    known = (c.promotion for c in loaded.stored.promotions if c.code == code)
    is_told = refusal is not None and refusal.reason is not promotions.Reason.UNKNOWN
    label = next((each.label for each in known), None) if is_told else None
    return Coupon(code, label, 0, refusal)


def coupon_offers(found: Cart) -> tuple[promotions.CouponOffer, ...]:
    """The codes a shopper may be told of, with what each would take off this cart or what is
    missing for it, the best first."""
    if found.basket is None:
        return ()
    return promotions.offers(found.candidates, found.basket)


def lost(before: Cart, after: Cart) -> Iterator[Notice]:
    """What a change to the cart has cost it: promotions that counted and do not any more."""
    if not after.items:
        return
    counting = {each.promotion_id for each in after.discounts}
    for gone in of_promotions(before.discounts):
        if gone.promotion_id in counting:
            continue
        name = gone.code or gone.label
        refusal = after.coupon.refusal if gone.code and after.coupon else None
        why = f" {refusal.message}" if refusal else ""
        yield Notice("discount_lost", f"{name} does not count any more.{why}")
