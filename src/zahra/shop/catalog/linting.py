"""Looking for prices that fit no GST rate, before somebody buys at them."""

from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Snapshot
from zahra.shop import tax
from zahra.shop.catalog.store import prices


async def lint_prices(snapshot: Snapshot, actor: Actor) -> list[tax.PriceFinding]:
    """What is wrong with the prices of everything that is or may yet be on sale, by SKU.

    Needs `finance:read`.
    """
    actor.must(Permission.FINANCE_READ)
    rules = await tax.rules_on(snapshot, ist_day(snapshot.now))
    return tax.lint_prices(rules, await prices.prices(snapshot))
