"""A new password by a link or a code: nobody learns who is there, and nothing old survives it."""

from datetime import timedelta

import pytest

from tests.world.passwords import ANOTHER, SECRET, Locksmith
from tests.world.people import ASHA, BINA, KEYS, a_person, column, tables_with
from zahra.base.errors import TooMany, Unauthenticated
from zahra.base.keys import Keys
from zahra.shop import identity
from zahra.shop.identity import InvalidCredentials, PasswordRejected, ResetInvalid, SignedIn

pytestmark = pytest.mark.anyio


async def with_both(smith: Locksmith) -> None:
    """Bina, with a phone too."""
    await smith.give(BINA)
    async with smith.database.transaction() as tx:
        await tx.run(
            """
            INSERT INTO identities (id, user_id, kind, value, verified_at)
            SELECT gen_random_uuid(), user_id, 'phone', %(phone)s, %(now)s FROM identities
            """,
            phone=ASHA,
            now=tx.now,
        )


async def test_a_link_sets_a_new_password_and_logs_nobody_in(smith: Locksmith):
    await smith.give(BINA)
    await smith.ask_reset()
    await smith.work()
    assert smith.letters[-1].to == BINA
    assert f"https://zahra.example/reset?token={smith.token}\n" in smith.letters[-1].text
    await smith.reset(token=smith.token)
    assert await column(smith.database, "SELECT id FROM sessions") == []
    with pytest.raises(InvalidCredentials):
        await smith.log_in(SECRET)
    assert isinstance(await smith.log_in(ANOTHER), SignedIn)


async def test_whoever_has_no_password_may_get_one_by_a_link(smith: Locksmith):
    async with smith.database.transaction() as tx:
        await a_person(tx, BINA)
    await smith.ask_reset()
    await smith.work()
    await smith.reset(token=smith.token)
    assert isinstance(await smith.log_in(ANOTHER), SignedIn)


async def test_asking_leaves_the_same_work_for_everybody_and_letters_for_owners_only(
    smith: Locksmith,
):
    await smith.give(BINA)
    async with smith.database.transaction() as tx:
        closed = await a_person(tx, "closed@example.com")
        await tx.run("UPDATE users SET status = 'disabled' WHERE id = %(id)s", id=closed.user_id)
    for identifier in ("nobody@example.com", "closed@example.com", BINA):
        await smith.ask_reset(identifier)
    assert [(job.__name__, set(args)) for job, args, _ in smith.errands.waiting] == [
        ("send_reset_link", {"reset_id", "identifier"})
    ] * 3
    await smith.work()
    assert [letter.to for letter in smith.letters] == [BINA]


async def test_a_link_is_good_once(smith: Locksmith):
    await smith.give(BINA)
    await smith.ask_reset()
    await smith.work()
    token = smith.token
    await smith.reset(token=token)
    with pytest.raises(ResetInvalid):
        await smith.reset("yet another password of hers", token=token)
    assert isinstance(await smith.log_in(ANOTHER), SignedIn)


async def test_a_link_is_good_for_twenty_minutes_and_not_a_second_more(smith: Locksmith):
    await smith.give(BINA)
    await smith.ask_reset()
    await smith.work()
    smith.database.ahead += timedelta(minutes=20)
    with pytest.raises(ResetInvalid):
        await smith.reset(token=smith.token)
    smith.database.ahead -= timedelta(seconds=5)
    await smith.reset(token=smith.token)


async def test_a_newer_link_is_the_only_one(smith: Locksmith):
    await smith.give(BINA)
    await smith.ask_reset()
    await smith.work()
    older = smith.token
    await smith.ask_reset()
    await smith.work()
    with pytest.raises(ResetInvalid):
        await smith.reset(token=older)
    await smith.reset(token=smith.token)


async def test_a_letter_that_has_to_be_sent_twice_holds_the_same_link(smith: Locksmith):
    await smith.give(BINA)
    await smith.ask_reset()
    smith.errands.waiting *= 2
    await smith.work()
    first, second = smith.letters
    assert (first.text, first.key) == (second.text, second.key)
    await smith.reset(token=smith.token)


@pytest.mark.parametrize("token", ["", "A", "A" * 64, "☃", "=" * 64, " ", "A" * 9000])
async def test_what_was_never_a_link_of_ours_is_refused(smith: Locksmith, token: str):
    await smith.give(BINA)
    with pytest.raises(ResetInvalid):
        await smith.reset(token=token)
    assert isinstance(await smith.log_in(SECRET), SignedIn)


async def test_a_link_with_one_letter_changed_is_refused(smith: Locksmith):
    await smith.give(BINA)
    await smith.ask_reset()
    await smith.work()
    token = smith.token
    for at in (0, 30, 63):
        letter = "A" if token[at] != "A" else "B"
        with pytest.raises(ResetInvalid):
            await smith.reset(token=token[:at] + letter + token[at + 1 :])
    await smith.reset(token=token)


async def test_no_table_holds_the_link_nor_the_password(smith: Locksmith):
    await smith.give(BINA)
    await smith.ask_reset()
    await smith.work()
    token = smith.token
    await smith.reset(token=token)
    for secret in (token, token[24:], SECRET, ANOTHER):
        assert await tables_with(smith.database, secret) == []


async def test_a_password_that_is_no_good_leaves_the_link_good(smith: Locksmith):
    await smith.give(BINA)
    await smith.ask_reset()
    await smith.work()
    for poor in ("too short", "bina@example.com", "passwordpassword"):
        with pytest.raises(PasswordRejected):
            await smith.reset(poor, token=smith.token)
    await smith.reset(token=smith.token)


async def test_a_phone_gets_a_code_which_sets_a_new_password(smith: Locksmith):
    await smith.give(ASHA)
    await smith.ask_reset(ASHA)
    await smith.work()
    code = smith.door.code
    with pytest.raises(ResetInvalid):
        await smith.reset(identifier=ASHA, code=smith.door.wrong_code)
    await smith.reset(identifier="98765 43210", code=code)
    with pytest.raises(ResetInvalid):
        await smith.reset(identifier=ASHA, code=code)
    assert isinstance(await smith.log_in(ANOTHER, identifier=ASHA), SignedIn)


async def test_a_browsers_code_is_answered_by_that_browser_only(smith: Locksmith):
    await smith.give(ASHA)
    await smith.ask_reset(ASHA, binding="the browser")
    await smith.work()
    with pytest.raises(ResetInvalid):
        await smith.reset(identifier=ASHA, code=smith.door.code)
    await smith.reset(identifier=ASHA, code=smith.door.code, binding="the browser")


async def test_a_phone_that_nobody_has_gets_no_sms_but_waits_as_long_for_the_next(
    smith: Locksmith,
):
    """Else asking for a login code next would tell: it is refused after a code was sent."""
    await smith.give(BINA)
    await smith.ask_reset(ASHA)
    await smith.work()
    assert smith.letters == []
    with pytest.raises(TooMany):
        await smith.door.ask(ASHA)


async def test_a_code_to_log_in_sets_no_password_and_one_for_a_password_logs_nobody_in(
    smith: Locksmith,
):
    await smith.give(ASHA)
    await smith.door.ask(ASHA)
    with pytest.raises(ResetInvalid):
        await smith.reset(identifier=ASHA, code=smith.door.code)
    smith.database.ahead += timedelta(minutes=1)
    await smith.ask_reset(ASHA)
    await smith.work()
    asked = identity.VerifyingCode(ASHA, smith.door.code, identity.SessionKind.WEB)
    with pytest.raises(identity.WrongCode):
        await smith.door.answer(asked)


async def test_staff_get_no_new_password_by_sms(smith: Locksmith):
    await smith.give(ASHA)
    await smith.ask_reset(ASHA)
    await smith.work()
    code = smith.door.code
    async with smith.database.transaction() as tx:
        await tx.run("UPDATE users SET roles = '{viewer}'")
    with pytest.raises(ResetInvalid):
        await smith.reset(identifier=ASHA, code=code)
    smith.database.ahead += timedelta(minutes=10)
    sent = len(smith.letters)
    await smith.ask_reset(ASHA)
    await smith.work()
    assert len(smith.letters) == sent


async def test_after_a_reset_staff_still_need_their_second_factor(smith: Locksmith):
    await smith.give(BINA)
    async with smith.database.transaction() as tx:
        await tx.run("UPDATE users SET roles = '{viewer}'")
    await smith.ask_reset()
    await smith.work()
    await smith.reset(token=smith.token)
    found = await smith.log_in(ANOTHER, kind=identity.SessionKind.ADMIN)
    assert isinstance(found, identity.SecondFactorNeeded)


async def test_a_reset_ends_every_session_and_says_why(smith: Locksmith):
    await smith.give(BINA)
    found = await smith.log_in()
    assert isinstance(found, SignedIn)
    await smith.ask_reset()
    await smith.work()
    await smith.reset(token=smith.token)
    with pytest.raises(Unauthenticated):
        await smith.door.actor(found.secret)
    assert await column(smith.database, "SELECT revoke_reason FROM sessions") == ["password_reset"]
    assert await column(smith.database, "SELECT auth_epoch FROM users") == [1]


async def test_a_reset_kills_codes_links_and_second_factors_that_were_under_way(
    smith: Locksmith,
):
    await with_both(smith)
    await smith.door.ask(ASHA)
    code = smith.door.code
    await smith.ask_reset()
    await smith.work()
    await smith.reset(token=smith.token)
    asked = identity.VerifyingCode(ASHA, code, identity.SessionKind.WEB)
    with pytest.raises(identity.WrongCode):
        await smith.door.answer(asked)
    live = "SELECT id FROM password_resets WHERE used_at IS NULL"
    assert await column(smith.database, live) == []


async def test_the_owner_is_told_on_every_address(smith: Locksmith):
    await with_both(smith)
    await smith.ask_reset()
    await smith.work()
    token = smith.token
    smith.letters.clear()
    await smith.reset(token=token)
    await smith.work()
    told = {letter.to: letter.text for letter in smith.letters}
    assert set(told) == {BINA, ASHA}
    assert told[ASHA] == (
        "The password of your Zahra account was changed. If it was not you, write to us. - ZAHRA"
    )
    assert "https://zahra.example/forgot" in told[BINA]


async def test_a_new_password_has_all_its_tries(smith: Locksmith):
    await smith.give(BINA)
    for _ in range(6):
        with pytest.raises(InvalidCredentials):
            await smith.log_in(ANOTHER)
    await smith.ask_reset()
    await smith.work()
    await smith.reset(token=smith.token)
    assert isinstance(await smith.log_in(ANOTHER), SignedIn)


@pytest.mark.parametrize("identifier", [BINA, "nobody@example.com"])
async def test_three_an_hour_and_five_a_day_known_or_unknown(smith: Locksmith, identifier: str):
    await smith.give(BINA)
    for times in (3, 2):
        for _ in range(times):
            await smith.ask_reset(identifier)
        with pytest.raises(TooMany):
            await smith.ask_reset(identifier)
        smith.database.ahead += timedelta(hours=1)
    with pytest.raises(TooMany) as refused:
        await smith.ask_reset(identifier)
    assert refused.value.retry_after % 5 == 0


async def test_a_link_of_a_key_that_is_gone_is_refused(smith: Locksmith):
    await smith.give(BINA)
    await smith.ask_reset()
    await smith.work()
    newer = "another key for tests, long enough too"
    asked = identity.Resetting(ANOTHER, token=smith.token)
    with pytest.raises(ResetInvalid):
        await identity.reset_password(smith.database, Keys([newer]), asked)
    await identity.reset_password(smith.database, Keys([newer, KEYS._masters[0]]), asked)
