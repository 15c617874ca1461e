"""What promotions would make of a bag that nobody has, for staff who think of one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Snapshot
from zahra.base.errors import Invalid
from zahra.base.money import Paise, split
from zahra.shop import catalog, promotions, tax
from zahra.shop.promotions import Basket, BasketLine, Evaluation


@dataclass(frozen=True, slots=True)
class Preview:
    """Pieces by variant, and whoever would buy them. `shipping` is what delivery would cost."""

    lines: Sequence[tuple[UUID, int]]
    code: str | None = None
    payment_method: str | None = None
    user_id: UUID | None = None
    shipping: Paise | None = None


@dataclass(frozen=True, slots=True)
class Previewed:
    """What would count, and which pieces it would leave at a price that fits no GST rate."""

    found: Evaluation
    warnings: tuple[tax.PriceFinding, ...]


async def preview(snapshot: Snapshot, actor: Actor, wanted: Preview) -> Previewed:
    """What would count, by the function that every bag and order is reckoned with.

    Raises Invalid for a variant that does not exist.
    """
    actor.must(Permission.PROMOTIONS_WRITE)
    found = await catalog.variant_facts(snapshot, [variant for variant, _ in wanted.lines])
    if any(variant not in found for variant, _ in wanted.lines):
        raise Invalid({"lines": "There is no such variant."})
    code = promotions.fold(wanted.code) if wanted.code else None
    basket = Basket(
        lines=tuple(_line(found[variant], qty) for variant, qty in wanted.lines),
        now=snapshot.now,
        typed=code,
        payment_method=wanted.payment_method,
        delivery=lambda goods: wanted.shipping,
        is_known=True,
        has_ordered=await promotions.has_ordered(snapshot, wanted.user_id),
    )
    candidates = await promotions.candidates_for(snapshot, typed=code, user_id=wanted.user_id)
    best = promotions.best_discounts(candidates, basket)
    variants = [found[variant] for variant, _ in wanted.lines]
    rules = await tax.rules_on(snapshot, ist_day(snapshot.now))
    return Previewed(best, tuple(tax.lint_prices(rules, _priced(variants, basket, best))))


def _priced(
    variants: Sequence[catalog.VariantFacts], basket: Basket, best: Evaluation
) -> Iterator[tax.Priced]:
    """What a piece of each line would cost after every discount; two prices where a paisa is
    left over."""
    shares = best.shares(len(variants))
    for variant, line, off in zip(variants, basket.lines, shares, strict=True):
        for net in sorted(set(split(line.total - off, [1] * line.qty))):
            yield tax.Priced(variant.sku, variant.hsn, net)


def _line(facts: catalog.VariantFacts, qty: int) -> BasketLine:
    return BasketLine(facts.product_id, facts.shelves, facts.price, qty)
