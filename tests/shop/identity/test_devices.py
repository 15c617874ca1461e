"""Devices are named, known again, and told of when new. They open nothing."""

from datetime import UTC, datetime

import pytest

from tests.world.people import ASHA, BINA, LAPTOP, PHONE_APP, Brand, Door, tables_with
from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.shop import identity
from zahra.shop.identity import Device, SessionKind, VerifyingCode
from zahra.shop.identity.device_names import name_of
from zahra.shop.identity.devices.letters import new_device_letter
from zahra.shop.identity.devices.store import Arrival

pytestmark = pytest.mark.anyio
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
)
PHONE = Device.seen("203.0.113.9", user_agent=CHROME, token="the phone's own")
OTHER = Device.seen("198.51.100.7", user_agent="Firefox/141", token="another's own")


@pytest.fixture
def often(door: Door) -> Door:
    door.policy = identity.Policy(limits_off=True)
    return door


async def new_devices(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value("SELECT count(*) FROM auth_events WHERE type = 'device.new'")


async def letters(door: Door) -> list[tuple[str, str]]:
    """What the jobs that are left would send now: to whom, and what."""
    async with door.database.snapshot() as snapshot:
        sessions = await snapshot.values(
            "SELECT session_id FROM auth_events WHERE type = 'device.new' ORDER BY at, id"
        )
    door.postbox.messages.clear()
    for session_id in sessions:
        await identity.tell_of_new_device(
            door.database, door.postbox, Brand(), session_id=session_id
        )
    return [(message.to, message.text) for message in door.postbox.messages]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (CHROME + " Mobile Safari/537.36", "Chrome on Android"),
        (CHROME + " Mobile Safari/537.36 EdgA/142.0", "Edge on Android"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/29.0 Chrome/136.0 Mobile Safari/537.36",
         "Samsung Internet on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) CriOS/142.0 Mobile Safari/604.1",
         "Chrome on iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Version/19.1 Safari/604.1",
         "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.1 Safari/605.1.15",
         "Safari on Mac"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
         "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge on Linux"),
        ("Zahra/1 Android", "Android"),
        ("<script>alert(1)</script>", ""),
        ("x" * 100_000, ""),
    ],
)  # fmt: skip
def test_a_device_is_called_what_its_owner_would_call_it(user_agent: str, name: str):
    assert name_of(user_agent) == name


def test_what_a_device_says_of_itself_comes_first():
    assert PHONE_APP.name == "Asha's phone"
    assert PHONE.name == "Chrome on Android"


async def test_the_first_login_of_all_is_no_news(often: Door):
    await often.sign_in(device=PHONE)
    assert await new_devices(often.database) == 0


async def test_a_known_device_is_no_news(often: Door):
    for _ in range(3):
        await often.sign_in(device=PHONE)
    assert await new_devices(often.database) == 0


async def test_another_device_is_news_once(often: Door):
    await often.sign_in(device=PHONE)
    for _ in range(2):
        await often.sign_in(device=OTHER)
    assert await new_devices(often.database) == 1


async def test_a_device_that_one_person_uses_is_new_for_another(often: Door):
    await often.sign_in(ASHA, device=PHONE)
    await often.sign_in(BINA, device=OTHER)
    await often.sign_in(BINA, device=PHONE)
    assert await new_devices(often.database) == 1


async def test_programs_are_new_each_time_whatever_they_send(often: Door):
    """They all look alike, and so would a thief's."""
    for _ in range(3):
        await often.sign_in(kind=SessionKind.API, device=PHONE)
    assert await new_devices(often.database) == 2
    async with often.database.snapshot() as snapshot:
        assert await snapshot.value("SELECT count(*) FROM user_devices") == 0


async def test_the_owner_is_written_to_with_when_what_and_from_where(often: Door):
    await often.sign_in(BINA, device=PHONE)
    await often.sign_in(BINA, device=OTHER)
    [(to, text)] = await letters(often)
    assert to == BINA
    assert "Firefox\nfrom around 198.51.100.0/24" in text
    assert "https://zahra.example/account/security" in text
    assert "198.51.100.7" not in text


async def test_who_has_no_address_is_told_nothing_by_phone(often: Door):
    """Whoever took the phone would be told first."""
    for device in (PHONE, OTHER):
        await often.sign_in(ASHA, device=device)
    assert await letters(often) == []


async def test_a_session_that_is_over_by_then_is_no_news(often: Door):
    await often.sign_in(BINA, device=PHONE)
    other = await often.sign_in(BINA, device=OTHER)
    async with often.database.transaction() as tx:
        await identity.log_out(tx, await often.actor(other.secret))
    assert await letters(often) == []


def test_a_devices_name_cannot_become_markup():
    arrival = Arrival(ids.new(), "<b>Bank</b>", None, datetime(2026, 11, 22, 12, tzinfo=UTC))
    html = new_device_letter(arrival, Brand()).html
    assert "22 November 2026, 17:30 IST<br>&lt;b&gt;Bank&lt;/b&gt;" in html
    assert "<b>" not in html


async def test_what_a_browser_is_known_by_stands_nowhere(busy_door: Door):
    await busy_door.sign_in(device=PHONE)
    assert await tables_with(busy_door.database, "the phone's own") == []


@pytest.mark.parametrize(
    ("identifier", "device", "trusted"),
    [
        (ASHA, PHONE, True),
        ("98765 43210", PHONE, True),
        (BINA, PHONE, False),
        (ASHA, OTHER, False),
        (ASHA, LAPTOP, False),
        ("nobody", PHONE, False),
    ],
)
async def test_a_device_is_trusted_where_its_owner_used_it(
    often: Door, identifier: str, device: Device, trusted: bool
):
    await often.sign_in(ASHA, device=PHONE)
    await often.sign_in(BINA, device=OTHER)
    async with often.database.snapshot() as snapshot:
        assert await identity.is_trusted_device(snapshot, identifier, device) is trusted


async def test_a_number_that_was_let_go_of_is_trusted_no_more(often: Door):
    await often.sign_in(ASHA, device=PHONE)
    async with often.database.transaction() as tx:
        await tx.run("UPDATE identities SET released_at = %(now)s", now=tx.now)
        assert not await identity.is_trusted_device(tx, ASHA, PHONE)


async def test_a_known_device_alone_opens_nothing(often: Door):
    await often.sign_in(device=PHONE)
    await often.ask(ASHA)
    wrong = VerifyingCode(ASHA, often.wrong_code, SessionKind.WEB, device=PHONE)
    with pytest.raises(identity.WrongCode):
        await often.answer(wrong)


async def test_the_list_of_sessions_names_the_devices(often: Door):
    signed_in = await often.sign_in(device=PHONE)
    actor: Actor = await often.actor(signed_in.secret)
    async with often.database.snapshot() as snapshot:
        [seen] = await identity.sessions_of(snapshot, actor)
    assert (seen.device, seen.ip_area) == ("Chrome on Android", "203.0.113.0/24")
