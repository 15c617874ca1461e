"""Showing a product to whoever looks at it, and a variant to carts, orders and the API."""

from collections.abc import Collection
from uuid import UUID

from zahra.base import ids as identifiers
from zahra.base.db import Snapshot
from zahra.base.errors import NotFound
from zahra.shop.catalog.errors import SlugMoved
from zahra.shop.catalog.model import VariantFacts
from zahra.shop.catalog.product import Product
from zahra.shop.catalog.rules import storable
from zahra.shop.catalog.store import products, variants


async def product(snapshot: Snapshot, slug_or_id: str) -> Product:
    """A style-colour on sale, in one statement.

    Raises SlugMoved for an address it used to have, NotFound for what is not on sale.
    """
    asked_id = identifiers.parse(slug_or_id)
    found = await products.product(snapshot, storable(slug_or_id), or_id=asked_id)
    if found is None:
        raise NotFound
    if slug_or_id != found.slug and asked_id != found.id:
        raise SlugMoved(found.slug)
    return found


async def variant_facts(snapshot: Snapshot, ids: Collection[UUID]) -> dict[UUID, VariantFacts]:
    """The variants by id, in one statement; unknown ids are left out, withdrawn ones are not."""
    if not ids:
        return {}
    return {facts.id: facts for facts in await variants.variant_facts(snapshot, ids)}
