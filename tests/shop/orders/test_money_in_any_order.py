"""What a gateway tells of one payment, in every order and twice over, ends where it ends in turn.

A webhook's words are never believed: each makes us ask. So the gateway says the word of the event
at hand, be it older than what is known.
"""

import contextlib
from dataclasses import replace
from itertools import permutations

import pytest

from tests.world.depot import PACKER, Depot
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import orders
from zahra.shop.orders import Placed
from zahra.shop.payments.provider import AskingRefund, RefundFact

pytestmark = pytest.mark.anyio
TOLD = ("authorized", "captured", "refund.created", "refund.processed", "failed")


class ItWasOnlyATrial(Exception):
    """Takes back what was tried, so that the next order of events begins where it did."""


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def hear(depot: Depot, placed: Placed, payment: str, event: str) -> None:
    """The gateway says this much, and an event of it comes."""
    gateway = depot.till.gateway
    if event in ("authorized", "captured", "failed"):
        gateway.tell(payment, event)
    else:
        gateway.tell(payment, "captured")
        state = "pending" if event == "refund.created" else "settled"
        for refund_id, fact in list(gateway.refunds.items()):
            gateway.refunds[refund_id] = replace(fact, state=state)
    await depot.till.settle(placed)


async def stands(depot: Depot, placed: Placed) -> tuple[object, ...]:
    order = await depot.order(placed)
    refunds = await depot.value("SELECT array_agg(state || ' ' || amount ORDER BY id) FROM refunds")
    return (
        order.status,
        order.payment_status,
        order.fulfilment_status,
        await depot.tenders(placed),
        refunds,
        await depot.states(placed),
    )


async def refunded(depot: Depot) -> tuple[Placed, str]:
    """A placed order of which one piece was cancelled; the gateway has made its refund."""
    _, actor, placed = await depot.paid(qty=2)
    (payment,) = depot.till.gateway.payments
    await depot.cancel(actor, placed, 1)
    await depot.till.run_errands()
    return placed, payment


async def test_in_turn_the_order_is_partly_refunded(depot: Depot):
    placed, payment = await refunded(depot)
    for event in TOLD:
        await hear(depot, placed, payment, event)
    total = placed.order.total
    assert await stands(depot, placed) == (
        "placed",
        "partially_refunded",
        "unfulfilled",
        {"order": (total, 159900, 159900)},
        ["settled 159900"],
        ["ordered", "cancelled"],
    )


@pytest.mark.parametrize("first", TOLD)
async def test_every_order_with_repeats_ends_as_in_turn(depot: Depot, first: str):
    placed, payment = await refunded(depot)
    for event in TOLD:
        await hear(depot, placed, payment, event)
    in_turn = await stands(depot, placed)
    rest = [event for event in TOLD if event != first]
    for order in permutations(rest):
        for event in (first, *order, *reversed(order), first):
            await hear(depot, placed, payment, event)
            assert await stands(depot, placed) == in_turn, (first, *order)


@pytest.mark.parametrize("first", TOLD)
async def test_news_of_a_payment_and_its_refund_may_begin_anywhere(depot: Depot, first: str):
    """The gateway's people refund part of a payment of which we have heard nothing yet."""
    _, _, placed = await depot.till.waiting_order(stock=5, qty=2)
    payment = depot.till.pay(placed)
    made = await depot.till.gateway.refund(AskingRefund(payment, 50000, "by hand", receipt=""))
    for rest in permutations([event for event in TOLD if event != first]):
        with contextlib.suppress(ItWasOnlyATrial):
            async with depot.till.database.transaction():
                for event in (first, *rest, *reversed(rest), first):
                    say(depot, payment, event, made)
                    await depot.till.settle(placed)
                total = placed.order.total
                assert await stands(depot, placed) == (
                    "placed",
                    "partially_refunded",
                    "unfulfilled",
                    {"order": (total, 50000, 50000)},
                    ["settled 50000"],
                    ["ordered", "ordered"],
                ), (first, *rest)
                assert await depot.history(placed, "order") == ["pending_payment", "placed"]
                raise ItWasOnlyATrial


def say(depot: Depot, payment: str, event: str, made: RefundFact) -> None:
    """From now on the gateway knows no more than this event tells."""
    gateway, is_refund = depot.till.gateway, event.startswith("refund")
    gateway.payments[payment] = replace(
        gateway.payments[payment],
        state="captured" if is_refund else event,
        amount_refunded=made.amount if is_refund else 0,
    )
    state = "settled" if event == "refund.processed" else "pending"
    gateway.refunds = {made.id: replace(made, state=state)} if is_refund else {}


async def test_a_refund_the_bank_sends_back_leaves_the_money_to_be_given_again(depot: Depot):
    placed, _ = await refunded(depot)
    ((refund_id, made),) = depot.till.gateway.refunds.items()
    depot.till.gateway.refunds[refund_id] = replace(made, state="failed")
    await depot.till.settle(placed)
    assert (await depot.order(placed)).payment_status == "paid"
    assert placed.attempt
    async with depot.till.database.transaction() as tx:
        named, reason = placed.attempt.id, "came back from the bank"
        await orders.refund_payment(tx, PACKER, named, made.amount, reason=reason, key="again")
    await depot.till.run_errands()
    assert (await depot.order(placed)).payment_status == "partially_refunded"
