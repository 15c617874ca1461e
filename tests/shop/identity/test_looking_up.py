"""What staff see of people: masked, and only what their permission opens."""

from uuid import UUID

import pytest

from tests.world.people import ASHA, BINA, Door, a_person
from tests.world.staff import clerk, owner
from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.errors import Forbidden, NotFound
from zahra.shop import identity
from zahra.shop.identity import PeoplePage, Role

pytestmark = pytest.mark.anyio
SUPPORT = Actor(Kind.STAFF, permissions=frozenset({Permission.CUSTOMERS_READ}))


async def names(door: Door, query: str) -> list[str | None]:
    return [each.name for each in (await found(door, query)).people]


async def found(
    door: Door, query: str, *, after: UUID | None = None, limit: int = 25
) -> PeoplePage:
    async with door.database.snapshot() as snapshot:
        return await identity.people_list(snapshot, SUPPORT, query=query, after=after, limit=limit)


@pytest.fixture
async def shop(door: Door) -> Door:
    """Asha, Bina and Ashok have signed up, in this order."""
    for identifier, name in ((ASHA, "Asha Rao"), (BINA, "Bina"), ("+919000011111", "Ashok")):
        async with door.database.transaction() as tx:
            actor = await a_person(tx, identifier)
            await identity.change_profile(tx, actor, identity.ChangingProfile(name=name))
    return door


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ashok", "Bina", "Asha Rao"]),
        ("098765 43210", ["Asha Rao"]),
        ("3210", ["Asha Rao"]),
        ("BINA@example.com", ["Bina"]),
        ("ash", ["Ashok", "Asha Rao"]),
        ("%", []),
        ("bina@", []),
        ("98765", []),
    ],
)
async def test_people_are_found_by_what_staff_are_told(shop: Door, query: str, expected: list[str]):
    assert await names(shop, query) == expected


async def test_phones_and_addresses_are_masked(shop: Door):
    page = await found(shop, "")
    assert [(each.phone, each.email) for each in page.people] == [
        ("••••••1111", None),
        (None, "b•••@example.com"),
        ("••••••3210", None),
    ]


async def test_a_page_says_where_the_next_begins(shop: Door):
    first = await found(shop, "", limit=2)
    second = await found(shop, "", limit=2, after=first.after)
    assert [each.name for each in (*first.people, *second.people)] == ["Ashok", "Bina", "Asha Rao"]
    assert (first.after, second.after) == (first.people[-1].id, None)


async def test_one_person_with_their_sessions(door: Door):
    signed_in = await door.sign_in(ASHA)
    async with door.database.snapshot() as snapshot:
        person = await identity.person_at_hand(snapshot, SUPPORT, signed_in.person.id)
        with pytest.raises(NotFound):
            await identity.person_at_hand(snapshot, SUPPORT, ids.new())
    assert person.person.phone == "••••••3210"
    assert [(each.device, each.is_current) for each in person.sessions] == [("Asha's phone", False)]


async def test_who_may_not_sees_nothing(door: Door):
    meera = await owner(door)
    viewer = (await clerk(door, meera.actor, Role.VIEWER, email="sam@zahra.example")).actor
    asha = await door.sign_in(ASHA)
    shopper = await door.actor(asha.secret)
    async with door.database.snapshot() as snapshot:
        for actor in (viewer, shopper):
            for refused in (
                identity.people_list(snapshot, actor),
                identity.person_at_hand(snapshot, actor, asha.person.id),
                identity.staff_list(snapshot, actor),
                identity.audit_log(snapshot, actor),
            ):
                with pytest.raises(Forbidden):
                    await refused
