"""What somebody means to buy: lines, what they come to now, and what is missing for an order."""

from zahra.shop.cart.changing import add_item, change_qty, clear_cart, remove_item
from zahra.shop.cart.choosing import choose
from zahra.shop.cart.completing import cart_to_order, complete_cart, lock_cart
from zahra.shop.cart.couponing import apply_coupon, remove_coupon, try_coupon
from zahra.shop.cart.crediting import paid_by_credit
from zahra.shop.cart.discounting import coupon_offers, of_promotions
from zahra.shop.cart.errors import StaleCart
from zahra.shop.cart.explaining import (
    ExplainedCharge,
    ExplainedLine,
    ExplainedPiece,
    Explanation,
    explain,
)
from zahra.shop.cart.forgetting import forget_person, told_about
from zahra.shop.cart.jobs import forget_old_carts
from zahra.shop.cart.merging import merge_carts, on_logged_in
from zahra.shop.cart.model import (
    COD,
    Cart,
    Choosing,
    Coupon,
    Holder,
    Item,
    LineWarning,
    Notice,
    Requirement,
    Terms,
    Totals,
)
from zahra.shop.cart.previewing import Preview, Previewed, preview
from zahra.shop.cart.reading import cart_of, count_pieces

__all__ = [
    "COD",
    "Cart",
    "Choosing",
    "Coupon",
    "ExplainedCharge",
    "ExplainedLine",
    "ExplainedPiece",
    "Explanation",
    "Holder",
    "Item",
    "LineWarning",
    "Notice",
    "Preview",
    "Previewed",
    "Requirement",
    "StaleCart",
    "Terms",
    "Totals",
    "add_item",
    "apply_coupon",
    "cart_of",
    "cart_to_order",
    "change_qty",
    "choose",
    "clear_cart",
    "complete_cart",
    "count_pieces",
    "coupon_offers",
    "explain",
    "forget_old_carts",
    "forget_person",
    "lock_cart",
    "merge_carts",
    "of_promotions",
    "on_logged_in",
    "paid_by_credit",
    "preview",
    "remove_coupon",
    "remove_item",
    "told_about",
    "try_coupon",
]
