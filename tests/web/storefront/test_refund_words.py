"""How a shopper reads of money that comes back: what went where, when, and by which number."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.shop.returns.test_exchanging import price, replacement, to_the_dock
from tests.world.returning import Counter, delivered
from tests.world.till import Till
from zahra.base import ids
from zahra.base.db import Database
from zahra.shop.orders import RefundSeen
from zahra.shop.payments import Destination, PayoutState, Purpose, RefundState
from zahra.web.storefront.cards_view import Badge
from zahra.web.storefront.describing_refunds import refund_lines
from zahra.web.storefront.order_view import RefundLine

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
PRICE = 159900


def seen(**told: Any) -> RefundSeen:
    """A refund to a UPI account, granted on Monday, unless told otherwise."""
    usual: dict[str, Any] = {
        "id": ids.new(),
        "giveback_id": None,
        "amount": PRICE,
        "state": RefundState.GRANTED,
        "destination": Destination.SOURCE,
        "purpose": Purpose.ORDER,
        "method": "upi",
        "payout": None,
        "account": None,
        "reference": None,
        "created_at": MONDAY,
        "settled_at": None,
    }
    return RefundSeen(**{**usual, **told})


def line_of(**told: Any) -> RefundLine:
    (line,) = refund_lines([seen(**told)], {})
    return line


@pytest.mark.parametrize(
    ("state", "label"),
    [(RefundState.GRANTED, "Granted"), (RefundState.PENDING, "On its way to you")],
)
def test_a_refund_under_way_says_by_when_it_is_there(state: RefundState, label: str):
    said = RefundLine("To your UPI account", PRICE, Badge(label, "info"))
    assert line_of(state=state) == RefundLine(
        said.to, said.amount, said.status, "You have it by Mon, 30 Nov."
    )
    assert line_of(state=state, method="card").note == "You have it by Thu, 3 Dec."


def test_a_refund_that_the_bank_has_names_the_day_and_the_number():
    done = line_of(state=RefundState.SETTLED, settled_at=TUESDAY, reference="074512345678")
    assert done.status == Badge("Refunded", "good")
    assert done.note == "Your bank has it since Tue, 24 Nov, and shows it by Mon, 30 Nov."
    assert done.reference == "074512345678"


def test_a_refund_that_a_bank_refused_is_still_owed():
    said = line_of(state=RefundState.FAILED)
    assert said.status == Badge("Held up", "attention")
    assert "It is yours all the same" in said.note


@pytest.mark.parametrize(
    ("payout", "label", "said"),
    [
        (PayoutState.NEEDS_ACCOUNT, "Needs an account", ""),
        (PayoutState.GRANTED, "Granted", "It goes out with our next transfers."),
        (PayoutState.EXPORTED, "With the bank", "Our bank has been asked to transfer it."),
        (PayoutState.SETTLED, "Refunded", "Paid on Tue, 24 Nov."),
    ],
)
def test_cash_that_is_paid_out_says_to_which_account(payout: PayoutState, label: str, said: str):
    is_settled = payout is PayoutState.SETTLED
    line = line_of(
        destination=Destination.PAYOUT,
        purpose=Purpose.CASH,
        payout=payout,
        account=None if payout is PayoutState.NEEDS_ACCOUNT else "HDFC ••6789",
        state=RefundState.SETTLED if is_settled else RefundState.GRANTED,
        settled_at=TUESDAY if is_settled else None,
        reference="N326261234567890" if is_settled else None,
    )
    needs = payout is PayoutState.NEEDS_ACCOUNT
    assert line.to == ("To an account of yours" if needs else "To HDFC ••6789")
    assert (line.status.label, line.note) == (label, said)
    assert line.link == ("Choose an account" if needs else "")
    assert line.reference == ("N326261234567890" if is_settled else "")


async def lines_after(counter: Counter) -> list[tuple[str, int]]:
    """What is said of an order's money after what came for one of its pieces was sent."""
    sent = await replacement(counter)
    whole = await counter.order()
    (made,) = whole.givebacks
    return [(line.to, line.amount) for line in refund_lines(whole.refunds, {made.id: sent})]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (PRICE, [("For what you get instead", PRICE)]),
        (
            PRICE - 20000,
            [("To your UPI account", 20000), ("For what you get instead", PRICE - 20000)],
        ),
        (PRICE + 20000, [("For what you get instead", PRICE)]),
    ],
)
async def test_an_exchange_is_no_refund_but_for_what_is_left(
    database: Database, asked: int, said: list[tuple[str, int]]
):
    counter = await delivered(Till(database), qty=1)
    await price(counter, "L", asked)
    given = await counter.exchange(size="L")
    await to_the_dock(counter, given)
    await counter.refund(given)
    assert await lines_after(counter) == said
