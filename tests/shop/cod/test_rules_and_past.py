"""Rules that staff change, phones they list, and the past that rules are held against."""

from datetime import timedelta

import pytest

from tests.world.bags import NEAR, a_directory
from tests.world.depot import ON_THE_WAY, Depot
from tests.world.doorstep import OFFICE, decision
from tests.world.people import ASHA
from tests.world.till import Till
from zahra.base.db import Database
from zahra.base.errors import Forbidden, Invalid, NotFound
from zahra.shop import cod
from zahra.shop.cod import (
    ListingKind,
    ListingVerdict,
    ListingWish,
    Outcome,
    ReasonCode,
    RulesChange,
    RulesDoNotClimb,
    Standing,
    Step,
)
from zahra.shop.shipping import ShipmentState

pytestmark = pytest.mark.anyio
BACK = (ShipmentState.IN_TRANSIT, ShipmentState.UNDELIVERED, ShipmentState.RTO_INITIATED)


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def change(depot: Depot, **wanted: object) -> cod.CodRules:
    async with depot.till.database.transaction() as tx:
        return await cod.change_rules(tx, OFFICE, RulesChange(**wanted))  # pyright: ignore[reportArgumentType]


async def rules_kept(depot: Depot) -> int:
    return await depot.till.value("SELECT count(*) FROM cod_rules")


async def list_phone(depot: Depot, verdict: ListingVerdict, **more: object) -> None:
    wish = ListingWish(ListingKind.PHONE, "98765 43210", verdict, "two parcels refused", **more)  # pyright: ignore[reportArgumentType]
    async with depot.till.database.transaction() as tx:
        await cod.list_person(tx, OFFICE, wish)


async def standing(depot: Depot) -> Standing:
    asha = await depot.till.shopper(ASHA)
    async with depot.till.database.snapshot() as snapshot:
        return await cod.standing_of(snapshot, asha.user_id, "302001")


async def test_a_parcel_that_came_back_counts_against_its_phone(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, *BACK)
    assert (await decision(depot.till, placed)).outcome is Outcome.RTO
    past = await standing(depot)
    assert (past.rtos, past.delivered, past.open) == (1, 0, 0)


async def test_one_that_was_delivered_after_all_counts_for_it(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, *BACK, ShipmentState.DELIVERED)
    past = await standing(depot)
    assert (past.rtos, past.delivered, past.open) == (0, 1, 0)


async def test_an_order_on_its_way_counts_until_it_ends(depot: Depot):
    _, actor, placed = await depot.due_at_the_door()
    assert (await standing(depot)).open == 1
    await depot.cancel(actor, placed)
    assert (await standing(depot)).open == 0
    assert (await decision(depot.till, placed)).outcome is Outcome.CANCELLED


async def test_a_pin_code_that_parcels_come_back_from_counts_in_bag_and_order(depot: Depot):
    async with depot.till.database.transaction() as tx:
        await a_directory(tx)
        await tx.run(
            "UPDATE pincodes SET parcels = 20, parcels_back = 9, days_p50 = 2, days_p90 = 4"
            " WHERE pincode = %(pin)s",
            pin=NEAR,
        )
    _, _, placed = await depot.due_at_the_door()
    reasons = {
        reason.code: reason.points for reason in (await decision(depot.till, placed)).reasons
    }
    assert reasons[ReasonCode.PIN_RTO] == 25


async def test_a_change_is_a_new_row_and_old_decisions_keep_theirs(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    before = (await decision(depot.till, placed)).rules_id
    after = await change(depot, otp_from=15, points={ReasonCode.FIRST_ORDER: 20})
    assert after.id != before
    assert (after.otp_from, after.points["first_order"], after.points["past_rto"]) == (15, 20, 40)
    assert (await decision(depot.till, placed)).rules_id == before
    assert (await standing(depot)).rules == after
    assert await depot.till.value(
        "SELECT count(*) FROM audit_log WHERE action = 'cod.rules_changed'"
    )


async def test_nothing_changed_writes_nothing(depot: Depot):
    before = await rules_kept(depot)
    same = await change(depot, otp_from=30)
    assert same.changed_by == "the shop"
    assert await rules_kept(depot) == before


@pytest.mark.parametrize(
    "wanted",
    [
        {"otp_from": 61},
        {"otp_from": 0},
        {"prepaid_from": 59},
        {"advance_percent": 91},
        {"advance_least": 99},
        {"open_most": 0},
        {"points": {ReasonCode.PAST_RTO: -1}},
        {"points": {ReasonCode.BLOCKED: 5}},
    ],
)
async def test_rules_that_do_not_climb_are_refused(depot: Depot, wanted: dict[str, object]):
    before = await rules_kept(depot)
    with pytest.raises(RulesDoNotClimb):
        await change(depot, **wanted)
    assert await rules_kept(depot) == before


async def test_only_who_sends_parcels_may_change_them(depot: Depot):
    asha = await depot.till.shopper(ASHA)
    async with depot.till.database.transaction() as tx:
        with pytest.raises(Forbidden):
            await cod.change_rules(tx, asha, RulesChange(otp_from=20))
        with pytest.raises(Forbidden):
            await cod.listings(tx, asha)
        with pytest.raises(Forbidden):
            await cod.backtest(tx, asha, RulesChange())


async def test_a_blocked_phone_must_pay_online_until_it_is_taken_off(depot: Depot):
    await list_phone(depot, ListingVerdict.BLOCK)
    assert (await standing(depot)).phone_verdict is ListingVerdict.BLOCK
    async with depot.till.database.transaction() as tx:
        (shown,) = await cod.listings(tx, OFFICE)
        assert (shown.shown, shown.reason) == ("••••••3210", "two parcels refused")
        await cod.unlist_person(tx, OFFICE, ListingKind.PHONE, ASHA)
    assert (await standing(depot)).phone_verdict is None
    with pytest.raises(NotFound):
        async with depot.till.database.transaction() as tx:
            await cod.unlist_person(tx, OFFICE, ListingKind.PHONE, ASHA)


async def test_a_listing_ends_when_it_says_so(depot: Depot):
    async with depot.till.database.snapshot() as snapshot:
        until = snapshot.now + timedelta(days=1)
    await list_phone(depot, ListingVerdict.ALLOW, until=until)
    assert (await standing(depot)).phone_verdict is ListingVerdict.ALLOW
    await depot.till.later(days=1)
    assert (await standing(depot)).phone_verdict is None


async def test_neither_a_phone_nor_a_pin_is_not_listed(depot: Depot):
    for kind, value in ((ListingKind.PHONE, "022 2778 2183"), (ListingKind.PINCODE, "012345")):
        wish = ListingWish(kind, value, ListingVerdict.BLOCK, "refused")
        with pytest.raises(Invalid):
            async with depot.till.database.transaction() as tx:
                await cod.list_person(tx, OFFICE, wish)
    assert await depot.till.value("SELECT count(*) FROM cod_listings") == 0


async def test_other_rules_are_held_against_what_became_of_orders(depot: Depot):
    variant, _, delivered = await depot.due_at_the_door()
    await depot.tell(await depot.sent(delivered), *ON_THE_WAY)
    other = await depot.till.shopper("+919811111111")
    await depot.till.fill_bag(other, variant)
    refused = await depot.till.place(other, payment_method="cod")
    await depot.tell(await depot.sent(refused), *BACK)
    async with depot.till.database.snapshot() as snapshot:
        as_it_is = await cod.backtest(snapshot, OFFICE, RulesChange())
        harder = await cod.backtest(snapshot, OFFICE, RulesChange(otp_from=20))
        later = await cod.backtest(
            snapshot, OFFICE, RulesChange(), window=timedelta(microseconds=1)
        )
    assert (as_it_is.orders, as_it_is.asked(Step.ALLOW)) == (2, 2)
    assert (harder.asked(Step.ALLOW), harder.asked(Step.OTP)) == (0, 2)
    assert harder.ended(Step.OTP, Outcome.DELIVERED) == 1
    assert harder.ended(Step.OTP, Outcome.RTO) == 1
    assert later.orders == 0
