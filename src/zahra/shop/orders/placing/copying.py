"""Copying what is bought out of the catalogue, for good."""

from collections.abc import Sequence
from dataclasses import asdict

from zahra.base import ids
from zahra.base.money import Paise
from zahra.shop.catalog import VariantFacts
from zahra.shop.orders.model import DraftLine
from zahra.shop.tax import Taxed


def line_of(
    variant: VariantFacts, pieces: Sequence[Taxed], *, price: Paise, discount: Paise = 0
) -> DraftLine:
    """A line of so many pieces at this price each, the discounts of all of them together. A price
    above the MRP, as an exchange may have one, is its own MRP."""
    return DraftLine(
        id=ids.new(),
        variant_id=variant.id,
        product_id=variant.product_id,
        slug=variant.slug,
        sku=variant.sku,
        title=variant.title,
        size=variant.size,
        colour=variant.colour,
        image=asdict(variant.image) if variant.image else None,
        hsn=variant.hsn,
        weight_grams=variant.weight_grams,
        qty=len(pieces),
        unit_price=price,
        mrp=max(variant.mrp, price),
        discount=discount,
        total=sum(piece.net for piece in pieces),
        returnable_days=variant.returnable_days,
        pieces=tuple(pieces),
    )
