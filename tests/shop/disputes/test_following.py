"""What a bank wants back holds the goods and what is owed besides, until it has decided."""

from datetime import timedelta

import pytest

from tests.world.depot import Depot
from tests.world.fake_gateway import EPOCH
from tests.world.quarrel import CLERK, Quarrel
from tests.world.till import DESK, Till
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database
from zahra.base.errors import Forbidden, NotFound
from zahra.shop import disputes, orders, payments
from zahra.shop.orders import OrderDisputed
from zahra.shop.payments import (
    Destination,
    EventState,
    GatewayDown,
    NothingToRefund,
    PaymentDisputed,
    RefundTooLarge,
)

pytestmark = pytest.mark.anyio
PIECE = 159900


@pytest.fixture
def quarrel(database: Database) -> Quarrel:
    return Quarrel(Depot(Till(database)))


async def test_nothing_is_picked_packed_or_dispatched_while_a_dispute_is_open_and_it_says_why(
    quarrel: Quarrel,
):
    depot = quarrel.depot
    _, placed = await quarrel.paid()
    await quarrel.hear(placed, "open")
    before = await depot.till.fingerprint()
    with pytest.raises(OrderDisputed) as picking:
        await depot.pick(placed)
    assert await depot.till.fingerprint() == before
    (dispute,) = await quarrel.known()
    assert picking.value.details == {
        "number": placed.order.number,
        "disputes": [
            {
                "id": str(dispute.id),
                "state": "open",
                "amount": placed.order.total,
                "respondBy": (EPOCH + timedelta(days=7)).isoformat(),
            }
        ],
    }
    await quarrel.hear(placed, "won")
    await depot.pick(placed)
    await quarrel.hear(placed, "open", id="disp_2")
    with pytest.raises(OrderDisputed):
        await depot.pack(placed)
    await quarrel.hear(placed, "closed", id="disp_2")
    parcel = await depot.pack(placed)
    await quarrel.hear(placed, "under_review", id="disp_3")
    with pytest.raises(OrderDisputed):
        await depot.dispatch(parcel)
    assert await depot.states(placed) == ["ordered", "ordered"]
    await quarrel.hear(placed, "won", id="disp_3")
    await depot.dispatch(parcel)
    assert await depot.states(placed) == ["shipped", "shipped"]
    assert await quarrel.broken() == []


async def test_what_was_lost_is_never_sent_nor_given_back_once_more(quarrel: Quarrel):
    depot = quarrel.depot
    actor, placed = await quarrel.paid()
    total = placed.order.total
    await quarrel.hear(placed, "lost")
    assert await quarrel.stands() == ("lost", False, total)
    with pytest.raises(OrderDisputed):
        await depot.pick(placed)
    with pytest.raises(NothingToRefund):
        await quarrel.refund(placed)
    await depot.cancel(actor, placed)
    await depot.till.run_errands()
    assert await quarrel.refunds() is None
    assert (await depot.order(placed)).status == "cancelled"
    assert depot.till.gateway.calls["refund"] == 0
    assert await quarrel.broken() == []


async def test_what_left_before_it_was_disputed_goes_on(quarrel: Quarrel):
    depot = quarrel.depot
    _, placed = await quarrel.paid()
    parcel = await depot.sent(placed)
    await quarrel.hear(placed, "open")
    await depot.dispatch(parcel)
    assert await depot.states(placed) == ["shipped", "shipped"]


async def test_a_refund_by_hand_of_a_disputed_payment_is_refused(quarrel: Quarrel):
    _, placed = await quarrel.paid()
    await quarrel.hear(placed, "open", amount=100)
    before = await quarrel.depot.till.fingerprint()
    with pytest.raises(PaymentDisputed):
        await quarrel.refund(placed, 100)
    assert await quarrel.depot.till.fingerprint() == before
    await quarrel.hear(placed, "lost", amount=100)
    with pytest.raises(RefundTooLarge) as refused:
        await quarrel.refund(placed, placed.order.total)
    assert refused.value.details["refundable"] == placed.order.total - 100
    await quarrel.refund(placed)
    assert await quarrel.refunds() == [f"granted {placed.order.total - 100}"]


async def test_what_is_disputed_does_not_become_store_credit_or_a_payout(quarrel: Quarrel):
    _, placed = await quarrel.paid()
    await quarrel.hear(placed, "open")
    for destination in (Destination.STORE_CREDIT, Destination.PAYOUT):
        async with quarrel.depot.till.database.transaction() as tx:
            (paid,) = await payments.payments_of_order(tx, placed.order.id)
            with pytest.raises(PaymentDisputed):
                await payments.grant_refund(
                    tx, paid, 100, reason="r", key="k", asked_by="t", destination=destination
                )
    assert await quarrel.refunds() is None


async def test_what_is_owed_for_cancelled_pieces_waits_and_is_sent_once_it_is_won(
    quarrel: Quarrel,
):
    depot = quarrel.depot
    actor, placed = await quarrel.paid()
    await quarrel.hear(placed, "open")
    await depot.cancel(actor, placed, 1)
    await depot.till.run_errands()
    await depot.till.later(hours=1)
    await orders.jobs.poll_attempts(depot.till.database, depot.till.gateways)
    await depot.till.run_errands()
    assert await quarrel.refunds() == [f"granted {PIECE}"]
    assert depot.till.gateway.calls["refund"] == 0
    await quarrel.hear(placed, "won")
    await depot.till.run_errands()
    assert await quarrel.refunds() == [f"settled {PIECE}"]
    assert await quarrel.broken() == []


async def test_what_was_owed_falls_where_the_bank_has_taken_it_and_the_rest_is_owed_anew(
    quarrel: Quarrel,
):
    depot = quarrel.depot
    actor, placed = await quarrel.paid()
    total = placed.order.total
    await quarrel.hear(placed, "open", amount=PIECE + 100)
    await depot.cancel(actor, placed)
    await depot.till.run_errands()
    assert await quarrel.refunds() == [f"granted {total}"]
    await quarrel.hear(placed, "lost", amount=PIECE + 100)
    left = total - PIECE - 100
    assert await quarrel.refunds() == [f"failed {total}", f"granted {left}"]
    assert await depot.tenders(placed) == {"order": (total, left, 0)}
    await depot.till.run_errands()
    assert await quarrel.refunds() == [f"failed {total}", f"settled {left}"]
    assert await quarrel.stands() == ("lost", False, PIECE + 100)
    assert await quarrel.broken() == []


async def test_what_had_gone_back_before_it_was_lost_is_lost_twice_and_the_books_say_so(
    quarrel: Quarrel,
):
    depot = quarrel.depot
    _, placed = await quarrel.paid()
    await quarrel.refund(placed, PIECE)
    await depot.till.run_errands()
    await quarrel.hear(placed, "lost")
    total = placed.order.total
    assert await depot.tenders(placed) == {"order": (total, PIECE, PIECE)}
    assert await quarrel.stands() == ("lost", False, total - PIECE)
    assert await quarrel.broken() == []


async def test_a_gateway_that_refuses_a_refund_of_what_is_disputed_leaves_it_waiting(
    quarrel: Quarrel, monkeypatch: pytest.MonkeyPatch
):
    """The dispute is told while the gateway is being asked."""
    depot = quarrel.depot
    _, placed = await quarrel.paid()
    refund_id = await quarrel.refund(placed, 100)
    gateway = depot.till.gateway
    asked = gateway.refund

    async def told_meanwhile(asking: object) -> object:
        monkeypatch.setattr(gateway, "refund", asked)
        await quarrel.hear(placed, "open")
        gateway.refusing.add("refund")
        return await asked(asking)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(gateway, "refund", told_meanwhile)
    till = depot.till
    await orders.jobs.execute_refund(till.database, till.gateways, refund_id)
    assert await quarrel.refunds() == ["granted 100"]


async def test_the_desk_is_written_to_once_a_step_and_told_by_when(quarrel: Quarrel):
    till = quarrel.depot.till
    _, placed = await quarrel.paid()
    await till.run_errands()
    till.postbox.messages.clear()
    for state in ("open", "open", "under_review", "lost", "lost", "open"):
        await quarrel.hear(placed, state)
        await till.run_errands()
    letters = till.postbox.messages
    assert [letter.to for letter in letters] == [DESK] * 3
    first = letters[0].text
    assert placed.order.number in first
    assert "To be answered by Sun, 29 Nov 2026." in first
    assert "The money is gone." in letters[2].text


async def test_news_of_a_payment_that_nobody_knows_is_parked_and_known_later(quarrel: Quarrel):
    till = quarrel.depot.till
    _, _, placed = await till.waiting_order()
    payment = till.pay(placed)
    till.gateway.quarrel(payment)
    assert placed.attempt
    named = placed.attempt.provider_order_id
    till.gateway.tell(payment, "authorized")
    till.gateway.refusing.add("capture")
    await ring(till, f"evt_1 payment.dispute.created {named} {payment} disp_1")
    assert await quarrel.known() == []
    assert await till.value("SELECT state FROM provider_events") == EventState.PARKED
    till.gateway.tell(payment, "captured")
    await till.later(minutes=5)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    assert await quarrel.stands() == ("open", True, 0)
    assert await till.value("SELECT state FROM provider_events") == EventState.PROCESSED


async def test_a_webhook_that_was_lost_is_made_up_for_by_asking(quarrel: Quarrel):
    till = quarrel.depot.till
    _, placed = await quarrel.paid()
    await quarrel.hear(placed, "open")
    till.gateway.quarrel(quarrel.payment, "won")
    till.gateway.silent.add("dispute")
    await orders.jobs.ask_about_disputes(till.database, till.gateways)
    assert await quarrel.stands() == ("open", True, 0)
    till.gateway.silent.clear()
    await orders.jobs.ask_about_disputes(till.database, till.gateways)
    assert await quarrel.stands() == ("won", False, 0)
    asked = till.gateway.calls["dispute"]
    await orders.jobs.ask_about_disputes(till.database, till.gateways)
    assert till.gateway.calls["dispute"] == asked, "what is decided is not asked about"


async def test_a_silent_gateway_changes_nothing(quarrel: Quarrel):
    till = quarrel.depot.till
    _, placed = await quarrel.paid()
    till.gateway.silent.add("dispute")
    payments_before = (await till.fingerprint())["payments"]
    with pytest.raises(GatewayDown):
        await quarrel.hear(placed, "open")
    assert (await till.fingerprint())["payments"] == payments_before
    assert await quarrel.known() == []


async def test_what_is_disputed_in_another_currency_is_the_whole_payment(quarrel: Quarrel):
    _, placed = await quarrel.paid()
    await quarrel.hear(placed, "lost", amount=3500, deducted=3500, currency="USD")
    assert await quarrel.stands() == ("lost", False, placed.order.total)


async def test_only_whoever_may_read_the_finances_sees_disputes(quarrel: Quarrel):
    _, placed = await quarrel.paid()
    await quarrel.hear(placed, "open")
    (dispute,) = await quarrel.known()
    picker = Actor(Kind.STAFF, name="Vi", permissions=frozenset({Permission.ORDERS_WRITE}))
    async with quarrel.depot.till.database.snapshot() as snapshot:
        assert await disputes.dispute(snapshot, CLERK, dispute.id) == dispute
        with pytest.raises(NotFound):
            await disputes.dispute(snapshot, CLERK, placed.order.id)
        for asked in (
            disputes.dispute(snapshot, picker, dispute.id),
            disputes.disputes_list(snapshot, picker),
        ):
            with pytest.raises(Forbidden):
                await asked


async def ring(till: Till, body: str) -> None:
    raw = body.encode()
    fact = till.gateway.read_event(raw, {"x-signature": "genuine"})
    async with till.database.transaction() as tx:
        await orders.receive_event(tx, "razorpay", raw, fact)
    await till.run_errands()
