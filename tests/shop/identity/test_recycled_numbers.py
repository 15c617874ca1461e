"""A number may have a new owner: a right code alone does not open an account that slept."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.world.people import ASHA, BINA, LAPTOP, PHONE_APP, Door, tables_with
from zahra.base.db import Database
from zahra.shop import identity
from zahra.shop.identity import SessionKind, StartingAfresh, VerifyingCode

pytestmark = pytest.mark.anyio
HALF_A_YEAR = timedelta(days=180)
KNOWN = identity.Device.seen("203.0.113.9", user_agent="Firefox/141", token="her browser")
OTHER = identity.Device.seen("203.0.113.9", user_agent="Firefox/141", token="another browser")


async def claim(door: Door, device: identity.Device = PHONE_APP) -> str:
    """Prove the number, and be asked whose it is."""
    with pytest.raises(identity.SecondProofRequired) as held:
        await door.sign_in(ASHA, device=device)
    return held.value.details["claim"]


async def start_afresh(door: Door, token: str) -> identity.SignedIn:
    asked = StartingAfresh(token, SessionKind.WEB, device=LAPTOP)
    return await identity.start_afresh(door.database, door.keys, asked, policy=door.policy)


async def owner_of(database: Database, value: str) -> object:
    async with database.snapshot() as snapshot:
        return await snapshot.value(
            "SELECT user_id FROM identities WHERE value = %(value)s AND released_at IS NULL",
            value=value,
        )


async def counts(database: Database) -> tuple[int, int]:
    """How many users and living sessions there are."""
    async with database.snapshot() as snapshot:
        users = await snapshot.value("SELECT count(*) FROM users")
        alive = await snapshot.value("SELECT count(*) FROM sessions WHERE revoked_at IS NULL")
    return users, alive


async def test_a_number_that_slept_for_half_a_year_opens_nothing_by_its_code(door: Door):
    await door.sign_in(ASHA)
    door.database.ahead += HALF_A_YEAR + timedelta(minutes=1)
    before = await counts(door.database)
    await claim(door)
    assert await counts(door.database) == before


async def test_a_day_less_and_the_code_is_enough(door: Door):
    first = await door.sign_in(ASHA)
    door.database.ahead += HALF_A_YEAR - timedelta(days=1)
    again = await door.sign_in(ASHA, device=LAPTOP)
    assert (again.is_new, again.person.id) == (False, first.person.id)


async def test_a_session_in_use_is_a_sign_of_life(door: Door):
    """Somebody who logged in long ago and shopped yesterday still has their number."""
    first = await door.sign_in(ASHA)
    door.database.ahead += HALF_A_YEAR + timedelta(days=1)
    async with door.database.transaction() as tx:
        await tx.run("UPDATE sessions SET last_seen_at = %(now)s", now=tx.now)
    assert (await door.sign_in(ASHA, device=LAPTOP)).person.id == first.person.id


async def test_on_a_device_that_opened_the_account_before_the_code_is_enough(door: Door):
    first = await door.sign_in(ASHA, device=KNOWN)
    door.database.ahead += HALF_A_YEAR + timedelta(days=1)
    await claim(door, OTHER)
    door.database.ahead += timedelta(hours=1)
    again = await door.sign_in(ASHA, device=KNOWN)
    assert (again.is_new, again.person.id) == (False, first.person.id)


async def test_e_mail_addresses_are_not_handed_on(door: Door):
    first = await door.sign_in(BINA)
    door.database.ahead += 4 * HALF_A_YEAR
    assert (await door.sign_in(BINA, device=LAPTOP)).person.id == first.person.id


async def test_a_wrong_code_says_nothing_about_sleep(door: Door):
    await door.sign_in(ASHA)
    door.database.ahead += 2 * HALF_A_YEAR
    await door.ask(ASHA)
    with pytest.raises(identity.WrongCode):
        await door.answer(VerifyingCode(ASHA, door.wrong_code, SessionKind.WEB))


async def test_the_code_is_used_up_and_the_claim_is_kept_as_a_hash(door: Door):
    await door.sign_in(ASHA)
    door.database.ahead += 2 * HALF_A_YEAR
    token = await claim(door)
    with pytest.raises(identity.WrongCode):
        await door.answer(VerifyingCode(ASHA, door.code, SessionKind.WEB))
    assert await tables_with(door.database, token) == []


async def test_beginning_afresh_makes_an_account_without_a_past(door: Door):
    old = await door.sign_in(ASHA)
    async with door.database.transaction() as tx:
        actor = await door.actor(old.secret)
        await identity.change_profile(tx, actor, identity.ChangingProfile(name="Asha Rao"))
    door.database.ahead += 2 * HALF_A_YEAR
    new = await start_afresh(door, await claim(door))
    assert (new.is_new, new.person.name, new.person.phone) == (True, None, ASHA)
    assert new.person.id != old.person.id
    assert await owner_of(door.database, ASHA) == new.person.id
    assert (await door.actor(new.secret)).user_id == new.person.id


async def test_the_old_account_keeps_all_but_the_number(door: Door):
    old = await door.sign_in(ASHA)
    await give_email(door, old)
    door.database.ahead += 2 * HALF_A_YEAR
    await start_afresh(door, await claim(door))
    back = await door.sign_in(BINA)
    assert (back.person.id, back.person.phone, back.person.email) == (old.person.id, None, BINA)


async def test_by_its_e_mail_address_the_owner_wakes_the_account_and_keeps_the_number(door: Door):
    old = await door.sign_in(ASHA)
    await give_email(door, old)
    door.database.ahead += 2 * HALF_A_YEAR
    token = await claim(door)
    await door.sign_in(BINA)
    with pytest.raises(identity.ClaimOver):
        await start_afresh(door, token)
    assert await owner_of(door.database, ASHA) == old.person.id
    door.database.ahead += timedelta(hours=1)
    assert (await door.sign_in(ASHA)).person.id == old.person.id


async def test_a_claim_is_good_once_and_for_ten_minutes(door: Door):
    await door.sign_in(ASHA)
    door.database.ahead += 2 * HALF_A_YEAR
    late = await claim(door)
    door.database.ahead += timedelta(minutes=10)
    for wrong in (late, "guessed", ""):
        with pytest.raises(identity.ClaimOver):
            await start_afresh(door, wrong)
    again = await claim(door)
    await start_afresh(door, again)
    before = await counts(door.database)
    with pytest.raises(identity.ClaimOver):
        await start_afresh(door, again)
    assert await counts(door.database) == before


async def test_a_closed_account_stays_closed_however_long_it_slept(door: Door):
    old = await door.sign_in(ASHA)
    door.database.ahead += 2 * HALF_A_YEAR
    async with door.database.transaction() as tx:
        await tx.run("UPDATE users SET status = 'disabled' WHERE id = %(id)s", id=old.person.id)
    with pytest.raises(identity.AccountDisabled):
        await door.sign_in(ASHA)


async def test_somebody_with_an_account_of_their_own_may_add_a_number_that_slept(door: Door):
    old = await door.sign_in(ASHA)
    door.database.ahead += 2 * HALF_A_YEAR
    bina = await door.sign_in(BINA)
    await change(door, bina, ASHA)
    assert await owner_of(door.database, ASHA) == bina.person.id
    assert await counts(door.database) == (2, 1)
    assert old.person.id != bina.person.id


async def test_a_code_to_a_number_that_slept_sets_no_new_password(door: Door):
    """Or whoever has the number today would open the old account by a password of their own."""
    await door.sign_in(ASHA)
    asked = identity.Resetting("a password of six words", identifier=ASHA)
    for slept, is_set in ((timedelta(0), True), (2 * HALF_A_YEAR, False)):
        door.database.ahead += slept + timedelta(hours=1)
        async with door.database.transaction() as tx:
            sent = await identity.ask_reset(tx, door.keys, ASHA, policy=door.policy)
        assert sent is not None
        await door.deliver(sent.challenge_id)
        try:
            await identity.reset_password(
                door.database, door.keys, replace(asked, code=door.code), policy=door.policy
            )
            done = True
        except identity.ResetInvalid:
            done = False
        assert done is is_set


async def test_of_many_who_begin_afresh_with_one_claim_one_does(busy_door: Door):
    await busy_door.sign_in(ASHA)
    busy_door.database.ahead += 2 * HALF_A_YEAR
    token = await claim(busy_door)

    async def begin() -> bool:
        try:
            await start_afresh(busy_door, token)
        except identity.ClaimOver:
            return False
        return True

    assert sum(await asyncio.gather(*(begin() for _ in range(20)))) == 1
    assert (await counts(busy_door.database))[0] == 2


async def give_email(door: Door, who: identity.SignedIn) -> None:
    await change(door, who, BINA)


async def change(door: Door, who: identity.SignedIn, identifier: str) -> None:
    actor = await door.actor(who.secret)
    async with door.database.transaction() as tx:
        sent = await identity.change_contact(tx, door.keys, actor, identifier, binding=None)
    assert sent is not None
    await door.deliver(sent.challenge_id)
    asked = identity.ConfirmingContact(identifier, door.code)
    changed = await identity.confirm_contact(door.database, door.keys, actor, asked)
    assert replace(changed, secret=None).person.id == who.person.id
