"""What people tell about themselves."""

import pytest

from tests.world.people import ASHA, Door, a_person
from zahra.base.actors import GUEST, program
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import ChangingProfile

pytestmark = pytest.mark.anyio


async def test_one_changes_what_one_names_and_nothing_else(tx: Transaction):
    asha = await a_person(tx)
    named = await identity.change_profile(tx, asha, ChangingProfile(name=" Asha Rao "))
    assert (named.name, named.phone, named.marketing_consent) == ("Asha Rao", ASHA, False)
    agreed = await identity.change_profile(tx, asha, ChangingProfile(marketing_consent=True))
    assert (agreed.name, agreed.marketing_consent) == ("Asha Rao", True)
    nameless = await identity.change_profile(tx, asha, ChangingProfile(name=""))
    assert (nameless.name, nameless.marketing_consent) == (None, True)


@pytest.mark.parametrize("name", ["x" * 101, "a\nb", "a\x00b", "a\ud800b"])
async def test_a_name_is_one_printable_line(tx: Transaction, name: str):
    asha = await a_person(tx)
    with pytest.raises(Invalid):
        await identity.change_profile(tx, asha, ChangingProfile(name=name))
    assert (await identity.person(tx, asha)).name is None


async def test_nobody_has_no_profile(tx: Transaction):
    for actor in (GUEST, program("worker")):
        with pytest.raises(Unauthenticated):
            await identity.person(tx, actor)


async def test_a_name_shows_at_the_next_request(door: Door):
    signed_in = await door.sign_in()
    async with door.database.transaction() as tx:
        actor = await door.actor(signed_in.secret)
        await identity.change_profile(tx, actor, ChangingProfile(name="Asha Rao"))
    assert (await door.actor(signed_in.secret)).name == "Asha Rao"
