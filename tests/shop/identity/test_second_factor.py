"""The second factor: counted before it is compared, good once, five tries a login."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.world.people import ASHA, KEYS, Door
from tests.world.staff import PASSWORD, App, Clerk, owner
from zahra.base.db import Database
from zahra.base.keys import Keys
from zahra.shop import identity
from zahra.shop.identity import FinishingSecondFactor, Method, SessionKind
from zahra.shop.identity.factors import second_factor
from zahra.shop.identity.factors.model import Ceremony, CeremonyKind
from zahra.shop.identity.factors.store import ceremonies
from zahra.shop.identity.people.store import accounts

pytestmark = pytest.mark.anyio
LATER = timedelta(seconds=30)


async def value(database: Database, sql: str) -> Any:
    async with database.snapshot() as snapshot:
        return await snapshot.value(sql)


async def ask(door: Door, meera: Clerk) -> identity.SecondFactorNeeded:
    """As after a right password; the app has gone on to its next code."""
    door.database.ahead += LATER
    async with door.database.transaction() as tx:
        account = await accounts.account(tx, meera.actor.person)
        assert account is not None
        return await identity.begin_second_factor(tx, account, policy=door.policy)


async def answer(
    door: Door, token: str, code: str, *, kind: SessionKind = SessionKind.ADMIN
) -> identity.SignedIn:
    asked = FinishingSecondFactor(token, code, kind)
    return await identity.finish_second_factor(door.database, door.keys, asked, policy=door.policy)


async def test_password_and_app_open_the_admin(door: Door):
    meera = await owner(door)
    door.database.ahead += LATER
    logging_in = identity.LoggingIn(meera.email, PASSWORD, SessionKind.ADMIN)
    needed = await identity.log_in(door.database, door.keys, logging_in)
    assert isinstance(needed, identity.SecondFactorNeeded)
    assert needed.methods == (Method.TOTP, Method.RECOVERY_CODE)
    assert needed.expires_in == 300
    signed_in = await answer(door, needed.token, meera.app.code)
    assert (
        await door.actor(signed_in.secret, SessionKind.ADMIN)
    ).permissions == meera.actor.permissions
    how = await value(door.database, "SELECT amr FROM sessions ORDER BY id DESC LIMIT 1")
    assert how == ["pwd", "otp", "mfa"]


async def test_a_code_of_the_app_is_good_once(door: Door):
    meera = await owner(door)
    first = await ask(door, meera)
    code = meera.app.code
    await answer(door, first.token, code)
    async with door.database.transaction() as tx:
        account = await accounts.account(tx, meera.actor.person)
        assert account is not None
        second = await identity.begin_second_factor(tx, account)
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, second.token, code)


async def test_the_current_and_the_previous_code_are_good_and_no_other(door: Door):
    meera = await owner(door)
    for steps, is_good in ((-2, False), (1, False), (-1, True), (0, True)):
        door.database.ahead += timedelta(minutes=2)
        needed = await ask(door, meera)
        code = meera.app.code_at(steps * LATER)
        if is_good:
            await answer(door, needed.token, code)
            continue
        with pytest.raises(identity.WrongSecondFactor):
            await answer(door, needed.token, code)


async def test_an_earlier_code_is_refused_after_a_later_one(door: Door):
    meera = await owner(door)
    door.database.ahead += timedelta(minutes=2)
    first, second = await ask(door, meera), await ask(door, meera)
    earlier = meera.app.code_at(-LATER)
    await answer(door, first.token, meera.app.code)
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, second.token, earlier)


async def test_after_five_wrong_codes_the_right_one_is_wrong_too(door: Door):
    meera = await owner(door)
    needed = await ask(door, meera)
    for _ in range(5):
        with pytest.raises(identity.WrongSecondFactor):
            await answer(door, needed.token, meera.app.wrong_code)
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, needed.token, meera.app.code)
    again = await ask(door, meera)
    await answer(door, again.token, meera.app.code)


async def test_a_wait_ends_after_five_minutes_and_with_its_first_right_code(door: Door):
    meera = await owner(door)
    late = await ask(door, meera)
    door.database.ahead += timedelta(minutes=5)
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, late.token, meera.app.code)
    used = await ask(door, meera)
    await answer(door, used.token, meera.app.code)
    door.database.ahead += LATER
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, used.token, meera.app.code)


@pytest.mark.parametrize("token", ["", "guessed", "ß" * 43])
async def test_a_made_up_token_waits_for_nothing(door: Door, token: str):
    meera = await owner(door)
    door.database.ahead += LATER
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, token, meera.app.code)


async def test_a_logout_everywhere_in_between_is_not_passed_by(door: Door):
    meera = await owner(door)
    needed = await ask(door, meera)
    async with door.database.transaction() as tx:
        await identity.log_out_everywhere(tx, meera.actor)
    with pytest.raises(identity.SessionRevoked):
        await answer(door, needed.token, meera.app.code)


async def test_a_hundred_wrong_codes_in_a_row_close_the_app_until_a_recovery_code(door: Door):
    door.policy = replace(door.policy, totp_failures_in_a_row=6)
    meera = await owner(door)
    for _ in range(2):
        needed = await ask(door, meera)
        for _ in range(3):
            with pytest.raises(identity.WrongSecondFactor):
                await answer(door, needed.token, meera.app.wrong_code)
    needed = await ask(door, meera)
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, needed.token, meera.app.code)
    await answer(door, needed.token, meera.enrolled.recovery_codes[0])
    needed = await ask(door, meera)
    await answer(door, needed.token, meera.app.code)


async def test_a_recovery_code_is_good_once_in_any_spelling(door: Door):
    meera = await owner(door)
    typed = f" {meera.enrolled.recovery_codes[3].lower().replace('-', ' ').replace('1', 'l')} "
    needed = await ask(door, meera)
    await answer(door, needed.token, typed)
    async with door.database.snapshot() as snapshot:
        left = await identity.factors_of(snapshot, meera.actor)
    assert left.recovery_codes == 9
    again = await ask(door, meera)
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, again.token, typed)


async def test_new_recovery_codes_make_the_old_ones_worthless(door: Door):
    meera = await owner(door)
    async with door.database.transaction() as tx:
        codes = await identity.make_recovery_codes(tx, door.keys, meera.actor)
    assert len(set(codes)) == 10
    needed = await ask(door, meera)
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, needed.token, meera.enrolled.recovery_codes[0])
    await answer(door, needed.token, codes[0])


async def test_secrets_outlive_the_coming_of_a_newer_key_and_move_under_it(door: Door):
    meera = await owner(door)
    newer = "another key for tests, long enough too"
    door.keys = Keys([newer, KEYS._masters[0]])
    needed = await ask(door, meera)
    await answer(door, needed.token, meera.app.code)
    door.keys = Keys([newer])
    needed = await ask(door, meera)
    await answer(door, needed.token, meera.app.code)
    needed = await ask(door, meera)
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, needed.token, meera.enrolled.recovery_codes[0])


async def test_another_persons_code_is_wrong(door: Door):
    meera, sam = await owner(door), await owner(door, "sam@zahra.example")
    needed = await ask(door, meera)
    for code in (sam.app.code, sam.enrolled.recovery_codes[0]):
        with pytest.raises(identity.WrongSecondFactor):
            await answer(door, needed.token, code)


async def test_a_sealed_secret_moved_to_another_row_opens_nothing(door: Door):
    """Whoever can write to the database cannot make their own app somebody else's."""
    meera, sam = await owner(door), await owner(door, "sam@zahra.example")
    async with door.database.transaction() as tx:
        await tx.run(
            "UPDATE totp_secrets SET sealed = (SELECT sealed FROM totp_secrets"
            " WHERE user_id = %(sam)s) WHERE user_id = %(meera)s",
            sam=sam.actor.user_id,
            meera=meera.actor.user_id,
        )
    needed = await ask(door, meera)
    with pytest.raises(identity.WrongSecondFactor):
        await answer(door, needed.token, sam.app.code)


async def test_a_step_up_takes_the_app_and_uses_its_code_up(door: Door):
    meera = await owner(door)
    door.database.ahead += LATER
    code = meera.app.code
    await identity.prove_totp(door.database, door.keys, meera.actor, code)
    with pytest.raises(identity.WrongSecondFactor):
        await identity.prove_totp(door.database, door.keys, meera.actor, code)


async def test_of_300_guesses_at_once_five_are_compared(busy_door: Door):
    meera = await owner(busy_door)
    needed = await ask(busy_door, meera)
    outcomes = await guesses(busy_door, needed.token, meera.app.wrong_code)
    assert outcomes == {identity.WrongSecondFactor}
    compared = await value(busy_door.database, "SELECT failed_in_a_row FROM totp_secrets")
    assert compared == 5


async def test_without_counting_first_more_than_five_are_compared(
    busy_door: Door, monkeypatch: pytest.MonkeyPatch
):
    """The control: tries that are read and not counted."""
    meera = await owner(busy_door)
    needed = await ask(busy_door, meera)
    monkeypatch.setattr(ceremonies, "take_try", uncounted(busy_door, meera.actor.person))
    await guesses(busy_door, needed.token, meera.app.wrong_code)
    compared = await value(busy_door.database, "SELECT failed_in_a_row FROM totp_secrets")
    assert compared > 5


async def guesses(door: Door, token: str, code: str) -> set[type]:
    tries = (answer(door, token, code) for _ in range(300))
    return {type(each) for each in await asyncio.gather(*tries, return_exceptions=True)}


def uncounted(door: Door, user_id: UUID) -> Any:

    async def take_try(*_: Any, **__: Any) -> Ceremony:
        return Ceremony(CeremonyKind.SECOND_FACTOR, user_id, 0)

    return take_try


async def test_a_right_code_sent_ten_times_at_once_opens_one_session(busy_door: Door):
    meera = await owner(busy_door)
    waits = [await ask(busy_door, meera) for _ in range(2)]
    code = meera.app.code
    tries = (answer(busy_door, waits[at % 2].token, code) for at in range(10))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, identity.SignedIn) for each in outcomes) == 1
    assert await value(busy_door.database, "SELECT count(*) FROM sessions") == 2


async def test_without_using_the_step_up_it_opens_two(
    busy_door: Door, monkeypatch: pytest.MonkeyPatch
):
    """The control: a code that is compared and not used."""
    meera = await owner(busy_door)
    waits = [await ask(busy_door, meera) for _ in range(2)]

    async def unused(*_: Any) -> None: ...

    monkeypatch.setattr(second_factor, "use_factor", unused)
    code = meera.app.code
    tries = (answer(busy_door, waits[at % 2].token, code) for at in range(10))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, identity.SignedIn) for each in outcomes) == 2


async def test_a_shopper_with_an_app_stays_out_of_the_admin(door: Door):
    asha = await door.actor((await door.sign_in(ASHA)).secret)
    async with door.database.transaction() as tx:
        setup = await identity.begin_totp(tx, door.keys, asha, issuer="Zahra")
        app = App(door.database, setup.secret)
        await identity.confirm_totp(tx, door.keys, asha, sealed=setup.sealed, code=app.code)
        account = await accounts.account(tx, asha.person)
        assert account is not None
        assert await identity.needs_second_factor(tx, account)
        waiting = await identity.begin_second_factor(tx, account)
    door.database.ahead += LATER
    with pytest.raises(identity.NotStaff):
        await answer(door, waiting.token, app.code)
    signed_in = await answer(door, waiting.token, app.code, kind=SessionKind.WEB)
    assert (await door.actor(signed_in.secret)).permissions == frozenset()
