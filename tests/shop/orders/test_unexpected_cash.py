"""A parcel that is delivered when nobody waited for it any more: its cash is written down either
way, and its pieces where they still can be its buyer's."""

from datetime import timedelta
from itertools import permutations

import pytest

from tests.world.depot import ON_THE_WAY, PACKER, Depot
from tests.world.doorstep import OFFICE, link_terms
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import books, cod, credit, orders, payments
from zahra.shop.orders import Placed
from zahra.shop.shipping import Shipment, ShipmentState

pytestmark = pytest.mark.anyio
S = ShipmentState
SUM = 324700  # two kurtas, freight, the fee


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def owed(depot: Depot) -> list[int]:
    """What couriers owe of the cash they took."""
    async with depot.till.database.snapshot() as snapshot:
        return [each.outstanding for each in await cod.unremitted(snapshot, before=snapshot.now)]


async def check(depot: Depot) -> None:
    """The books are sound: of all rules none is broken that is about what was done here."""
    async with depot.till.database.agreeing() as snapshot:
        report = await books.examine(snapshot)
    assert [finding.name for finding in report.broken] == []


async def lost(depot: Depot) -> tuple[Placed, Shipment]:
    """Two kurtas to be paid at the door, noted lost."""
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    order = await depot.tell(parcel, S.IN_TRANSIT, S.LOST)
    assert (order.payment_status, order.collectable) == ("voided", 0)
    return placed, parcel


@pytest.mark.parametrize("noted", [S.LOST, S.DAMAGED])
async def test_cash_of_a_parcel_found_again_is_set_aside_and_owed(depot: Depot, noted: S):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, S.IN_TRANSIT, noted)
    order = await depot.tell(parcel, S.DELIVERED)
    assert (order.flags, order.payment_status) == (("found_again",), "voided")
    assert await depot.tenders(placed) == {"quarantined": (SUM, 0, 0)}
    await depot.till.later(minutes=1)
    assert await owed(depot) == [SUM]
    await check(depot)


async def test_it_is_set_aside_once_however_often_it_is_told(depot: Depot):
    _, parcel = await lost(depot)
    await depot.tell(parcel, S.DELIVERED)
    before = await depot.till.fingerprint()
    await depot.follow(parcel)
    await depot.tell(parcel, S.DELIVERED, S.LOST)
    assert await depot.till.fingerprint() == before


@pytest.mark.parametrize("told", list(permutations((S.IN_TRANSIT, S.LOST, S.DELIVERED))))
async def test_news_of_loss_and_delivery_told_at_once_is_a_delivery(
    depot: Depot, told: tuple[S, ...]
):
    """Nobody acted on the loss, whichever came first: its cash pays for the order."""
    happened = (S.IN_TRANSIT, S.LOST, S.DELIVERED)
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    began = (await depot.parcel(parcel)).state_at
    await depot.till.later(minutes=10)
    for state in told:
        await depot.file(parcel, state, at=began + timedelta(minutes=happened.index(state) + 1))
    order = await depot.follow(parcel)
    assert (order.flags, order.payment_status) == ((), "cod_collected")
    assert await depot.tenders(placed) == {"cash": (SUM, 0, 0)}
    await check(depot)


async def test_a_loss_told_after_delivery_changes_nothing(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, *ON_THE_WAY)
    before = await depot.till.fingerprint()
    await depot.tell(parcel, S.LOST)
    assert await depot.till.fingerprint() == before
    assert await depot.tenders(placed) == {"cash": (SUM, 0, 0)}


async def test_a_parcel_paid_online_that_is_found_again_brings_no_cash(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, S.IN_TRANSIT, S.LOST)
    order = await depot.tell(parcel, S.DELIVERED)
    assert order.flags == ("found_again",)
    assert list(await depot.tenders(placed)) == ["order"]


async def test_cash_for_what_was_cancelled_before_is_set_aside(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    await depot.cancel(PACKER, placed)
    order = await depot.tell(parcel, S.DELIVERED)
    assert (order.status, order.flags) == ("cancelled", ("called_off",))
    assert await depot.states(placed) == ["cancelled", "cancelled"]
    assert await depot.tenders(placed) == {"quarantined": (SUM, 0, 0)}
    await check(depot)


async def test_what_its_courier_called_off_and_delivered_all_the_same_is_delivered(depot: Depot):
    variant, _, placed = await depot.due_at_the_door()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    await depot.tell(parcel, S.CANCELLED)
    order = await depot.tell(parcel, S.DELIVERED)
    assert (order.flags, order.fulfilment_status) == ((), "delivered")
    assert (order.payment_status, order.collectable) == ("cod_collected", 0)
    assert await depot.states(placed) == ["delivered", "delivered"]
    assert await depot.stock(variant) == (7, 0, 0)
    assert await depot.documents(placed) == [("invoice", SUM)]
    assert await depot.tenders(placed) == {"cash": (SUM, 0, 0)}
    await check(depot)


async def test_cash_for_what_was_paid_online_meanwhile_is_set_aside(depot: Depot):
    """Its courier called the parcel off, its buyer paid by the link, and the courier came."""
    till = depot.till
    _, actor, placed = await depot.due_at_the_door()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    await depot.tell(parcel, S.CANCELLED)
    async with till.database.transaction() as tx:
        terms = link_terms(tx.now)
        link = await orders.prepaid_link(tx, actor, placed.order.id, terms=terms)
    attempt = await orders.pay_by_link(till.database, till.gateways, link.id)
    assert attempt.provider_order_id
    till.gateway.pay(attempt.provider_order_id)
    await orders.settle(till.database, till.gateways, attempt.id)
    order = await depot.tell(parcel, S.DELIVERED)
    assert (order.flags, order.fulfilment_status) == (("cash_differs",), "delivered")
    assert (order.payment_status, order.collectable) == ("paid", 0)
    fee = order.cod_fee
    assert await depot.tenders(placed) == {"order": (SUM - fee, 0, 0), "quarantined": (SUM, 0, 0)}
    assert await depot.documents(placed) == [("invoice", SUM - fee)]
    await till.later(minutes=1)
    assert await owed(depot) == [SUM]
    await check(depot)


async def test_what_was_packed_anew_meanwhile_is_not_taken_for_delivered(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    await depot.pick(placed)
    first = await depot.pack(placed)
    await depot.tell(first, S.CANCELLED)
    second = await depot.pack(placed)
    order = await depot.tell(first, S.DELIVERED)
    assert (order.flags, order.collectable) == (("called_off",), SUM)
    assert await depot.states(placed) == ["ordered", "ordered"]
    await depot.dispatch(second)
    order = await depot.tell(second, *ON_THE_WAY)
    assert order.payment_status == "cod_collected"
    assert await depot.tenders(placed) == {"quarantined": (SUM, 0, 0), "cash": (SUM, 0, 0)}
    await check(depot)


async def test_what_is_short_of_one_piece_is_not_taken_for_delivered(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    await depot.cancel(PACKER, placed, 1)
    order = await depot.tell(parcel, S.DELIVERED)
    assert order.flags == ("called_off",)
    assert sorted(await depot.states(placed)) == ["cancelled", "ordered"]
    assert await depot.tenders(placed) == {"quarantined": (SUM, 0, 0)}
    await check(depot)


async def test_cash_for_what_the_dock_has_already_is_set_aside(depot: Depot):
    """Its courier says both that it came back and that it was delivered."""
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, S.UNDELIVERED, S.RTO_INITIATED)
    await depot.take_in(parcel, good=2)
    order = await depot.tell(parcel, S.DELIVERED)
    assert (order.flags, order.fulfilment_status) == (("found_again",), "rto")
    assert await depot.tenders(placed) == {"quarantined": (SUM, 0, 0)}
    await check(depot)


async def test_its_remittance_matches_and_leaves_the_order_as_it_is(depot: Depot):
    placed, parcel = await lost(depot)
    await depot.tell(parcel, S.DELIVERED)
    line = f"AWB,Amount,UTR,Date\n{parcel.number},3247.00,UTIB123,2026-11-20"
    done = await orders.import_remittances(depot.till.database, OFFICE, line)
    assert done.verdicts == {"matched": 1}
    assert (await depot.order(placed)).payment_status == "voided"
    assert await owed(depot) == []


async def test_staff_give_it_back_as_store_credit_once(depot: Depot):
    placed, parcel = await lost(depot)
    await depot.tell(parcel, S.DELIVERED)
    async with depot.till.database.snapshot() as snapshot:
        (aside,) = await payments.payments_of_order(snapshot, placed.order.id)

    async def give_it_back():
        async with depot.till.database.transaction() as tx:
            return await orders.refund_payment(
                tx, OFFICE, aside.id, None, reason="it was theirs for nothing", key="k"
            )

    refund = await give_it_back()
    assert (await give_it_back()).id == refund.id
    assert (refund.destination, refund.amount) == ("store_credit", SUM)
    assert await depot.tenders(placed) == {"quarantined": (SUM, SUM, SUM)}
    async with depot.till.database.snapshot() as snapshot:
        assert await credit.balance(snapshot, placed.order.user_id) == SUM
    assert (await depot.order(placed)).payment_status == "voided"
    await check(depot)
