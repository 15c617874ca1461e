"""Asking for a code: cooldowns, caps, and answers that say nothing about who has an account."""

from datetime import timedelta

import pytest

from tests.world.people import ASHA, BINA, Door, a_person, tables_with
from zahra.base import clock
from zahra.base.db import Database
from zahra.base.errors import NotFound, TooMany
from zahra.shop import identity

pytestmark = pytest.mark.anyio
MINUTE = timedelta(minutes=1)


async def live_challenges(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value(
            "SELECT count(*) FROM otp_challenges"
            " WHERE superseded_at IS NULL AND consumed_at IS NULL"
        )


async def test_a_code_goes_to_the_phone_with_the_line_that_browsers_fill_in_from(door: Door):
    sent = await door.ask("098765 43210")
    [message] = door.postbox.messages
    code = message.code
    assert code.isdigit()
    assert len(code) == 6
    assert message.to == ASHA
    assert message.text == (
        f"{code} is your Zahra verification code. Valid for 5 min. Do not share it. - ZAHRA\n\n"
        f"@zahra.example #{code}"
    )
    assert len(message.text) <= 160
    assert message.text.isascii()
    assert message.key == f"{sent.challenge_id}:1"
    assert (sent.resend_after, sent.expires_in, sent.masked) == (30, 300, "••••••3210")


async def test_a_code_goes_by_email_to_an_email_address(door: Door):
    await door.ask("Bina@Example.com")
    [message] = door.postbox.messages
    assert message.to == BINA
    assert message.subject == f"{message.code} is your Zahra code"


async def test_known_unknown_and_closed_accounts_are_answered_alike(door: Door):
    known, unknown, closed = ASHA, "+919876543211", "+919876543212"
    async with door.database.transaction() as tx:
        await a_person(tx, known)
        owner = await a_person(tx, closed)
        await tx.run("UPDATE users SET status = 'disabled' WHERE id = %(id)s", id=owner.user_id)
    answers = [await door.ask(each) for each in (known, unknown, closed)]
    assert {(each.resend_after, each.expires_in) for each in answers} == {(30, 300)}
    assert [len(each.masked) for each in answers] == [10, 10, 10]
    assert len(door.postbox.messages) == 3


async def test_sending_reads_no_table_of_users(door: Door):
    """The same answer in the same time is a property of the statements, not of care."""
    async with door.database.transaction() as tx:
        await tx.run("ALTER TABLE users RENAME TO users_elsewhere")
        await tx.run("ALTER TABLE identities RENAME TO identities_elsewhere")
        await tx.run("ALTER TABLE sessions RENAME TO sessions_elsewhere")
    await door.ask(ASHA)
    assert len(door.postbox.messages) == 1


async def test_the_cooldown_grows_with_each_code_of_the_day(door: Door):
    waits: list[int] = []
    for _ in range(5):
        sent = await door.ask(ASHA)
        waits.append(sent.resend_after)
        door.database.ahead += timedelta(seconds=sent.resend_after)
    assert waits == [30, 60, 120, 300, 3600]


async def test_in_the_cooldown_nothing_is_sent_and_the_live_code_stays_good(door: Door):
    await door.ask(ASHA)
    with pytest.raises(TooMany) as refused:
        await door.ask(ASHA)
    assert refused.value.retry_after == 30
    assert len(door.postbox.messages) == 1
    assert (await door.answer(verifying(door.code))).is_new


async def test_an_hour_has_five_codes(door: Door):
    for _ in range(5):
        await door.ask(ASHA)
        door.database.ahead += 5 * MINUTE
    with pytest.raises(TooMany) as refused:
        await door.ask(ASHA)
    assert refused.value.retry_after == 55 * 60
    assert len(door.postbox.messages) == 5


async def test_a_day_has_ten_codes_and_begins_at_midnight_in_india(door: Door):
    async with door.database.transaction() as tx:
        tomorrow = clock.start_of(clock.ist_day(tx.now) + timedelta(days=1))
        door.database.ahead += tomorrow - tx.now
    for _ in range(10):
        await door.ask(ASHA)
        door.database.ahead += timedelta(hours=1)
    with pytest.raises(TooMany) as refused:
        await door.ask(ASHA)
    assert 13 * 3600 < refused.value.retry_after <= 14 * 3600
    door.database.ahead += timedelta(seconds=refused.value.retry_after)
    await door.ask(ASHA)
    assert len(door.postbox.messages) == 11


async def test_with_limits_off_no_cooldown_and_no_cap_holds(door: Door):
    door.policy = identity.Policy(limits_off=True)
    sent = [await door.ask(ASHA) for _ in range(12)]
    assert len(door.postbox.messages) == 12
    assert {each.resend_after for each in sent} == {0}
    assert await live_challenges(door.database) == 1


async def test_a_newer_code_takes_the_place_of_the_older(door: Door):
    await door.ask(ASHA)
    first = door.code
    door.database.ahead += MINUTE
    await door.ask(ASHA)
    assert await live_challenges(door.database) == 1
    if first != door.code:
        with pytest.raises(identity.WrongCode):
            await door.answer(verifying(first))
    assert (await door.answer(verifying(door.code))).is_new


async def test_a_resend_repeats_the_code_and_gives_it_no_longer_life(door: Door):
    sent = await door.ask(ASHA, binding="browser")
    door.database.ahead += MINUTE
    again = await resend(door, sent, binding="browser")
    assert again.challenge_id == sent.challenge_id
    assert 235 <= again.expires_in <= 240
    first, second = door.postbox.messages
    assert first.code == second.code
    assert (first.key, second.key) == (f"{sent.challenge_id}:1", f"{sent.challenge_id}:2")


async def test_a_resend_waits_for_the_cooldown_and_counts_nothing_when_refused(door: Door):
    sent = await door.ask(ASHA)
    with pytest.raises(TooMany):
        await resend(door, sent)
    async with door.database.snapshot() as snapshot:
        assert await snapshot.value("SELECT send_count FROM otp_challenges") == 1


async def test_a_resend_needs_the_browser_that_asked(door: Door):
    sent = await door.ask(ASHA, binding="browser")
    door.database.ahead += MINUTE
    for binding in (None, "another"):
        with pytest.raises(NotFound):
            await resend(door, sent, binding=binding)


async def test_a_code_is_repeated_three_times_at_most(door: Door):
    door.policy = identity.Policy(limits_off=True)
    sent = await door.ask(ASHA)
    for _ in range(3):
        await resend(door, sent)
    with pytest.raises(NotFound):
        await resend(door, sent)
    assert len(door.postbox.messages) == 4


async def test_the_job_sends_nothing_once_the_code_cannot_be_answered(door: Door):
    sent = await door.ask(ASHA)
    door.database.ahead += 5 * MINUTE
    await door.deliver(sent.challenge_id)
    assert len(door.postbox.messages) == 1


async def test_neither_the_database_nor_the_queue_holds_a_code(busy_door: Door):
    sent = await busy_door.ask(ASHA, binding="the browser's own secret")
    assert await tables_with(busy_door.database, busy_door.code) == []
    assert await tables_with(busy_door.database, "the browser's own secret") == []
    async with busy_door.database.snapshot() as snapshot:
        jobs = await snapshot.values("SELECT args FROM procrastinate_jobs")
    assert jobs == [{"challenge_id": str(sent.challenge_id)}]


async def resend(
    door: Door, sent: identity.SentCode, *, binding: str | None = None
) -> identity.SentCode:
    async with door.database.transaction() as tx:
        again = await identity.resend_code(
            tx, sent.challenge_id, binding=binding, policy=door.policy
        )
    await door.deliver(again.challenge_id)
    return again


def verifying(code: str) -> identity.VerifyingCode:
    return identity.VerifyingCode(ASHA, code, identity.SessionKind.WEB)
