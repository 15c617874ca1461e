"""A cart as it is kept, and everything read with it, before anything is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import catalog, cod, places, shipping, tax
from zahra.shop.cart.model import Choosing, Notice
from zahra.shop.promotions import Candidate


@dataclass(frozen=True, slots=True)
class StoredItem:
    """A line as it is kept: `price_seen` is the price when the shopper last touched it."""

    id: UUID
    variant_id: UUID
    qty: int
    price_seen: Paise


@dataclass(frozen=True, slots=True)
class StoredCart:
    """A cart's row with its lines, and the place, rules, methods and promotions it is reckoned
    by."""

    id: UUID
    version: int
    user_id: UUID | None
    has_verified_phone: bool
    pincode: str | None
    shipping_method: str | None
    payment_method: str | None
    notices: tuple[Notice, ...]
    items: tuple[StoredItem, ...]
    place: places.Place | None
    rules: tuple[tax.TaxRule, ...]
    methods: tuple[shipping.Method, ...]
    standing: cod.Standing
    coupon_code: str | None = None
    promotions: tuple[Candidate, ...] = ()
    has_ordered: bool = False

    def choosing(self, chosen: Choosing) -> "StoredCart":
        """The same cart with what was just chosen."""
        return replace(
            self,
            pincode=chosen.pincode or self.pincode,
            shipping_method=chosen.shipping_method or self.shipping_method,
            payment_method=chosen.payment_method or self.payment_method,
        )


@dataclass(frozen=True, slots=True)
class Loaded:
    """A cart, what the catalogue says of its lines today and how many there are."""

    stored: StoredCart
    facts: Mapping[UUID, catalog.VariantFacts]
    sellable: Mapping[UUID, int]
    now: datetime

    def item(self, item_id: UUID) -> StoredItem | None:
        """The line of this id."""
        return next((each for each in self.stored.items if each.id == item_id), None)

    def item_of(self, variant_id: UUID) -> StoredItem | None:
        """The line of this variant."""
        return next((each for each in self.stored.items if each.variant_id == variant_id), None)

    def is_for_sale(self, variant_id: UUID) -> bool:
        """Whether the catalogue sells it, and some rule says how it is taxed."""
        variant = self.facts.get(variant_id)
        if variant is None or not variant.is_sellable:
            return False
        return tax.rule_for(self.stored.rules, variant.hsn) is not None

    def available(self, variant_id: UUID) -> int:
        """How many can be sold now."""
        return max(0, self.sellable.get(variant_id, 0)) if self.is_for_sale(variant_id) else 0

    def with_item(self, item: StoredItem) -> "Loaded":
        """After `item` was put in, in place of the line of its variant or at the end."""
        if self.item(item.id) is None:
            return self._changed((*self.stored.items, item))
        items = (item if each.id == item.id else each for each in self.stored.items)
        return self._changed(tuple(items))

    def without(self, item_id: UUID) -> "Loaded":
        """After a line was taken out."""
        return self._changed(tuple(each for each in self.stored.items if each.id != item_id))

    def emptied(self) -> "Loaded":
        """After every line was taken out."""
        return self._changed(())

    def changed(self) -> "Loaded":
        """After something other than the lines was written."""
        return self._changed(self.stored.items)

    def without_coupon(self) -> "Loaded":
        """Without the code on it."""
        return replace(self, stored=replace(self.stored, coupon_code=None))

    def _changed(self, items: tuple[StoredItem, ...]) -> "Loaded":
        version = self.stored.version + 1
        return replace(self, stored=replace(self.stored, version=version, notices=(), items=items))
