"""A device that its owner forgets is unknown again, and nobody else's can be forgotten."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.people import ASHA, BINA, Door
from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.base.errors import NotFound, TooMany
from zahra.shop import identity
from zahra.shop.identity import Device, KnownDevice
from zahra.shop.identity.model import UNKNOWN_DEVICE

pytestmark = pytest.mark.anyio
PHONE = Device.seen("203.0.113.9", user_agent="Android Chrome/142.0", token="her phone")
LAPTOP = Device.seen("203.0.113.9", user_agent="Firefox/141", token="her laptop")
BROWSER = Device.seen("203.0.113.9", user_agent="Safari/605", token="her browser at work")


@pytest.fixture
def often(door: Door) -> Door:
    door.policy = identity.Policy(limits_off=True)
    return door


async def signed_in(door: Door, *devices: Device, who: str = ASHA) -> Actor:
    """Whoever has signed in with these, one an hour, as they are on the last."""
    secret = None
    for device in devices:
        door.database.ahead += timedelta(hours=1)
        secret = (await door.sign_in(who, device=device)).secret
    return await door.actor(secret)


async def known(door: Door, actor: Actor, here: Device = UNKNOWN_DEVICE) -> list[KnownDevice]:
    async with door.database.snapshot() as snapshot:
        return await identity.devices_of(snapshot, actor, here)


async def forget(door: Door, actor: Actor, device_id: UUID) -> None:
    async with door.database.transaction() as tx:
        await identity.forget_device(tx, actor, device_id)


async def forgotten(database: Database) -> list[dict[str, int]]:
    """What the diary tells of it."""
    async with database.snapshot() as snapshot:
        return await snapshot.values(
            "SELECT detail FROM auth_events WHERE type = 'device.forgotten' ORDER BY at, id"
        )


async def test_devices_are_listed_this_one_first_and_then_the_latest(often: Door):
    asha = await signed_in(often, PHONE, LAPTOP, BROWSER)
    listed = await known(often, asha, PHONE)
    assert [(each.name, each.is_this) for each in listed] == [
        ("Chrome on Android", True),
        ("Safari", False),
        ("Firefox", False),
    ]
    assert all(each.first_seen_at == each.last_seen_at for each in listed)


async def test_a_device_keeps_its_id_and_its_first_time(often: Door):
    asha = await signed_in(often, PHONE)
    [first] = await known(often, asha)
    [again] = await known(often, await signed_in(often, PHONE))
    assert (again.id, again.first_seen_at) == (first.id, first.first_seen_at)
    assert again.last_seen_at > first.last_seen_at


async def test_nobody_sees_anothers_devices(often: Door):
    await signed_in(often, PHONE, LAPTOP)
    bina = await signed_in(often, LAPTOP, who=BINA)
    assert [each.name for each in await known(often, bina)] == ["Firefox"]


async def test_who_comes_without_a_cookie_is_on_no_known_device(often: Door):
    asha = await signed_in(often, PHONE)
    assert [each.is_this for each in await known(often, asha, UNKNOWN_DEVICE)] == [False]


async def test_a_forgotten_device_is_news_at_its_next_login(often: Door):
    asha = await signed_in(often, PHONE, LAPTOP)
    for news in (1, 2):
        async with often.database.snapshot() as snapshot:
            told = await snapshot.value(
                "SELECT count(*) FROM auth_events WHERE type = 'device.new'"
            )
        assert told == news
        phone = next(each for each in await known(often, asha, PHONE) if each.is_this)
        await forget(often, asha, phone.id)
        await signed_in(often, PHONE)
    assert await forgotten(often.database) == [{"forgotten": 1}] * 2


async def test_a_forgotten_device_has_no_share_of_codes_beside_strangers(door: Door):
    asha = await signed_in(door, PHONE)
    door.policy = identity.Policy(daily_cap=1)
    async with door.database.transaction() as tx:
        assert await identity.is_trusted_device(tx, ASHA, PHONE)
    [phone] = await known(door, asha)
    await forget(door, asha, phone.id)
    async with door.database.transaction() as tx:
        assert not await identity.is_trusted_device(tx, ASHA, PHONE)
    door.database.ahead += timedelta(minutes=5)
    with pytest.raises(TooMany):
        async with door.database.transaction() as tx:
            await identity.send_code(
                tx, door.keys, ASHA, binding=None, device=PHONE, policy=door.policy
            )


async def test_a_forgotten_device_opens_no_number_that_may_have_changed_hands(often: Door):
    asha = await signed_in(often, PHONE, LAPTOP)
    [phone] = [each for each in await known(often, asha, PHONE) if each.is_this]
    await forget(often, asha, phone.id)
    often.database.ahead += timedelta(days=181)
    with pytest.raises(identity.SecondProofRequired):
        await often.sign_in(ASHA, device=PHONE)
    assert not (await often.sign_in(ASHA, device=LAPTOP)).is_new


async def test_a_strangers_device_is_not_found_and_stays_known(often: Door):
    asha = await signed_in(often, PHONE)
    bina = await signed_in(often, LAPTOP, who=BINA)
    [phone] = await known(often, asha)
    for unknown in (phone.id, ids.new()):
        with pytest.raises(NotFound):
            await forget(often, bina, unknown)
    assert await known(often, asha) == [phone]
    assert await forgotten(often.database) == []


async def test_all_others_are_forgotten_and_this_one_and_other_peoples_are_not(often: Door):
    bina = await signed_in(often, PHONE, who=BINA)
    asha = await signed_in(often, PHONE, LAPTOP, BROWSER)
    for expected in (2, 0):
        async with often.database.transaction() as tx:
            assert await identity.forget_other_devices(tx, asha, LAPTOP) == expected
    assert [each.name for each in await known(often, asha, LAPTOP)] == ["Firefox"]
    assert len(await known(often, bina)) == 1
    assert await forgotten(often.database) == [{"forgotten": 2}]


async def test_forgetting_a_device_logs_nobody_out(often: Door):
    asha = await signed_in(often, PHONE)
    [phone] = await known(often, asha)
    await forget(often, asha, phone.id)
    async with often.database.snapshot() as snapshot:
        assert [each.is_current for each in await identity.sessions_of(snapshot, asha)] == [True]
