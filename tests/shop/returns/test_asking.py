"""What may be sent back, and until when."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from psycopg.errors import UniqueViolation

from tests.world.people import a_person
from tests.world.returning import STAFF, Counter, clerk, delivered
from tests.world.till import Till
from zahra.base import audit, ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database
from zahra.base.errors import Invalid, NotFound, StepUpRequired
from zahra.shop import returns
from zahra.shop.payments import Destination
from zahra.shop.returns import (
    Asking,
    AskingItem,
    NoDestination,
    NoSuchExchange,
    NotReturnable,
    Reason,
    ReturnState,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def counter(database: Database) -> Counter:
    return await delivered(Till(database), qty=2)


async def why(counter: Counter, **wishes: Any) -> str:
    """Why asking is refused; nothing is written then."""
    with pytest.raises(NotReturnable) as refused:
        await counter.ask(**wishes)
    assert await counter.till.value("SELECT count(*) FROM returns") == 0
    return refused.value.details["items"][0]["why"]


async def test_what_was_delivered_can_be_asked_back(counter: Counter):
    given = await counter.ask(2)
    assert given.state is ReturnState.REQUESTED
    whole = await counter.order()
    assert whole.order.return_status == "requested"
    assert (await counter.show(given)).items[0].pieces == (1, 2)


async def test_the_window_counts_from_delivery_and_ends_with_its_last_day(counter: Counter):
    """Frozen on the line: seven days, whatever the catalogue says later."""
    days = counter.whole.lines[0].returnable_days
    async with counter.till.database.snapshot() as snapshot:
        line = (await returns.returnable(snapshot, counter.order_id))[counter.line_id]
        now = snapshot.now
    assert line.until is not None
    assert not line.only_faulty
    assert timedelta(days=days) < line.until - now <= timedelta(days=days + 1)
    counter.till.database.ahead += line.until - now - timedelta(seconds=5)
    await counter.ask(1)
    counter.till.database.ahead += timedelta(seconds=10)
    with pytest.raises(NotReturnable) as refused:
        await counter.ask(1)
    (item,) = refused.value.details["items"]
    assert item["why"] == "too_late"
    assert item["until"] == line.until.isoformat().replace("+00:00", "Z")


async def test_an_order_that_has_not_come_cannot_be_sent_back(database: Database):
    till = Till(database)
    _, actor, placed = await till.waiting_order()
    till.pay(placed)
    await till.settle(placed)
    counter = Counter(till, actor, {}, await till.whole(placed))
    assert await why(counter) == "not_delivered"


async def test_what_was_sold_for_good_cannot_be_sent_back(counter: Counter):
    async with counter.till.database.transaction() as tx:
        await tx.run("UPDATE order_lines SET returnable_days = 0")
    assert await why(counter) == "final_sale"


@pytest.mark.parametrize("reason", [Reason.DEFECTIVE, Reason.WRONG_ITEM, Reason.DAMAGED])
async def test_what_came_faulty_is_taken_back_however_it_was_sold(counter: Counter, reason: Reason):
    async with counter.till.database.transaction() as tx:
        await tx.run("UPDATE order_lines SET returnable_days = 0")
    async with counter.till.database.snapshot() as snapshot:
        line = (await returns.returnable(snapshot, counter.order_id))[counter.line_id]
    assert (line.qty, line.until, line.why, line.only_faulty) == (2, None, None, True)
    given = await counter.ask(1, reason=reason)
    assert given.state is ReturnState.REQUESTED
    await counter.till.later(days=8)
    with pytest.raises(NotReturnable) as refused:
        await counter.ask(1, reason=reason)
    assert refused.value.details["items"][0]["why"] == "too_late"


async def test_staff_take_what_is_too_late_and_say_why(counter: Counter):
    await counter.till.later(days=60)
    assert await why(counter) == "too_late"
    given = await counter.ask(actor=STAFF, override="she was in hospital")
    assert given.override == "she was in hospital"
    assert given.user_id == counter.actor.user_id
    async with counter.till.database.transaction() as tx:
        await returns.cancel_return(tx, STAFF, given.id)
        entries = await audit.entries(tx, audit.Asked(subject=given.number))
    assert [entry.action for entry in entries] == ["return.cancelled", "return.asked"]
    assert entries[-1].detail == {"order": counter.whole.order.number, "is_override": True}


async def test_what_its_owner_asks_and_calls_off_is_no_deed_of_staff(counter: Counter):
    given = await counter.ask(1)
    async with counter.till.database.transaction() as tx:
        await returns.cancel_return(tx, counter.actor, given.id)
        assert await audit.entries(tx, audit.Asked(subject=given.number)) == []


async def test_a_shopper_overrides_nothing(counter: Counter):
    with pytest.raises(Exception, match="not allowed"):
        await counter.ask(override="please")


async def test_more_than_was_delivered_cannot_be_asked_back(counter: Counter):
    assert await why(counter, qty=3) == "too_many"
    await counter.ask(1)
    with pytest.raises(NotReturnable) as refused:
        await counter.ask(2)
    assert refused.value.details["items"][0]["left"] == 1
    await counter.ask(1)
    with pytest.raises(NotReturnable) as refused:
        await counter.ask(1)
    assert refused.value.details["items"][0]["why"] == "in_a_return"


async def test_the_table_itself_holds_that_a_piece_is_in_one_return(counter: Counter):
    await counter.ask(1)
    async with counter.till.database.transaction() as tx:
        await tx.run(
            "INSERT INTO return_items (id, return_id, position, order_line_id, qty, reason,"
            " resolution) SELECT %(new)s, return_id, 9, order_line_id, qty, reason, resolution"
            " FROM return_items",
            new=(new := ids.new()),
        )
        with pytest.raises(UniqueViolation, match="return_pieces_in_one_return"):
            async with tx.savepoint():
                await tx.run(
                    "INSERT INTO return_pieces (return_item_id, order_line_id, piece)"
                    " SELECT %(new)s, order_line_id, piece FROM return_pieces",
                    new=new,
                )


async def test_what_was_called_off_can_be_asked_for_again(counter: Counter):
    given = await counter.ask(2)
    async with counter.till.database.transaction() as tx:
        await returns.cancel_return(tx, counter.actor, given.id)
    assert (await counter.order()).order.return_status == "none"
    assert (await counter.ask(2)).state is ReturnState.REQUESTED


async def test_the_same_key_asks_once(counter: Counter):
    first = await counter.ask(1, key="again")
    second = await counter.ask(1, key="again")
    assert second == first
    assert await counter.till.value("SELECT count(*) FROM returns") == 1


async def test_anothers_order_does_not_exist(counter: Counter):
    async with counter.till.database.transaction() as tx:
        bina = await a_person(tx, "+919812345678")
    with pytest.raises(NotFound):
        await counter.ask(actor=bina)
    given = await counter.ask()
    async with counter.till.database.transaction() as tx:
        with pytest.raises(NotFound):
            await returns.given_return(tx, bina, given.id)
        with pytest.raises(NotFound):
            await returns.cancel_return(tx, bina, given.id)


async def test_a_viewer_of_orders_asks_for_nobody(counter: Counter):
    with pytest.raises(NotFound):
        await counter.ask(actor=clerk(Permission.ORDERS_READ))


@pytest.mark.parametrize(
    "items",
    [
        (),
        (AskingItem(ids.new(), 0, Reason.LATE),),
        (AskingItem(ids.new(), 1, Reason.LATE, note="x" * 501),),
        (AskingItem(ids.new(), 1, Reason.LATE, photos=("a",) * 6),),
        (AskingItem(ids.new(), 1, Reason.LATE, exchange_variant_id=ids.new()),),
    ],
)
async def test_what_nobody_could_grant_is_refused(counter: Counter, items: tuple[AskingItem, ...]):
    with pytest.raises(Invalid):
        await counter.ask_for(Asking(items, "key"))


async def test_a_line_of_another_order_is_refused(counter: Counter):
    with pytest.raises(NotReturnable) as refused:
        await counter.ask_for(Asking((AskingItem(ids.new(), 1, Reason.LATE),), "key"))
    assert refused.value.details["items"][0]["why"] == "not_in_order"


async def test_money_to_an_account_wants_a_fresh_proof_and_ones_own_account(counter: Counter):
    wishes: dict[str, Any] = {"destination": Destination.PAYOUT, "account_id": ids.new()}
    stale = replace(counter.actor, proven_at=None)
    with pytest.raises(StepUpRequired):
        await counter.ask(actor=stale, **wishes)
    with pytest.raises(NoDestination):
        await counter.ask(**wishes)
    with pytest.raises(NoDestination):
        await counter.ask(destination=Destination.PAYOUT)
    assert await counter.till.value("SELECT count(*) FROM returns") == 0


async def test_only_a_size_of_the_same_style_is_exchanged(counter: Counter):
    other = await counter.till.goods({"S": 3}, title="Another kurta")
    with pytest.raises(NoSuchExchange):
        await counter.ask(resolution=returns.Resolution.EXCHANGE, exchange_variant_id=other["S"])
    with pytest.raises(NoSuchExchange):
        await counter.ask(resolution=returns.Resolution.EXCHANGE, exchange_variant_id=ids.new())


async def test_a_return_nobody_hands_over_expires(counter: Counter):
    given = await counter.ask(1)
    await counter.till.later(days=9)
    await returns.jobs.expire_returns(counter.till.database)
    assert (await counter.show(given)).given.state is ReturnState.REQUESTED
    await counter.till.later(days=2)
    await returns.jobs.expire_returns(counter.till.database)
    assert (await counter.show(given)).given.state is ReturnState.EXPIRED
    assert (await counter.order()).order.return_status == "none"


async def test_a_guest_sees_no_returns(counter: Counter):
    await counter.ask()
    async with counter.till.database.snapshot() as snapshot:
        page = await returns.returns_of(snapshot, Actor(Kind.GUEST))
    assert (page.returns, page.total) == ((), 0)


async def test_a_way_back_is_offered_until_the_last_window_closes(counter: Counter):
    """By piece: of two that came on two days the later one keeps it open."""
    database = counter.till.database

    async def is_open() -> bool:
        async with database.snapshot() as snapshot:
            return bool(await returns.orders_to_send_back_from(snapshot, [counter.order_id]))

    assert await is_open()
    async with database.snapshot() as snapshot:
        until = (await returns.returnable(snapshot, counter.order_id))[counter.line_id].until
        now = snapshot.now
    assert until is not None
    async with database.transaction() as tx:
        await tx.run(
            "UPDATE order_pieces SET delivered_at = delivered_at + interval '1 day' WHERE piece = 2"
        )
    database.ahead += until - now + timedelta(hours=1)
    assert await is_open()
    database.ahead += timedelta(days=1)
    assert not await is_open()


async def test_no_way_back_is_offered_of_what_is_in_a_return_already(counter: Counter):
    await counter.ask(2)
    async with counter.till.database.snapshot() as snapshot:
        assert not await returns.orders_to_send_back_from(snapshot, [counter.order_id])
