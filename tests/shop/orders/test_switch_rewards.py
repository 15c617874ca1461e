"""What paying a cash order online is worth: no fee, and a reward that cannot be had for nothing."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.depot import ON_THE_WAY, Depot
from tests.world.doorstep import OFFICE, link_terms
from tests.world.returning import Counter, deliver_order
from tests.world.till import Till
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.shop import books, cod, credit, orders
from zahra.shop.cod import RewardState
from zahra.shop.orders import Order, Placed
from zahra.shop.shipping import ShipmentState

pytestmark = pytest.mark.anyio
TOTAL, FEE, REWARD = 324700, 4900, 5000
WINDOW = timedelta(days=9)  # a week to return it in, the rest of its last day, and a day of grace


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def switched(depot: Depot, *, reward: int = REWARD, qty: int = 2) -> tuple[Actor, Placed]:
    """A cash order of two at ₹1,599 and a fee of ₹49 that was paid by its link."""
    till = depot.till
    goods = await till.goods({"M": 9, "L": 9})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], qty)
    placed = await till.place(actor, payment_method="cod")
    async with till.database.transaction() as tx:
        terms = link_terms(tx.now, reward=reward)
        link = await orders.prepaid_link(tx, actor, placed.order.id, terms=terms)
    assert (link.reward, link.fee_waived) == (reward, FEE)
    attempt = await orders.pay_by_link(till.database, till.gateways, link.id)
    assert attempt.provider_order_id is not None
    till.gateway.pay(attempt.provider_order_id)
    await orders.settle(till.database, till.gateways, attempt.id)
    return actor, placed


async def delivered(depot: Depot, placed: Placed) -> Order:
    return await depot.tell(await depot.sent(placed), *ON_THE_WAY)


async def after(depot: Depot, placed: Placed, wait: timedelta) -> tuple[RewardState | None, int]:
    """Where the reward stands when so much time has passed, and the balance of its buyer."""
    till = depot.till
    await till.run_errands()
    till.database.ahead += wait
    await orders.jobs.give_rewards(till.database)
    await orders.jobs.give_rewards(till.database)
    async with till.database.snapshot() as snapshot:
        reward = await cod.reward_of_order(snapshot, placed.order.id)
        report = await books.examine(snapshot)
        assert not report.broken, report.broken
        return reward.state if reward else None, await credit.balance(
            snapshot, placed.order.user_id
        )


async def test_who_pays_online_owes_no_fee_and_it_is_on_no_invoice(depot: Depot):
    _, placed = await switched(depot)
    order = await depot.order(placed)
    assert (order.due_online, order.collectable, order.total) == (TOTAL - FEE, 0, TOTAL)
    async with depot.till.database.snapshot() as snapshot:
        (waived,) = await orders.givebacks_of(snapshot, order.id)
    assert (waived.kind, waived.goods, waived.charges) == ("fee_waived", 0, FEE)
    assert (waived.uncollected, waived.refunded) == (FEE, 0)
    await delivered(depot, placed)
    assert await depot.documents(placed) == [("invoice", TOTAL - FEE)]


async def test_what_was_paid_is_what_goes_back_when_it_is_cancelled(depot: Depot):
    actor, placed = await switched(depot)
    await depot.cancel(actor, placed)
    assert (await depot.tenders(placed))["order"] == (TOTAL - FEE, TOTAL - FEE, 0)
    assert (await depot.order(placed)).status == "cancelled"


async def test_late_money_with_the_fee_in_it_gives_the_fee_back(depot: Depot):
    """A link may have been opened while its sum was another: it is the same to the paisa."""
    till = depot.till
    _, _, placed = await depot.due_at_the_door(qty=2)
    until = placed.order.created_at + timedelta(hours=2)
    attempt = await orders.open_link(
        till.database, till.gateways, placed.order.id, TOTAL, key="before", until=until
    )
    assert attempt.provider_order_id is not None
    till.gateway.pay(attempt.provider_order_id)
    order = await orders.settle(till.database, till.gateways, attempt.id)
    assert (order.due_online, order.collectable) == (TOTAL - FEE, 0)
    assert (await depot.tenders(placed))["order"][1] == FEE


async def test_the_reward_is_given_once_nothing_can_come_back_any_more(depot: Depot):
    _, placed = await switched(depot)
    assert await after(depot, placed, timedelta(0)) == (RewardState.PROMISED, 0)
    await delivered(depot, placed)
    assert await after(depot, placed, timedelta(days=7)) == (RewardState.PROMISED, 0)
    assert await after(depot, placed, WINDOW) == (RewardState.GIVEN, REWARD)
    assert await after(depot, placed, WINDOW) == (RewardState.GIVEN, REWARD), "once"
    caused = "SELECT string_agg(cause, ' ') FROM credit_entries"
    assert await depot.value(caused) == "reward"


async def test_whoever_switches_and_cancels_gets_nothing(depot: Depot):
    actor, placed = await switched(depot)
    await depot.cancel(actor, placed)
    assert await after(depot, placed, timedelta(0)) == (RewardState.FORFEITED, 0)
    assert await after(depot, placed, WINDOW) == (RewardState.FORFEITED, 0)


async def test_whoever_cancels_a_part_and_keeps_the_rest_is_rewarded(depot: Depot):
    actor, placed = await switched(depot)
    await depot.cancel(actor, placed, 1)
    await delivered(depot, placed)
    assert await after(depot, placed, WINDOW) == (RewardState.GIVEN, REWARD)


async def test_a_parcel_that_nobody_takes_forfeits_it(depot: Depot):
    _, placed = await switched(depot)
    parcel = await depot.sent(placed)
    await depot.tell(parcel, ShipmentState.RTO_INITIATED, ShipmentState.RTO_DELIVERED)
    assert await after(depot, placed, WINDOW) == (RewardState.PROMISED, 0), "it may still come"
    await depot.take_in(parcel, good=2)
    assert await after(depot, placed, timedelta(0)) == (RewardState.FORFEITED, 0)


async def test_whoever_returns_everything_gets_nothing(depot: Depot):
    actor, placed = await switched(depot)
    counter = await at_the_counter(depot, actor, placed)
    given = await counter.ask(2)
    assert await after(depot, placed, WINDOW) == (RewardState.PROMISED, 0), "it may come back"
    await counter.come_back(given, 2)
    assert await after(depot, placed, WINDOW) == (RewardState.FORFEITED, 0)


async def test_what_was_sent_in_exchange_counts_as_kept_and_only_once_it_cannot_come_back(
    depot: Depot,
):
    actor, placed = await switched(depot)
    counter = await at_the_counter(depot, actor, placed)
    given = await counter.exchange(2)
    await counter.come_back(given, 2)
    assert await after(depot, placed, WINDOW) == (RewardState.PROMISED, 0), "it is on its way"
    new = await depot.value("SELECT id FROM orders WHERE replaces_order_id IS NOT NULL")
    await deliver_order(depot.till.database, new)
    assert await after(depot, placed, timedelta(days=6)) == (RewardState.PROMISED, 0)
    assert await after(depot, placed, timedelta(days=3)) == (RewardState.GIVEN, REWARD)


async def at_the_counter(depot: Depot, actor: Actor, placed: Placed) -> Counter:
    """The counter for returns, where all of the order has just been delivered."""
    await delivered(depot, placed)
    await depot.till.run_errands()
    whole = await depot.till.whole(placed)
    async with depot.till.database.snapshot() as snapshot:
        sizes = await snapshot.values(
            "SELECT jsonb_build_array(size, id) FROM variants WHERE style_colour_id = %(id)s",
            id=whole.lines[0].product_id,
        )
    return Counter(depot.till, actor, {size: UUID(id_) for size, id_ in sizes}, whole)


@pytest.mark.parametrize(
    ("said", "state", "balance"),
    [
        ("open", RewardState.PROMISED, 0),
        ("lost", RewardState.FORFEITED, 0),
        ("won", RewardState.GIVEN, REWARD),
    ],
)
async def test_who_disputes_the_payment_is_not_rewarded_for_it(
    depot: Depot, said: str, state: RewardState, balance: int
):
    till = depot.till
    _, placed = await switched(depot)
    await delivered(depot, placed)
    (payment,) = till.gateway.payments
    till.gateway.quarrel(payment, said, amount=1000)
    attempt_id = await depot.value("SELECT attempt_id FROM payments")
    await orders.follow_dispute(till.database, till.gateways, attempt_id, "disp_1")
    assert await after(depot, placed, WINDOW) == (state, balance)


async def test_without_a_reward_nothing_is_promised(depot: Depot):
    _, placed = await switched(depot, reward=0)
    await delivered(depot, placed)
    assert await after(depot, placed, WINDOW) == (None, 0)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (
            "UPDATE order_charges SET giveback_id = NULL",
            "Who paid online by a link owes no fee for paying at the door",
        ),
        (
            "UPDATE orders SET collectable = 4900",
            "Nothing is to be taken at the door of an order whose link was paid",
        ),
        (
            "DELETE FROM prepaid_rewards",
            "What a link promised is kept as a promise once it was paid",
        ),
        (
            "UPDATE prepaid_rewards SET state = 'given'",
            "A reward is store credit exactly where it was given",
        ),
    ],
)
async def test_the_books_find_what_was_switched_wrongly(depot: Depot, wrong: str, rule: str):
    await switched(depot)
    async with depot.till.database.transaction() as tx:
        await tx.run(wrong)
    async with depot.till.database.snapshot() as snapshot:
        broken = (await books.examine(snapshot)).broken
    assert rule in [each.name for each in broken]


async def test_what_was_promised_with_a_link_stays_promised(depot: Depot):
    till = depot.till
    _, actor, placed = await depot.due_at_the_door()
    async with till.database.transaction() as tx:
        first = await orders.prepaid_link(
            tx, OFFICE, placed.order.id, terms=link_terms(tx.now, reward=REWARD)
        )
        second = await orders.prepaid_link(
            tx, actor, placed.order.id, terms=link_terms(tx.now, reward=100)
        )
    assert (second.id, second.reward) == (first.id, REWARD)
