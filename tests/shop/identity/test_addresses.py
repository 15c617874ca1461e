"""The address book: its owner's only, one default, and a PIN that agrees with the state."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.world.people import ASHA, BINA, a_person
from zahra.base import ids
from zahra.base.actors import GUEST, Actor, Kind, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import AddressDraft, AddressKind

pytestmark = pytest.mark.anyio
HOME = AddressDraft(
    name="Asha Rao",
    phone="098765 43210",
    line1="12, 3rd Cross, Indiranagar",
    city="Bengaluru",
    state="KARNATAKA",
    pincode="560 038",
    landmark="Opposite the park",
)


@pytest.fixture
async def asha(tx: Transaction) -> Actor:
    await tx.run(
        "INSERT INTO pincodes VALUES ('560038', '{29}', '{Bengaluru Urban}'),"
        " ('607402', '{33,34}', '{Cuddalore,Pondicherry}'), ('744301', '{}', '{Nicobars}')"
    )
    return await a_person(tx, ASHA)


async def defaults(tx: Transaction, actor: Actor) -> list[UUID]:
    found = await identity.addresses_of(tx, actor, actor.person)
    return [each.id for each in found if each.is_default]


async def test_an_address_is_kept_in_its_usual_spelling(tx: Transaction, asha: Actor):
    added = await identity.add_address(tx, asha, HOME)
    assert added == identity.Address(
        id=added.id,
        name="Asha Rao",
        phone="+919876543210",
        line1="12, 3rd Cross, Indiranagar",
        line2=None,
        landmark="Opposite the park",
        city="Bengaluru",
        state="Karnataka",
        state_code="29",
        pincode="560038",
        country="IN",
        kind=AddressKind.HOME,
        is_default=True,
    )
    assert await identity.addresses_of(tx, asha, asha.person) == [added]


async def test_the_first_address_becomes_the_default_and_the_next_does_not(
    tx: Transaction, asha: Actor
):
    first = await identity.add_address(tx, asha, HOME)
    second = await identity.add_address(tx, asha, replace(HOME, kind=AddressKind.WORK))
    assert (first.is_default, second.is_default) == (True, False)
    assert await defaults(tx, asha) == [first.id]


async def test_choosing_a_default_unchooses_the_other(tx: Transaction, asha: Actor):
    await identity.add_address(tx, asha, HOME)
    second = await identity.add_address(tx, asha, HOME)
    chosen = await identity.set_default_address(tx, asha, second.id)
    assert chosen.is_default
    assert await defaults(tx, asha) == [second.id]


async def test_when_the_default_goes_the_newest_takes_its_place(tx: Transaction, asha: Actor):
    first, _, third = [await identity.add_address(tx, asha, HOME) for _ in range(3)]
    await identity.remove_address(tx, asha, first.id)
    assert await defaults(tx, asha) == [third.id]


async def test_when_another_goes_the_default_stays(tx: Transaction, asha: Actor):
    first, second = [await identity.add_address(tx, asha, HOME) for _ in range(2)]
    await identity.remove_address(tx, asha, second.id)
    assert await defaults(tx, asha) == [first.id]


async def test_a_removed_address_is_gone(tx: Transaction, asha: Actor):
    added = await identity.add_address(tx, asha, HOME)
    await identity.remove_address(tx, asha, added.id)
    assert await identity.addresses_of(tx, asha, asha.person) == []
    with pytest.raises(NotFound):
        await identity.address(tx, asha, added.id)
    with pytest.raises(NotFound):
        await identity.remove_address(tx, asha, added.id)


async def test_a_change_keeps_what_it_does_not_name(tx: Transaction, asha: Actor):
    added = await identity.add_address(tx, asha, HOME)
    changed = await identity.change_address(
        tx, asha, added.id, lambda draft: replace(draft, line2="Flat 4", landmark="")
    )
    assert changed == replace(added, line2="Flat 4", landmark=None)


async def test_anothers_address_does_not_exist(tx: Transaction, asha: Actor):
    bina = await a_person(tx, BINA)
    hers = await identity.add_address(tx, bina, HOME)
    for address_id in (hers.id, ids.new()):
        with pytest.raises(NotFound):
            await identity.address(tx, asha, address_id)
        with pytest.raises(NotFound):
            await identity.change_address(
                tx, asha, address_id, lambda draft: replace(draft, city="Pune")
            )
        with pytest.raises(NotFound):
            await identity.remove_address(tx, asha, address_id)
        with pytest.raises(NotFound):
            await identity.set_default_address(tx, asha, address_id)
    with pytest.raises(NotFound):
        await identity.addresses_of(tx, asha, bina.person)
    assert await identity.addresses_of(tx, bina, bina.person) == [hers]


async def test_staff_who_may_read_customers_see_their_addresses(tx: Transaction, asha: Actor):
    added = await identity.add_address(tx, asha, HOME)
    sam = await a_person(tx, "sam@example.com")
    may = Actor(Kind.STAFF, sam.user_id, permissions=frozenset({Permission.CUSTOMERS_READ}))
    may_not = Actor(Kind.STAFF, sam.user_id, permissions=frozenset({Permission.ORDERS_READ}))
    assert await identity.addresses_of(tx, may, asha.person) == [added]
    with pytest.raises(NotFound):
        await identity.addresses_of(tx, may_not, asha.person)


async def test_a_guest_has_no_address_book(tx: Transaction):
    with pytest.raises(Unauthenticated):
        await identity.add_address(tx, GUEST, HOME)


async def test_every_wrong_field_is_named_at_once(tx: Transaction, asha: Actor):
    draft = AddressDraft(
        name="", phone="12345", line1="x" * 201, city="Ben\ngaluru", state="Oz", pincode="012345"
    )
    with pytest.raises(Invalid) as refused:
        await identity.add_address(tx, asha, draft)
    assert set(refused.value.fields) == {"name", "phone", "line1", "city", "state", "pincode"}
    assert await identity.addresses_of(tx, asha, asha.person) == []


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\u2028b", "  "])
async def test_text_that_cannot_be_printed_on_a_label_is_refused(
    tx: Transaction, asha: Actor, text: str
):
    for field in ("name", "line1", "city"):
        with pytest.raises(Invalid) as refused:
            await identity.add_address(tx, asha, replace(HOME, **{field: text}))
        assert list(refused.value.fields) == [field]


async def test_a_known_pin_refuses_a_state_it_does_not_lie_in(tx: Transaction, asha: Actor):
    with pytest.raises(Invalid) as refused:
        await identity.add_address(tx, asha, replace(HOME, state="Kerala"))
    assert refused.value.fields == {"state": ["PIN code 560038 is not in Kerala."]}


@pytest.mark.parametrize("state", ["Tamil Nadu", "Puducherry"])
async def test_a_pin_in_two_states_takes_either(tx: Transaction, asha: Actor, state: str):
    added = await identity.add_address(tx, asha, replace(HOME, pincode="607402", state=state))
    assert added.state == state


@pytest.mark.parametrize("pincode", ["999999", "744301"])
async def test_a_pin_or_a_state_that_nobody_knows_passes(
    tx: Transaction, asha: Actor, pincode: str
):
    added = await identity.add_address(tx, asha, replace(HOME, pincode=pincode, state="Goa"))
    assert (added.pincode, added.state_code) == (pincode, "30")


async def test_a_refused_change_changes_nothing(tx: Transaction, asha: Actor):
    added = await identity.add_address(tx, asha, HOME)
    with pytest.raises(Invalid):
        await identity.change_address(
            tx, asha, added.id, lambda draft: replace(draft, city="Kochi", state="Kerala")
        )
    assert await identity.address(tx, asha, added.id) == added


async def test_an_address_book_holds_fifty(tx: Transaction, asha: Actor):
    for _ in range(50):
        await identity.add_address(tx, asha, HOME)
    with pytest.raises(identity.TooManyAddresses):
        await identity.add_address(tx, asha, HOME)
    assert len(await identity.addresses_of(tx, asha, asha.person)) == 50
