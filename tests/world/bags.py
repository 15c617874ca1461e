"""What tests put into bags, and how they look at what came out."""

from collections.abc import Mapping
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.cart import Cart, Terms
from zahra.shop.shipping import CodTerms
from zahra.shop.tax import Seller

TERMS = Terms(
    seller=Seller("08AAEFZ2607Q1ZL", "08", "Zahra Textiles LLP", "14 Gangori Bazaar, Jaipur"),
    cod=CodTerms(fee=4900, min_total=0, max_total=500000),
)
NEAR, FAR, TERRITORY = "302001", "400001", "160001"


async def a_directory(tx: Transaction) -> None:
    """PIN codes in the seller's state, in another, in a union territory, and of the army."""
    await tx.run(
        """
        INSERT INTO pincodes (pincode, state_codes, districts)
        VALUES ('302001', '{08}', '{Jaipur}'), ('400001', '{27}', '{Mumbai}'),
               ('160001', '{04}', '{Chandigarh}'), ('900056', '{}', '{Army}')
        ON CONFLICT DO NOTHING
        """
    )


def pieces(cart: Cart) -> Mapping[UUID, int]:
    """How many of each variant."""
    return {item.variant.id: item.qty for item in cart.items}


def missing(cart: Cart) -> set[tuple[str, str]]:
    """Step and code of everything that is still required."""
    return {(each.step, each.code) for each in cart.requirements}
