"""A failed attempt at the door: its buyer is told, may say what to do, and the courier hears it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests.world.gateway import Simulator
from tests.world.parcels import ASHA_HOME, a_clerk, a_parcel, scan, tell
from tests.world.people import KEYS, Postbox
from tests.world.till import Brand, Errands
from zahra.base.actors import GUEST, Permission
from zahra.base.clock import IST, ist_day
from zahra.base.db import Database
from zahra.base.errors import Forbidden, Invalid, NotFound, Unauthenticated
from zahra.base.keys import Keys
from zahra.shop import messaging, shipping
from zahra.shop.shipping import (
    AnswerClosed,
    Answering,
    Couriers,
    Ndr,
    NdrState,
    Shipment,
    ShipmentState,
    Wish,
    answering,
    letters,
)

pytestmark = pytest.mark.anyio
S = ShipmentState
AGAIN = Answering(Wish.PICK_DATE)


class Street:
    """A parcel on its way, and what happens at its door."""

    def __init__(self, database: Database) -> None:
        self.database, self.errands = database, Errands()
        database.queue = self.errands
        # Noon on a Tuesday: the days to pick begin with Wednesday.
        database.ahead = datetime(2026, 11, 24, 12, 0, tzinfo=IST) - database.now

    async def parcel(self, **more: str) -> Shipment:
        async with self.database.transaction() as tx:
            return await a_parcel(tx, **more)

    async def tell(self, parcel: Shipment, code: int, state: ShipmentState, remark: str = ""):
        async with self.database.transaction() as tx:
            fact = scan(str(code), state, tx.now, remark=remark, awb=parcel.awb or "")
            return await tell(tx, parcel, fact)

    async def fail(self, parcel: Shipment) -> Ndr:
        """Nobody opens; the newest record."""
        await self.tell(parcel, 17, S.OUT_FOR_DELIVERY)
        self.database.ahead += timedelta(hours=1)
        await self.tell(parcel, 21, S.UNDELIVERED, "Customer not available")
        return (await self.ndrs(parcel))[-1]

    async def ndrs(self, parcel: Shipment) -> list[Ndr]:
        async with self.database.snapshot() as snapshot:
            return await shipping.ndrs_of(snapshot, parcel.id)

    async def answer(self, ndr_id: UUID, said: Answering = AGAIN, *, keys: Keys = KEYS) -> Ndr:
        async with self.database.transaction() as tx:
            today = ist_day(tx.now)
            if said is AGAIN:
                said = replace(AGAIN, deliver_on=answering.days_to_pick(today)[0])
            return await shipping.answer_by_link(tx, KEYS, shipping.link_token(keys, ndr_id), said)


@pytest.fixture
def street(database: Database) -> Street:
    return Street(database)


async def test_a_failed_attempt_is_opened_once_and_its_buyer_told_once(street: Street):
    parcel = await street.parcel()
    ndr = await street.fail(parcel)
    await street.tell(parcel, 21, S.UNDELIVERED, "again in the same day")
    assert await street.ndrs(parcel) == [ndr]
    assert (ndr.attempt, ndr.state, ndr.reason) == (1, NdrState.OPEN, "Customer not available")
    assert [job for job, _, _ in street.errands.waiting] == [shipping.tell_buyer]


async def test_the_message_carries_a_link_of_forty_characters(street: Street):
    parcel = await street.parcel()
    ndr, post = await street.fail(parcel), Postbox()
    await shipping.tell_buyer(street.database, post, KEYS, Brand(), ndr.id)
    token = shipping.link_token(KEYS, ndr.id)
    assert len(token) == 40
    text = letters.failed_sms(parcel, token, Brand())
    registered = messaging.registered_text(letters.TEMPLATE, Brand())
    assert messaging.variables_in(text, registered) == (parcel.number, token)
    assert text.isascii()
    letter = letters.failed_letter(parcel, token, Brand())
    assert f"https://zahra.example/delivery/{token}" in letter.text
    await street.tell(parcel, 7, S.DELIVERED)
    silent = Postbox()
    await shipping.tell_buyer(street.database, silent, KEYS, Brand(), ndr.id)
    assert (silent, post == silent) == (Postbox(), False)


async def test_three_attempts_are_three_records_and_only_the_last_is_open(street: Street):
    parcel = await street.parcel()
    for attempt in (1, 2, 3):
        assert (await street.fail(parcel)).attempt == attempt
        street.database.ahead += timedelta(days=1)
    closed, open_ = NdrState.CLOSED, NdrState.OPEN
    assert [ndr.state for ndr in await street.ndrs(parcel)] == [closed, closed, open_]
    back = await street.tell(parcel, 9, S.RTO_INITIATED)
    assert back.attempts == 3
    assert {ndr.state for ndr in await street.ndrs(parcel)} == {closed}


async def test_an_earlier_attempt_that_is_told_of_late_leaves_the_answer_as_it_is(street: Street):
    parcel = await street.parcel()
    ndr = await street.fail(parcel)
    answered = await street.answer(ndr.id)
    street.errands.waiting.clear()
    async with street.database.transaction() as tx:
        yesterday = tx.now - timedelta(days=1)
        late = await tell(tx, parcel, scan("21", S.UNDELIVERED, yesterday, awb=parcel.awb or ""))
    assert late.attempts == 2
    assert await street.ndrs(parcel) == [answered]
    assert street.errands.waiting == [], "its buyer was asked about this one before"
    street.database.ahead += timedelta(days=1)
    assert (await street.fail(parcel)).attempt == 3


async def test_an_answer_reaches_the_courier(
    street: Street, couriers: Couriers, simulator: Simulator
):
    async with street.database.transaction() as tx:
        made = await a_parcel(tx, awb=None)
    parcel = await shipping.book(street.database, couriers, made.id)
    ndr = await street.fail(parcel)
    said = await street.answer(ndr.id)
    assert (said.state, said.deliver_on, said.answered_by) == (
        NdrState.ANSWERED,
        date(2026, 11, 25),
        "buyer",
    )
    await shipping.tell_courier(street.database, couriers, ndr.id)
    await shipping.tell_courier(street.database, couriers, ndr.id)
    (known,) = simulator.ask("GET", "/shiprocket/parcels")
    assert [each["deferred_date"] for each in known["answers"]] == ["2026-11-25"]
    assert (await street.ndrs(parcel))[-1].state is NdrState.PUSHED
    with pytest.raises(AnswerClosed):
        await street.answer(ndr.id)


async def test_until_the_courier_is_told_the_answer_may_change(street: Street):
    parcel = await street.parcel()
    ndr = await street.fail(parcel)
    await street.answer(ndr.id)
    changed = await street.answer(ndr.id, Answering(Wish.CANCEL))
    assert (changed.wish, changed.deliver_on) == (Wish.CANCEL, None)


async def test_a_corrected_address_keeps_name_phone_and_pin_code(street: Street):
    """Whoever reads somebody's messages must not lead their parcel elsewhere."""
    parcel = await street.parcel()
    ndr = await street.fail(parcel)
    said = Answering(Wish.FIX_ADDRESS, line1=" Flat 4, 14 Lake Road ", landmark="the park")
    fixed = (await street.answer(ndr.id, said)).address
    assert fixed == replace(
        ASHA_HOME, line1="Flat 4, 14 Lake Road", line2=None, landmark="the park"
    )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Answering(Wish.FIX_ADDRESS), "line1"),
        (Answering(Wish.FIX_ADDRESS, line1="x" * 121), "line1"),
        (Answering(Wish.FIX_ADDRESS, line1="12 Lake Road\x07"), "line1"),
        (Answering(Wish.PICK_DATE), "deliverOn"),
        (Answering(Wish.PICK_DATE, deliver_on=date(2026, 11, 24)), "deliverOn"),
        (Answering(Wish.PICK_DATE, deliver_on=date(2026, 11, 29)), "deliverOn"),
        (Answering(Wish.PICK_DATE, deliver_on=date(2026, 12, 2)), "deliverOn"),
        (Answering(Wish.CANCEL, note="two\nlines"), "note"),
        (Answering(Wish.CANCEL, note="x" * 201), "note"),
    ],
)
async def test_what_no_courier_can_follow_is_refused(street: Street, said: Answering, field: str):
    parcel = await street.parcel()
    ndr = await street.fail(parcel)
    with pytest.raises(Invalid) as refused:
        await street.answer(ndr.id, said)
    assert list(refused.value.fields) == [field]
    assert await street.ndrs(parcel) == [ndr]


async def test_a_link_that_is_not_ours_opens_nothing(street: Street):
    parcel = await street.parcel()
    ndr = await street.fail(parcel)
    good = shipping.link_token(KEYS, ndr.id)
    other = shipping.link_token(Keys(["another-key-that-is-long-enough-0000"]), ndr.id)
    swapped = shipping.link_token(KEYS, parcel.id)
    broken = ["", "x", good[:-1], good + "A", good[:-2] + "AA", "é" * 40, good[:22] + "A" * 18]
    for token in (*broken, other, swapped):
        async with street.database.transaction() as tx:
            with pytest.raises(NotFound):
                await shipping.answer_by_link(tx, KEYS, token, Answering(Wish.CANCEL))
            with pytest.raises(NotFound):
                await shipping.attempt_by_link(tx, KEYS, token)
    assert await street.ndrs(parcel) == [ndr]


async def test_a_link_of_an_older_key_still_opens(street: Street):
    ndr = await street.fail(await street.parcel())
    old = "the-key-of-the-year-before-000000000"
    token = shipping.link_token(Keys([old]), ndr.id)
    both = Keys(["the-key-of-this-year-00000000000000000", old])
    async with street.database.snapshot() as snapshot:
        found = await shipping.attempt_by_link(snapshot, both, token)
    assert (found.ndr, found.can_be_answered) == (ndr, True)


async def test_staff_answer_for_a_buyer_on_the_phone(street: Street):
    parcel = await street.parcel()
    ndr = await street.fail(parcel)
    for actor, refusal in [(GUEST, Unauthenticated), (a_clerk(Permission.ORDERS_READ), Forbidden)]:
        async with street.database.transaction() as tx:
            with pytest.raises(refusal):
                await shipping.answer_ndr(tx, actor, ndr.id, Answering(Wish.CANCEL))
    assert await street.ndrs(parcel) == [ndr]
    async with street.database.transaction() as tx:
        said = await shipping.answer_ndr(tx, a_clerk(), ndr.id, Answering(Wish.CANCEL))
        noted = await tx.values("SELECT action FROM audit_log")
    assert (said.answered_by, noted) == ("Sam", ["shipping.ndr_answered"])


async def test_a_courier_by_hand_is_told_by_staff(street: Street, couriers: Couriers):
    parcel = await street.parcel(courier="manual", awb="HAND-1")
    ndr = await street.fail(parcel)
    await street.answer(ndr.id)
    await shipping.tell_courier(street.database, couriers, ndr.id)
    assert (await street.ndrs(parcel))[-1].state is NdrState.ANSWERED
