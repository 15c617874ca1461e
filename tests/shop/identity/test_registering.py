"""Signing up with a password: it tells nothing, and nobody's account gets a stranger's password."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.world.passwords import ANOTHER, SECRET, Locksmith
from tests.world.people import ASHA, BINA, a_person, column
from zahra.base.errors import Invalid, TooMany
from zahra.shop import identity
from zahra.shop.identity import InvalidCredentials, SessionKind, SignedIn, VerifyingCode

pytestmark = pytest.mark.anyio


def typed(smith: Locksmith, sent: identity.SentCode | None = None) -> VerifyingCode:
    challenge_id = None if sent is None else sent.challenge_id
    return VerifyingCode(BINA, smith.door.code, SessionKind.WEB, challenge_id=challenge_id)


async def test_the_code_signs_up_and_keeps_password_and_name(smith: Locksmith):
    sent = await smith.register(name=" Bina Das ")
    await smith.work()
    assert await column(smith.database, "SELECT id FROM users") == []
    found = await smith.door.answer(typed(smith, sent))
    assert (found.is_new, found.person.name, found.person.email) == (True, "Bina Das", BINA)
    again = await smith.log_in(SECRET)
    assert isinstance(again, SignedIn)
    assert again.person.id == found.person.id
    assert await column(smith.database, "SELECT challenge_id FROM pending_signups") == []


async def test_a_program_that_names_no_challenge_signs_up_too(smith: Locksmith):
    await smith.register()
    await smith.work()
    await smith.door.answer(typed(smith))
    assert isinstance(await smith.log_in(SECRET), SignedIn)


async def test_without_the_code_there_is_no_account_and_no_login(smith: Locksmith):
    await smith.register()
    await smith.work()
    with pytest.raises(InvalidCredentials):
        await smith.log_in(SECRET)
    assert await column(smith.database, "SELECT id FROM users") == []


async def test_whoever_has_an_account_is_signed_in_and_keeps_their_password(smith: Locksmith):
    bina = await smith.give(BINA, ANOTHER)
    sent = await smith.register(name="Mallory")
    await smith.work()
    found = await smith.door.answer(typed(smith, sent))
    assert (found.is_new, found.person.id, found.person.name) == (False, bina.user_id, None)
    with pytest.raises(InvalidCredentials):
        await smith.log_in(SECRET)
    assert isinstance(await smith.log_in(ANOTHER), SignedIn)
    assert await column(smith.database, "SELECT challenge_id FROM pending_signups") == []


async def test_whoever_has_an_account_without_password_gets_none_by_signing_up(smith: Locksmith):
    async with smith.database.transaction() as tx:
        await a_person(tx, BINA)
    sent = await smith.register()
    await smith.work()
    await smith.door.answer(typed(smith, sent))
    assert await column(smith.database, "SELECT user_id FROM passwords") == []


async def test_a_sign_up_that_another_code_overtook_is_worth_nothing(smith: Locksmith):
    """A stranger signs up with Bina's address; Bina asks for a code and logs in."""
    await smith.register(password="the stranger's password", name="Mallory")
    smith.database.ahead += timedelta(minutes=1)
    await smith.door.ask(BINA)
    found = await smith.door.answer(typed(smith))
    assert (found.is_new, found.person.name) == (True, None)
    assert await column(smith.database, "SELECT user_id FROM passwords") == []


async def test_a_stranger_who_signs_up_while_a_code_is_under_way_leaves_no_password(
    smith: Locksmith,
):
    """Bina's program has asked for a code and takes the one that comes last."""
    await smith.door.ask(BINA)
    smith.database.ahead += timedelta(minutes=1)
    await smith.register(password="the stranger's password", name="Mallory")
    await smith.work()
    found = await smith.door.answer(typed(smith))
    assert (found.is_new, found.person.name) == (True, None)
    with pytest.raises(InvalidCredentials):
        await smith.log_in("the stranger's password")


async def test_one_who_signs_up_after_asking_for_a_code_names_the_challenge(smith: Locksmith):
    await smith.door.ask(BINA)
    smith.database.ahead += timedelta(minutes=1)
    sent = await smith.register()
    await smith.work()
    await smith.door.answer(typed(smith, sent))
    assert isinstance(await smith.log_in(SECRET), SignedIn)


async def test_a_browsers_sign_up_is_answered_by_that_browser_only(smith: Locksmith):
    await smith.register(binding="the stranger's browser")
    await smith.work()
    for wrong in (typed(smith), replace(typed(smith), binding="Bina's browser")):
        with pytest.raises(identity.WrongCode):
            await smith.door.answer(wrong)
    await smith.door.answer(replace(typed(smith), binding="the stranger's browser"))
    assert isinstance(await smith.log_in(SECRET), SignedIn)


async def test_the_owner_of_the_address_is_told_that_there_is_a_password_now(smith: Locksmith):
    await smith.register()
    await smith.work()
    await smith.door.answer(typed(smith))
    await smith.work()
    assert (smith.letters[-1].to, smith.letters[-1].subject) == (
        BINA,
        "Your Zahra password was changed",
    )


async def test_a_phone_waits_to_be_proved(smith: Locksmith):
    await smith.register(phone="098765 43210")
    await smith.work()
    found = await smith.door.answer(typed(smith))
    assert found.person.phone is None
    assert await column(smith.database, "SELECT value FROM pending_contacts") == [ASHA]


async def test_the_same_code_sent_again_still_signs_up(smith: Locksmith):
    sent = await smith.register()
    await smith.work()
    smith.database.ahead += timedelta(minutes=1)
    async with smith.database.transaction() as tx:
        await identity.resend_code(tx, sent.challenge_id, binding=None)
    await smith.work()
    await smith.door.answer(typed(smith, sent))
    assert isinstance(await smith.log_in(SECRET), SignedIn)


async def test_every_wrong_field_is_told_at_once_and_nothing_is_sent(smith: Locksmith):
    with pytest.raises(Invalid) as refused:
        await smith.register(email=ASHA, name="two\nlines", phone="12345")
    assert set(refused.value.fields) == {"email", "name", "phone"}
    with pytest.raises(identity.PasswordRejected) as rejected:
        await smith.register(password="too short")
    assert set(rejected.value.fields) == {"password"}
    assert smith.errands.waiting == []
    assert await column(smith.database, "SELECT id FROM otp_challenges") == []


async def test_a_password_made_of_ones_own_name_or_address_is_refused(smith: Locksmith):
    for poor in ("bina.das-19901990", "BinaExampleCom123", "9876543210bina12"):
        with pytest.raises(identity.PasswordRejected):
            await smith.register(password=poor, name="Bina Das", phone=ASHA)


async def test_known_and_unknown_share_the_cooldown_of_codes(smith: Locksmith):
    await smith.give(BINA)
    for email in (BINA, "nobody@example.com"):
        await smith.register(email=email)
        with pytest.raises(TooMany):
            await smith.register(email=email)
    assert len(await column(smith.database, "SELECT 1 FROM pending_signups")) == 2
