"""Telling what a variant is, to carts, orders and the API."""

from collections.abc import Collection
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.catalog.model import VariantFacts
from zahra.shop.catalog.store import variants


async def variant_facts(snapshot: Snapshot, ids: Collection[UUID]) -> dict[UUID, VariantFacts]:
    """The variants by id, in one statement; unknown ids are left out, withdrawn ones are not."""
    if not ids:
        return {}
    return {facts.id: facts for facts in await variants.variant_facts(snapshot, ids)}
