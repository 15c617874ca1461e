"""Which choices of delivery and payment can be made at all. Pure."""

from zahra.base.errors import Invalid
from zahra.shop import shipping
from zahra.shop.cart.model import Choosing, Terms
from zahra.shop.cart.stored import Loaded


def check_choices(choosing: Choosing, loaded: Loaded | None, terms: Terms) -> None:
    """Raise Invalid for what is no PIN code, or a way of delivery or payment the shop has not.

    Whether it is offered for this place and this sum is a requirement, not a refusal: it changes
    with the cart.
    """
    if choosing.pincode is not None:
        shipping.check_pincode(choosing.pincode)
    if choosing.payment_method not in (None, *terms.payment_methods):
        raise Invalid({"paymentMethod": "This is not a way to pay."})
    methods = [method.key for method in loaded.stored.methods] if loaded else []
    if loaded and choosing.shipping_method not in (None, *methods):
        raise Invalid({"shippingMethod": "This is not a way of delivery."})
