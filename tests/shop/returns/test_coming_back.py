"""What comes back is counted, judged, put on the shelf, and paid for; each once."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world.people import KEYS
from tests.world.returning import STAFF, Counter, clerk, delivered
from tests.world.till import Till
from zahra.base.actors import Permission
from zahra.base.db import Database
from zahra.base.errors import Forbidden, Invalid, StepUpRequired
from zahra.base.lifecycle import WrongMoment
from zahra.shop import payments, returns
from zahra.shop.orders import PieceState
from zahra.shop.payments import Destination, Naming
from zahra.shop.returns import CountTooHigh, Reason, ReturnState

pytestmark = pytest.mark.anyio
PRICE = 159900


@pytest.fixture
async def counter(database: Database) -> Counter:
    return await delivered(Till(database), qty=2)


async def test_a_piece_comes_back_and_its_money_goes_to_its_source(counter: Counter):
    given = await counter.come_back(await counter.ask(1))
    assert given.state is ReturnState.REFUNDED
    assert await counter.refunded() == {"source": PRICE}
    assert await counter.sellable("M") == 4
    assert [piece.state for piece in await counter.pieces()] == [
        PieceState.RETURNED,
        PieceState.DELIVERED,
    ]
    whole = await counter.order()
    assert whole.order.return_status == "partial"
    await counter.till.run_errands()
    assert counter.till.gateway.calls["refund"] == 1
    assert (await counter.order()).order.payment_status == "partially_refunded"


async def test_a_fully_returned_order_re_adds_column_by_column(database: Database):
    """Sum of credit notes = invoice and sum of refunds = paid, freight apart."""
    counter = await delivered(Till(database), qty=3)
    for _ in range(3):
        await counter.come_back(await counter.ask(1))
    order = (await counter.order()).order
    assert order.return_status == "full"
    assert await counter.refunded() == {"source": order.total - order.shipping}
    columns = ("taxable", "cgst", "sgst", "utgst", "igst", "total")
    sums = await by_kind(counter, columns)
    charged = [
        await counter.till.value(f"SELECT coalesce(sum({column}), 0) FROM order_charges")
        for column in ("taxable", "cgst", "sgst", "utgst", "igst", "net")
    ]
    assert [
        billed - credited
        for billed, credited in zip(sums["invoice"], sums["credit_note"], strict=True)
    ] == charged
    assert await counter.till.value("SELECT count(*) FROM invoices") == 4


async def by_kind(counter: Counter, columns: tuple[str, ...]) -> dict[str, list[int]]:
    """Invoices and credit notes of the order, summed by column."""
    listed = ", ".join(f"sum({column})" for column in columns)
    return {
        kind: await counter.till.value(
            f"SELECT ARRAY[{listed}]::bigint[] FROM invoices"
            " WHERE order_id = %(id)s AND kind = %(kind)s",
            id=counter.order_id,
            kind=kind,
        )
        for kind in ("invoice", "credit_note")
    }


async def test_a_defect_gives_freight_back_too_once_everything_has_come(database: Database):
    counter = await delivered(Till(database), qty=1, payment_method="cod")
    given = await counter.ask(1, reason=Reason.DEFECTIVE)
    await counter.come_back(given)
    order = (await counter.order()).order
    assert order.cod_fee == 4900
    assert await counter.refunded() == {"store_credit": order.total}
    assert await counter.credit() == order.total


async def test_a_change_of_mind_leaves_the_charges(database: Database):
    counter = await delivered(Till(database), qty=1, payment_method="cod")
    await counter.come_back(await counter.ask(1, reason=Reason.CHANGED_MIND))
    assert await counter.credit() == PRICE


async def test_money_follows_the_dock_and_not_the_request(counter: Counter):
    given = await counter.ask(2)
    await counter.approve(given)
    await counter.receive(given, sound=1)
    await counter.judge(given, sound=1)
    whole = await counter.show(given)
    assert whole.given.state is ReturnState.QC_PARTIAL
    await counter.refund(given)
    assert await counter.refunded() == {"source": PRICE}
    assert await counter.sellable("M") == 4
    again = await counter.ask(1)
    assert again.state is ReturnState.REQUESTED


async def test_spoilt_pieces_are_paid_for_but_not_sold_again(counter: Counter):
    given = await counter.ask(2, reason=Reason.DAMAGED)
    await counter.approve(given)
    await counter.receive(given, sound=1, spoilt=1)
    await counter.judge(given, sound=1, spoilt=1)
    await counter.refund(given)
    order = (await counter.order()).order
    assert await counter.refunded() == {"source": order.total}
    assert await counter.sellable("M") == 4
    assert await counter.till.value("SELECT sum(unavailable) FROM stock_levels") == 1


async def test_nothing_passed_is_paid_nothing_and_ends(counter: Counter):
    given = await counter.ask(1)
    await counter.approve(given)
    await counter.receive(given, spoilt=1)
    judged = await counter.judge(given)
    assert judged.state is ReturnState.QC_FAILED
    with pytest.raises(WrongMoment):
        await counter.refund(given)
    assert await counter.refunded() == {}
    assert await counter.sellable("M") == 3
    assert (await counter.order()).order.return_status == "none"


async def test_more_than_was_asked_for_cannot_come(counter: Counter):
    given = await counter.ask(1)
    await counter.approve(given)
    with pytest.raises(CountTooHigh):
        await counter.receive(given, sound=1, spoilt=1)
    assert (await counter.show(given)).given.state is ReturnState.APPROVED


async def test_more_than_came_cannot_be_taken(counter: Counter):
    given = await counter.ask(2)
    await counter.approve(given)
    await counter.receive(given, sound=1)
    for wrong in ({"sound": 2}, {"spoilt": 1}):
        with pytest.raises(CountTooHigh):
            await counter.judge(given, **wrong)
    with pytest.raises(Invalid):
        await counter.judge(given, sound=-1)
    assert await counter.sellable("M") == 3


async def test_a_return_is_paid_once(counter: Counter):
    given = await counter.come_back(await counter.ask(1))
    with pytest.raises(WrongMoment):
        await counter.refund(given)
    assert await counter.refunded() == {"source": PRICE}


async def test_all_of_it_as_store_credit_where_the_buyer_wants_that(counter: Counter):
    given = await counter.ask(1, destination=Destination.STORE_CREDIT)
    await counter.come_back(given)
    assert await counter.refunded() == {"store_credit": PRICE}
    assert await counter.credit() == PRICE
    await counter.till.run_errands()
    assert counter.till.gateway.calls["refund"] == 0


async def test_cash_goes_to_the_account_that_was_named(database: Database):
    counter = await delivered(Till(database), qty=1, payment_method="cod")
    async with database.transaction() as tx:
        named = Naming("Asha Verma", vpa="asha@okhdfc")
        account = await payments.name_account(tx, KEYS, counter.fresh(), named)
    wishes: dict[str, Any] = {"destination": Destination.PAYOUT, "account_id": account.id}
    await counter.come_back(await counter.ask(1, **wishes))
    assert await counter.refunded() == {"payout": PRICE}
    assert await counter.credit() == 0
    found = await database_value(counter, "SELECT state || ' ' || amount FROM payouts")
    assert found == f"granted {PRICE}"


async def test_who_judges_does_not_pay_and_who_pays_shows_that_it_is_them(counter: Counter):
    given = await counter.ask(1)
    await counter.approve(given)
    await counter.receive(given, sound=1)
    await counter.judge(given, sound=1)
    with pytest.raises(Forbidden):
        await counter.refund(given, actor=clerk(Permission.RETURNS_WRITE))
    async with counter.till.database.snapshot() as snapshot:
        now = snapshot.now
    with pytest.raises(StepUpRequired):
        await counter.refund(
            given, actor=clerk(Permission.REFUNDS_CREATE, at=now - timedelta(hours=1))
        )
    assert await counter.refunded() == {}
    await counter.refund(given, actor=clerk(Permission.REFUNDS_CREATE, at=now))
    assert await counter.refunded() == {"source": PRICE}


async def test_a_decline_says_why(counter: Counter):
    given = await counter.ask(1)
    async with counter.till.database.transaction() as tx:
        with pytest.raises(Invalid):
            await returns.decline_return(tx, STAFF, given.id, reason=" ")
        declined = await returns.decline_return(tx, STAFF, given.id, reason="It was worn.")
    assert declined.state is ReturnState.DECLINED
    assert (await counter.show(given)).steps[-1].note == "It was worn."
    assert (await counter.order()).order.return_status == "none"


async def database_value(counter: Counter, sql: str) -> object:
    return await counter.till.value(sql)
