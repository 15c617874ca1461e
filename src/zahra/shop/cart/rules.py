"""How many of a thing may stand in a cart. Pure."""

from uuid import UUID

from zahra.base.errors import Invalid
from zahra.shop import inventory
from zahra.shop.cart.model import Terms


def check_qty(qty: int, terms: Terms) -> None:
    """Raise Invalid on `qty` outside 1 to the limit."""
    if not 1 <= qty <= terms.qty_max:
        raise Invalid({"qty": f"Choose between 1 and {terms.qty_max}."})


def check_sum(there: int, qty: int, terms: Terms) -> None:
    """Raise Invalid on `qty` when so many more pass the limit."""
    if there + qty > terms.qty_max:
        said = f"Your bag has {there} of these already, and {terms.qty_max} is the most."
        raise Invalid({"qty": said})


def check_stock(variant_id: UUID, wanted: int, available: int) -> None:
    """Raise OutOfStock, with `available` beside the details it always has."""
    if wanted > available:
        refusal = inventory.OutOfStock([(variant_id, wanted, available)])
        refusal.details["available"] = available
        raise refusal
