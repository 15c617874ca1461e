"""What a bank says of a dispute, in every order and twice over, ends where it ends in turn.

The first half lets a gateway answer with the word at hand, be it older than what is known. The
second half lets the real adapters read the webhooks that the simulators wrote.
"""

import contextlib
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
import stripe as sdk

from tests.shop.orders.test_gateways_alike import NAMES, opened, pay, waiting
from tests.world.bags import TERMS
from tests.world.depot import Depot
from tests.world.gateway import STRIPE_SECRET, Simulator, running_simulator, simulator
from tests.world.quarrel import Quarrel
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import orders
from zahra.shop.cart import COD
from zahra.shop.orders import Placed

__all__ = ["running_simulator", "simulator"]
pytestmark = pytest.mark.anyio
DECIDED = ("won", "lost", "closed")


class ItWasOnlyATrial(Exception):
    """Takes back what was tried, so that the next order of events begins where it did."""


@pytest.mark.parametrize("end", DECIDED)
async def test_every_word_in_every_order_and_twice_ends_with_what_was_decided(
    database: Database, end: str
):
    quarrel = Quarrel(Depot(Till(database)))
    _, placed = await quarrel.paid()
    total = placed.order.total
    for words in permutations(("open", "under_review", "action_required", end)):
        with contextlib.suppress(ItWasOnlyATrial):
            async with database.transaction() as tx:
                for word in (*words, *reversed(words), words[0]):
                    await quarrel.hear(placed, word)
                lost = total if end == "lost" else 0
                assert await quarrel.stands() == (end, False, lost), words
                assert await tx.value("SELECT count(*) FROM disputes") == 1
                assert await quarrel.broken() == [], words
                raise ItWasOnlyATrial


@pytest.mark.parametrize("asked", ["open", "under_review", "action_required"])
async def test_what_is_undecided_ends_with_what_came_furthest(database: Database, asked: str):
    quarrel = Quarrel(Depot(Till(database)))
    _, placed = await quarrel.paid()
    told = ("open", "under_review", "action_required")
    known = told[: told.index(asked) + 1]
    for words in permutations(known):
        with contextlib.suppress(ItWasOnlyATrial):
            async with database.transaction():
                for word in (*words, *reversed(words)):
                    await quarrel.hear(placed, word)
                assert await quarrel.stands() == (asked, True, 0), words
                raise ItWasOnlyATrial


async def test_what_was_decided_once_stays_and_two_disputes_are_counted_each(database: Database):
    quarrel = Quarrel(Depot(Till(database)))
    _, placed = await quarrel.paid()
    await quarrel.hear(placed, "won")
    await quarrel.hear(placed, "lost")
    assert await quarrel.stands() == ("won", False, 0)
    await quarrel.hear(placed, "lost", id="disp_2", amount=1000)
    await quarrel.hear(placed, "lost", id="disp_3", amount=placed.order.total)
    assert await quarrel.depot.value("SELECT lost FROM payments") == placed.order.total
    assert await quarrel.broken() == []


async def letters_of(till: Till, simulator: Simulator, placed: Placed, end: str) -> list[Any]:
    """The webhooks of a dispute that was opened, looked at and decided."""
    await till.settle(placed)
    paid = await till.value("SELECT provider_payment_id FROM payments")
    before = len(simulator.webhooks())
    name = till.gateway.name
    if name == "razorpay":
        made = simulator.ask("POST", f"/payments/{paid}/dispute")
        move = f"/disputes/{made['id']}/move"
    elif name == "stripe":
        made = simulator.ask("POST", f"/stripe/intents/{paid}/dispute")
        move = f"/stripe/disputes/{made['id']}/move"
    else:
        made = simulator.ask("POST", f"/payu/{paid}/dispute")
        move = f"/payu/disputes/{made['cb_id']}/move"
    simulator.ask("POST", move, status="under_review")
    closed = {"stripe": "warning_closed"}.get(name, "closed")
    simulator.ask("POST", move, status=closed if end == "closed" else end)
    return simulator.webhooks()[before:]


async def take_in(till: Till, letter: Any) -> None:
    headers = {
        "x-razorpay-event-id": letter["eventId"],
        "x-razorpay-signature": letter["signature"],
        "x-payu-dispute-webhook-signature-v2": letter["signature"],
        "stripe-signature": sdk.WebhookSignature.generate_signature_header(
            letter["body"], STRIPE_SECRET
        ),
    }
    raw = letter["body"].encode()
    fact = till.gateway.read_event(raw, headers)
    async with till.database.transaction() as tx:
        await orders.receive_event(tx, till.gateway.name, raw, fact)
    await till.run_errands()


@pytest.mark.parametrize("end", DECIDED)
@pytest.mark.parametrize("name", NAMES)
async def test_webhooks_of_every_gateway_in_every_order_and_twice_end_the_same(
    database: Database, simulator: Simulator, name: str, end: str
):
    terms = replace(TERMS, payment_methods=(*NAMES, COD))
    till = Till(database, opened(name, simulator), terms=terms)
    placed = await waiting(till)
    pay(till, simulator, placed)
    letters = await letters_of(till, simulator, placed, end)
    assert len(letters) == 3
    quarrel = Quarrel(Depot(till))
    for order in permutations(letters):
        with contextlib.suppress(ItWasOnlyATrial):
            async with database.transaction():
                for letter in (*order, *reversed(order), order[0]):
                    await take_in(till, letter)
                lost = placed.order.total if end == "lost" else 0
                assert await quarrel.stands() == (end, False, lost)
                (dispute,) = await quarrel.known()
                assert dispute.amount == placed.order.total
                assert dispute.respond_by is not None
                assert await quarrel.broken() == []
                raise ItWasOnlyATrial
    await till.gateway.close()
