"""SMS cannot be bought on the shop's account."""

from datetime import datetime, timedelta

import pytest

from tests.world.passwords import Locksmith
from tests.world.people import ASHA, BINA, KEYS, Door, a_person, column
from zahra.base.db import Transaction
from zahra.shop import identity
from zahra.shop.identity.model import UNKNOWN_DEVICE

pytestmark = pytest.mark.anyio


BUDGETS = "SELECT allowed FROM sms_budgets ORDER BY hour"
KNOWN, STRANGER, CLOSED = ASHA, "+919812300000", "+919712300000"


async def ask(door: Door, *numbers: str) -> list[identity.SentCode]:
    async with door.database.transaction() as tx:
        return [
            await identity.send_code(tx, door.keys, number, binding=None, policy=door.policy)
            for number in numbers
        ]


def alike(count: int, series: str = "98765") -> list[str]:
    return [f"+91{series}{at:05d}" for at in range(count)]


async def sent_before(tx: Transaction, at: datetime, *, times: int) -> None:
    await tx.run(
        """
        INSERT INTO otp_challenges (id, purpose, identifier, channel, salt, code_hmac, kid,
                                    created_at, expires_at, superseded_at)
        SELECT gen_random_uuid(), 'login', '+919876543210', 'sms', '', '', '', %(at)s,
               %(at)s, %(at)s FROM generate_series(1, %(times)s)
        """,
        at=at,
        times=times,
    )


def told(smith: Locksmith) -> list[str]:
    """To whom something went."""
    return [message.to for message in smith.letters]


@pytest.fixture
async def attacked(smith: Locksmith) -> Locksmith:
    """Strangers have used up the hour's SMS. One number is somebody's, one of a closed account."""
    async with smith.database.transaction() as tx:
        await a_person(tx, KNOWN)
        closed = await a_person(tx, CLOSED)
        await tx.run("UPDATE users SET status = 'disabled' WHERE id = %(id)s", id=closed.user_id)
    smith.door.policy = identity.Policy(least_sms_budget=3, sms_reserve=2)
    await ask(smith.door, "+919912300000", "+917012300000", "+919212300000")
    await smith.work()
    smith.letters.clear()
    return smith


async def test_twenty_numbers_that_begin_alike_are_served_in_an_hour_and_no_more(
    smith: Locksmith,
):
    last = "+919876599999"
    await ask(smith.door, *alike(20), last, STRANGER, BINA)
    await smith.work()
    assert told(smith) == [*alike(20), STRANGER, BINA]
    smith.letters.clear()
    smith.database.ahead += timedelta(minutes=3)
    await ask(smith.door, last)
    await smith.work()
    assert told(smith) == [last]


async def test_past_the_budget_an_sms_goes_to_shoppers_alone_and_mail_to_everybody(
    attacked: Locksmith,
):
    await ask(attacked.door, STRANGER, CLOSED, KNOWN, BINA)
    await attacked.work()
    assert told(attacked) == [KNOWN, BINA]
    withheld = "SELECT identifier_masked FROM auth_events WHERE type = 'otp.withheld'"
    assert await column(attacked.database, withheld) == ["••••••0000", "••••••0000"]
    code = next(message.code for message in attacked.letters if message.to == KNOWN)
    asked = identity.VerifyingCode(KNOWN, code, identity.SessionKind.WEB)
    assert not (await attacked.door.answer(asked)).is_new


async def test_past_the_budget_whoever_asks_is_answered_alike(attacked: Locksmith):
    """The answer reads no user: only the worker looks who it is."""
    async with attacked.database.transaction() as tx:
        await tx.run("ALTER TABLE identities RENAME TO identities_elsewhere")
    answers = await ask(attacked.door, STRANGER, CLOSED, KNOWN)
    assert {(each.resend_after, each.expires_in) for each in answers} == {(30, 300)}
    jobs = [job.__name__ for job, _, _ in attacked.errands.waiting]
    assert jobs == ["deliver_code_from_reserve"] * 3


async def test_the_reserve_ends_and_comes_back_with_the_hour(attacked: Locksmith):
    for wait in (0, 30, 60):
        attacked.database.ahead += timedelta(seconds=wait)
        await ask(attacked.door, KNOWN)
        await attacked.work()
    assert told(attacked) == [KNOWN] * 2
    attacked.database.ahead += timedelta(minutes=60)
    await ask(attacked.door, STRANGER)
    await attacked.work()
    assert told(attacked)[2:] == [STRANGER]


async def test_who_spends_the_reserve_locks_nobody_out_of_a_browser_of_their_own(
    attacked: Locksmith,
):
    """Whoever knows shoppers' numbers can spend the reserve as well."""
    own = identity.Device.seen("203.0.113.9", user_agent="Chrome", token="her own browser")
    door, policy = attacked.door, identity.Policy(least_sms_budget=3, sms_reserve=1)
    async with door.database.transaction() as tx:
        await a_person(tx, "+919612300000")
    door.policy = identity.Policy(limits_off=True)
    await door.sign_in(KNOWN, device=own)
    door.policy = policy
    await ask(door, "+919612300000")
    await attacked.work()
    attacked.letters.clear()
    for wait, device in ((30, UNKNOWN_DEVICE), (60, own)):
        door.database.ahead += timedelta(seconds=wait)
        async with door.database.transaction() as tx:
            await identity.send_code(
                tx, door.keys, KNOWN, binding=None, device=device, policy=policy
            )
        await attacked.work()
        assert told(attacked) == ([KNOWN] if device is own else [])


async def test_a_code_sent_again_takes_of_the_reserve_too(attacked: Locksmith):
    [sent] = await ask(attacked.door, KNOWN)
    attacked.database.ahead += timedelta(seconds=30)
    async with attacked.database.transaction() as tx:
        await identity.resend_code(tx, sent.challenge_id, binding=None, policy=attacked.door.policy)
    await attacked.work()
    first, again = attacked.letters
    assert (first.to, first.code) == (again.to, again.code)


async def test_past_the_budget_no_new_number_is_proved_and_nothing_is_left_behind(
    attacked: Locksmith,
):
    async def asking(tx: Transaction) -> None:
        purpose = identity.Purpose.VERIFY_IDENTITY
        await identity.send_code(
            tx, KEYS, STRANGER, binding=None, purpose=purpose, policy=attacked.door.policy
        )

    with pytest.raises(identity.CodesUnavailable):
        await attacked.database.run(asking)
    assert len(await column(attacked.database, "SELECT 1 FROM otp_challenges")) == 3
    assert len(await column(attacked.database, "SELECT 1 FROM otp_throttle")) == 3
    assert attacked.errands.waiting == []


async def test_the_budget_is_three_times_the_median_of_the_same_hour_of_a_week(door: Door):
    async with door.database.transaction() as tx:
        hour = await tx.value("SELECT date_trunc('hour', %(now)s::timestamptz)", now=tx.now)
        for back, sent in enumerate((10, 20, 30, 40, 50, 60, 70), start=1):
            await sent_before(tx, hour - timedelta(days=back), times=sent)
    planned = identity.Policy(least_sms_budget=100)
    await identity.plan_sms_budget(door.database, planned)
    assert await column(door.database, BUDGETS) == [120, 100]


async def test_an_attack_raises_no_budget_by_more_than_it_was_allowed(door: Door):
    """Codes that were asked for and not sent would else be tomorrow's usual."""
    async with door.database.transaction() as tx:
        hour = await tx.value("SELECT date_trunc('hour', %(now)s::timestamptz)", now=tx.now)
        for back in range(1, 8):
            await sent_before(tx, hour - timedelta(days=back), times=500)
    planned = identity.Policy(least_sms_budget=100)
    await identity.plan_sms_budget(door.database, planned)
    assert await column(door.database, BUDGETS) == [300, 100]


async def test_a_load_test_without_limits_has_no_budget(door: Door):
    door.policy = identity.Policy(limits_off=True)
    await ask(door, *alike(21))
