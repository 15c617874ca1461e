"""SMS cannot be bought on the shop's account."""

from datetime import timedelta

import pytest

from tests.world.people import BINA, Door
from zahra.shop import identity

pytestmark = pytest.mark.anyio


async def ask(door: Door, *numbers: str) -> None:
    async with door.database.transaction() as tx:
        for number in numbers:
            await identity.send_code(tx, door.keys, number, binding=None, policy=door.policy)


def alike(count: int, series: str = "98765") -> list[str]:
    return [f"+91{series}{at:05d}" for at in range(count)]


async def test_twenty_numbers_that_begin_alike_are_served_in_an_hour_and_no_more(door: Door):
    await ask(door, *alike(20))
    with pytest.raises(identity.CodesUnavailable):
        await ask(door, "+919876599999")
    await ask(door, "+919812300000", BINA)
    door.database.ahead += timedelta(minutes=3)
    await ask(door, "+919876599999")


async def test_a_refused_code_leaves_nothing_behind(door: Door):
    await ask(door, *alike(20))
    with pytest.raises(identity.CodesUnavailable):
        await ask(door, "+919876599999")
    async with door.database.snapshot() as snapshot:
        assert await snapshot.value("SELECT count(*) FROM otp_challenges") == 20
        assert await snapshot.value("SELECT count(*) FROM otp_throttle") == 20


async def test_all_sms_together_have_a_budget_of_which_mail_takes_nothing(door: Door):
    door.policy = identity.Policy(least_sms_budget=3)
    numbers = [f"+91{series}00000" for series in (98765, 98123, 99123, 97123)]
    await ask(door, *numbers[:3])
    with pytest.raises(identity.CodesUnavailable):
        await ask(door, numbers[3])
    await ask(door, BINA)


async def test_the_budget_is_three_times_the_median_of_the_same_hour_of_a_week(door: Door):
    async with door.database.transaction() as tx:
        hour = await tx.value("SELECT date_trunc('hour', %(now)s::timestamptz)", now=tx.now)
        for back, sent in enumerate((10, 20, 30, 40, 50, 60, 70), start=1):
            await tx.run(
                """
                INSERT INTO otp_challenges (id, purpose, identifier, channel, salt, code_hmac, kid,
                                            created_at, expires_at, superseded_at)
                SELECT gen_random_uuid(), 'login', '+919876543210', 'sms', '', '', '', %(at)s,
                       %(at)s, %(at)s FROM generate_series(1, %(sent)s)
                """,
                at=hour - timedelta(days=back),
                sent=sent,
            )
    planned = identity.Policy(least_sms_budget=100)
    await identity.plan_sms_budget(door.database, planned)
    async with door.database.snapshot() as snapshot:
        budgets = await snapshot.values("SELECT allowed FROM sms_budgets ORDER BY hour")
    assert budgets == [120, 100]


async def test_a_load_test_without_limits_has_no_budget(door: Door):
    door.policy = identity.Policy(limits_off=True)
    await ask(door, *alike(21))
