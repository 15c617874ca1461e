"""What promotions would make of a bag that nobody has, for staff who think of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.base.errors import Invalid
from zahra.base.money import Paise
from zahra.shop import catalog, promotions
from zahra.shop.promotions import Basket, BasketLine, Evaluation


@dataclass(frozen=True, slots=True)
class Preview:
    """Pieces by variant, and whoever would buy them. `shipping` is what delivery would cost."""

    lines: Sequence[tuple[UUID, int]]
    code: str | None = None
    payment_method: str | None = None
    user_id: UUID | None = None
    shipping: Paise | None = None


async def preview(snapshot: Snapshot, actor: Actor, wanted: Preview) -> Evaluation:
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
    return promotions.best_discounts(candidates, basket)


def _line(facts: catalog.VariantFacts, qty: int) -> BasketLine:
    return BasketLine(facts.product_id, facts.shelves, facts.price, qty)
