"""What is still missing before an order can be placed. Pure.

One list: a cart shows it as advice, and placing an order asks it again with what was submitted,
so that the advice and the gate cannot disagree. How many pieces there are is not asked here: that
is decided under the stock rows' locks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zahra.base.money import Paise
from zahra.shop import cod, credit, shipping
from zahra.shop.cart.model import COD, Item, Requirement, Terms
from zahra.shop.cart.stored import StoredCart


@dataclass(frozen=True, slots=True)
class Checkout:
    """What is known of an order that might be placed now."""

    stored: StoredCart
    items: Sequence[Item]
    offers: Sequence[shipping.Offer]
    cash: cod.Judged | None
    total: Paise = 0


def requirements_of(checkout: Checkout, terms: Terms) -> tuple[Requirement, ...]:
    """Everything missing, in the order of the steps; nothing when an order may be placed."""
    return (
        *_of_cart(checkout.items),
        *_of_contact(checkout.stored),
        *_of_address(checkout.stored),
        *_of_delivery(checkout),
        *_of_payment(checkout, terms),
    )


def nothing_in_it() -> Requirement:
    """What an empty cart is told."""
    return Requirement("cart", "items", "empty", "Your bag is empty.")


def _of_cart(items: Sequence[Item]) -> Iterator[Requirement]:
    if not items:
        yield nothing_in_it()
    for item in items:
        if not item.is_for_sale:
            said = f"{item.variant.title} ({item.variant.size}) is not sold any more."
            yield Requirement(
                "cart", f"items.{item.id}", "unavailable", f"{said} Please remove it."
            )


def _of_contact(stored: StoredCart) -> Iterator[Requirement]:
    if stored.user_id is None:
        said = "Tell us your phone or e-mail, and confirm it with the code we send."
        yield Requirement("contact", "identifier", "required", said)
    elif stored.payment_method == COD and not stored.has_verified_phone:
        said = "Cash on delivery needs a phone number that you have confirmed with a code."
        yield Requirement("contact", "phone", "verified_phone_required", said)


def _of_address(stored: StoredCart) -> Iterator[Requirement]:
    if stored.pincode is None:
        yield Requirement("address", "pincode", "required", "Tell us where to deliver.")
    elif reason := shipping.why_not(stored.pincode, stored.place):
        yield Requirement("address", "pincode", "not_serviceable", reason)


def _of_delivery(checkout: Checkout) -> Iterator[Requirement]:
    method = checkout.stored.shipping_method
    if method is None:
        yield Requirement("delivery", "shippingMethod", "required", "Choose a way of delivery.")
    elif _is_served(checkout.stored) and method not in (offer.key for offer in checkout.offers):
        said = "This way of delivery is not offered there. Please choose another."
        yield Requirement("delivery", "shippingMethod", "not_offered", said)


def _is_served(stored: StoredCart) -> bool:
    return stored.pincode is not None and not shipping.why_not(stored.pincode, stored.place)


def _of_payment(checkout: Checkout, terms: Terms) -> Iterator[Requirement]:
    method = checkout.stored.payment_method
    if method is None:
        yield Requirement("payment", "paymentMethod", "required", "Choose how to pay.")
    elif method not in terms.payment_methods:
        said = "This way to pay is not offered. Please choose another."
        yield Requirement("payment", "paymentMethod", "not_offered", said)
    elif method != COD and 0 < checkout.total < credit.LEAST_ONLINE:
        said = "Less than ₹1 cannot be paid online. Please choose another way."
        yield Requirement("payment", "paymentMethod", "too_little", said)
    elif method == COD and checkout.cash and (said := cod.refusal_of(checkout.cash)):
        yield Requirement("payment", "paymentMethod", "cod_not_allowed", said)
