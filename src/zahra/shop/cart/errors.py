"""How a cart says no. Running out of stock is inventory's to say."""

from zahra.base.errors import Conflict
from zahra.shop.cart.model import Cart


class StaleCart(Conflict):
    """The cart has changed since the caller last saw it; `cart` is how it stands now."""

    code = "stale_cart"
    message = "Your bag has changed in the meantime. Please have another look."

    def __init__(self, cart: Cart) -> None:
        super().__init__(version=cart.version)
        self.cart = cart
