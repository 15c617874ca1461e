"""What ways of delivery cost: a flat price, or rates by zone and weight."""

from collections.abc import Sequence

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop.shipping.model import Method, Rate
from zahra.shop.shipping.store import methods


async def methods_list(snapshot: Snapshot, actor: Actor) -> list[Method]:
    """Every way of delivery (`orders:read`)."""
    actor.must(Permission.ORDERS_READ)
    return await methods.methods(snapshot)


async def set_rates(tx: Transaction, actor: Actor, key: str, rates: Sequence[Rate]) -> Method:
    """All rates of a method from now on (`shipping:write`); none gives it back its flat price.

    Orders that were placed keep what they were charged. Raises NotFound, Invalid for a zone that is
    there twice or days in the wrong order.
    """
    actor.must(Permission.SHIPPING_WRITE)
    if len({rate.zone for rate in rates}) < len(rates):
        raise Invalid({"rates": "A zone is there twice."})
    if any(rate.min_days > rate.max_days for rate in rates):
        raise Invalid({"rates": "The least days come first."})
    known = {method.key: method for method in await methods.methods(tx)}
    if key not in known:
        raise NotFound
    await methods.keep_rates(tx, key, rates)
    detail = {"before": _told(known[key].rates), "after": _told(rates)}
    await audit.note(tx, actor, "shipping.rated", subject=f"method:{key}", detail=detail)
    return next(each for each in await methods.methods(tx) if each.key == key)


def _told(rates: Sequence[Rate]) -> dict[str, list[int]]:
    """What the audit log keeps of each zone: both prices and both days."""
    return {
        rate.zone: [rate.first_slab, rate.next_slab, rate.min_days, rate.max_days] for rate in rates
    }
