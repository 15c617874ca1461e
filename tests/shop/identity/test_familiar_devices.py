"""Strangers can use up the codes of a number. Its owner's own device has a share beside them."""

from datetime import timedelta

import pytest

from tests.world.people import ASHA, Door
from zahra.base.errors import TooMany
from zahra.shop import identity
from zahra.shop.identity.model import UNKNOWN_DEVICE

pytestmark = pytest.mark.anyio
OWN = identity.Device.seen("203.0.113.9", user_agent="Chrome", token="her own browser")
ANOTHER = identity.Device.seen("203.0.113.9", user_agent="Chrome", token="somebody else's")


async def ask(door: Door, device: identity.Device, to: str = ASHA) -> identity.SentCode:
    async with door.database.transaction() as tx:
        return await identity.send_code(
            tx, door.keys, to, binding=None, device=device, policy=door.policy
        )


async def strangers_use_up_the_day(door: Door) -> None:
    for _ in range(20):
        try:
            await ask(door, UNKNOWN_DEVICE)
        except TooMany as why:
            door.database.ahead += timedelta(seconds=why.retry_after)
            if why.retry_after > 2 * 3600:
                door.database.ahead -= timedelta(seconds=why.retry_after)
                return
    raise AssertionError("the codes were never used up")


async def test_the_owners_device_is_sent_five_more_in_an_hour(door: Door):
    await door.sign_in(ASHA, device=OWN)
    await strangers_use_up_the_day(door)
    for _ in range(5):
        sent = await ask(door, OWN)
        assert sent.resend_after == 30
    with pytest.raises(TooMany):
        await ask(door, OWN)
    door.database.ahead += timedelta(minutes=12)
    await ask(door, OWN)


@pytest.mark.parametrize("device", [UNKNOWN_DEVICE, ANOTHER])
async def test_nobody_elses_device_is_sent_more(door: Door, device: identity.Device):
    await door.sign_in(ASHA, device=OWN)
    await strangers_use_up_the_day(door)
    with pytest.raises(TooMany):
        await ask(door, device)


async def test_it_is_the_owners_device_for_her_own_number_alone(door: Door):
    """Else whoever has an account could send to any number without end."""
    await door.sign_in("+919876500777", device=OWN)
    await strangers_use_up_the_day(door)
    with pytest.raises(TooMany):
        await ask(door, OWN)


async def test_two_clicks_are_still_one_code(door: Door):
    await door.sign_in(ASHA, device=OWN)
    door.database.ahead += timedelta(hours=25)
    await ask(door, OWN)
    with pytest.raises(TooMany):
        await ask(door, OWN)


async def test_strangers_do_not_keep_her_from_showing_that_it_is_her(door: Door):
    signed_in = await door.sign_in(ASHA, device=OWN)
    await strangers_use_up_the_day(door)
    asha = await door.actor(signed_in.secret)
    async with door.database.transaction() as tx:
        sent = await identity.send_step_up_code(
            tx, door.keys, asha, binding=None, device=OWN, policy=door.policy
        )
        assert sent.resend_after == 30
    async with door.database.transaction() as tx:
        with pytest.raises(TooMany):
            await identity.send_step_up_code(
                tx, door.keys, asha, binding=None, device=ANOTHER, policy=door.policy
            )
