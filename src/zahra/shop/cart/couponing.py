"""Putting a code on a cart, and taking it off. A cart has one at most."""

from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.shop import promotions
from zahra.shop.cart.changing import to_change
from zahra.shop.cart.choices import check_choices
from zahra.shop.cart.model import Cart, Choosing, Holder, Terms
from zahra.shop.cart.reading import NO_CHOICE, as_it_stands, empty_cart, load
from zahra.shop.cart.store import carts
from zahra.shop.promotions import CouponRefused, Reason, Refusal

# What is mended further on in checkout: the code stays on the cart until then.
_MENDED_LATER = (Reason.PAYMENT_METHOD,)


async def apply_coupon(
    tx: Transaction, holder: Holder, typed: str, *, terms: Terms, version: int | None = None
) -> Cart:
    """Put a code on the cart, in place of the one it has.

    Raises NotFound where there is no cart, StaleCart, and CouponRefused for a code that takes
    nothing off: nothing has changed then. One that only waits for a way to pay is put on.
    """
    loaded = await to_change(tx, holder, version, terms, typed=promotions.fold(typed))
    if promotions.fold(typed) is None:
        raise CouponRefused(promotions.nobody_knows(typed[:32]))
    cart = as_it_stands(loaded.changed(), terms)
    assert cart.coupon is not None
    refusal = cart.coupon.refusal
    if refusal is not None and refusal.reason not in _MENDED_LATER:
        raise CouponRefused(refusal)
    await carts.put_coupon(tx, loaded.stored.id, cart.coupon.code)
    return cart


async def remove_coupon(
    tx: Transaction, holder: Holder, *, terms: Terms, version: int | None = None
) -> Cart:
    """Take the code off the cart; a cart without one stays as it is."""
    try:
        loaded = await to_change(tx, holder, version, terms)
    except NotFound:
        return empty_cart(NO_CHOICE, terms)
    if loaded.stored.coupon_code is None:
        return as_it_stands(loaded, terms)
    await carts.put_coupon(tx, loaded.stored.id, None)
    return as_it_stands(loaded.changed().without_coupon(), terms)


async def try_coupon(
    snapshot: Snapshot,
    holder: Holder,
    typed: str,
    *,
    terms: Terms,
    choosing: Choosing = NO_CHOICE,
) -> tuple[int, Refusal | None]:
    """What a code would take off the holder's cart with `choosing`, or why nothing; nothing is
    remembered. Without a cart there are no goods. Raises Invalid for a choice that cannot be."""
    code = promotions.fold(typed)
    loaded = await load(snapshot, holder, choosing, typed=code) if code else None
    check_choices(choosing, loaded, terms)
    if loaded is None:
        return await promotions.try_on_sum(snapshot, typed, 0, user_id=holder.user_id)
    coupon = as_it_stands(loaded, terms).coupon
    assert coupon is not None
    return coupon.amount, coupon.refusal
