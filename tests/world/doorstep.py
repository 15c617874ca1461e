"""Cash orders: rules that ask for more, and people who order by them."""

from datetime import datetime, timedelta
from uuid import UUID

from tests.world.till import Till
from zahra.base.actors import Actor, program
from zahra.base.clock import IST
from zahra.shop import cod
from zahra.shop.cod import LinkTerms
from zahra.shop.orders import Placed

OFFICE = program("tests")
CODE = cod.RulesChange(otp_from=10, advance_from=60)
ADVANCE = cod.RulesChange(otp_from=10, advance_from=10)
PREPAID = cod.RulesChange(otp_from=10, advance_from=10, prepaid_from=10)


def link_terms(now: datetime, *, hours: int = 12, reward: int = 0) -> LinkTerms:
    """Terms of links whatever the hour: the next orders are picked half a day and more from now."""
    far = (now.astimezone(IST).hour + 14) % 24
    return LinkTerms(timedelta(hours=hours), cut_off_hour=far, reward=reward)


async def rules(till: Till, change: cod.RulesChange) -> None:
    """From now on the ladder asks so of somebody new (20 points)."""
    async with till.database.transaction() as tx:
        await cod.change_rules(tx, OFFICE, change)


async def always_let_pay(till: Till, phone: str) -> None:
    """At the door: somebody with an order under way is else asked for a code."""
    wish = cod.ListingWish(cod.ListingKind.PHONE, phone, cod.ListingVerdict.ALLOW, "known to us")
    async with till.database.transaction() as tx:
        await cod.list_person(tx, OFFICE, wish)


async def cash_order(
    till: Till, change: cod.RulesChange | None = None, *, stock: int = 5, qty: int = 2
) -> tuple[UUID, Actor, Placed]:
    """An order to be paid at the door by somebody new: the variant, whose, and itself."""
    goods = await till.goods({"M": stock})
    if change is not None:
        await rules(till, change)
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], qty)
    return goods["M"], actor, await till.place(actor, payment_method="cod")


async def decision(till: Till, placed: Placed) -> cod.Decision:
    async with till.database.snapshot() as snapshot:
        return await cod.decision_of(snapshot, OFFICE, placed.order.id)
