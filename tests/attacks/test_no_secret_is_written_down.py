"""A day at the door with everything logged: no secret and nobody's number stands in any line, nor
in the diaries and job rows that people read; and no live secret in any row of the database."""

import re
from collections.abc import Mapping

import httpx
import pytest
import structlog

from tests.world.gateway import KEY_SECRET, WEBHOOK_SECRET
from tests.world.whole import HOME, Whole, asking
from zahra.base.logs import set_up_logs
from zahra.providers.outbox import Outbox
from zahra.settings import DEVELOPMENT_KEY
from zahra.shop import identity

pytestmark = pytest.mark.anyio
PHONE, EMAIL = "+919876512399", "canary.of.the.shop@example.com"
PASSWORD = "a canary sings in the mine at dawn"
STREET = "7 Canary Row"
READ_BY_PEOPLE = ("auth_events", "audit_log", "procrastinate_jobs", "procrastinate_events")
_API = "/api/v1"


async def code_sent_to(whole: Whole, identifier: str) -> str:
    """Does the worker's work, and opens the letter."""
    shop = whole.shop
    async with shop.database.snapshot() as snapshot:
        challenge = await snapshot.value(
            "SELECT id FROM otp_challenges WHERE identifier = %(to)s ORDER BY created_at DESC"
            " LIMIT 1",
            to=identifier,
        )
    await identity.deliver_code(
        shop.database, shop.senders, shop.keys, shop.brand, challenge_id=challenge
    )
    outbox = Outbox(whole.site.state.settings.data_dir / "outbox")
    found = [message for message in outbox.messages() if message.to == identifier]
    return next(word for word in found[0].text.split() if re.fullmatch(r"\d{6}", word))


async def a_program_comes_and_goes(whole: Whole) -> Mapping[str, str]:
    ask = whole.client.post
    await ask(f"{_API}/auth/otp/send", json={"identifier": PHONE})
    code = await code_sent_to(whole, PHONE)
    await ask(f"{_API}/auth/otp/verify", json={"identifier": PHONE, "otp": "000000"})
    typed = {"identifier": PHONE, "otp": code}
    first = (await ask(f"{_API}/auth/otp/verify", json=typed)).json()["data"]["tokens"]
    pair = {"refreshToken": first["refreshToken"], "sessionId": first["sessionId"]}
    second = (await ask(f"{_API}/auth/refresh", json=pair)).json()["data"]
    bearer = {"Authorization": f"Bearer {second['accessToken']}"}
    home = {**HOME, "line1": STREET, "phone": PHONE}
    await ask(f"{_API}/users/me/addresses", json=home, headers=bearer)
    await ask(f"{_API}/users/me/addresses", json={**home, "pincode": PHONE}, headers=bearer)
    await ask(f"{_API}/auth/refresh", json={**pair, "refreshToken": "zrt1.x.y"}, headers=bearer)
    return {
        "code": code,
        "access token": second["accessToken"],
        "refresh token": second["refreshToken"],
        "refresh token of before": first["refreshToken"],
    }


async def a_browser_comes_and_goes(whole: Whole) -> Mapping[str, str]:
    async with asking(whole.site) as browser:
        browser.headers["Sec-Fetch-Site"] = "same-origin"
        await send(browser, "/login", identifier=EMAIL)
        binding = browser.cookies["zotp"]
        code = await code_sent_to(whole, EMAIL)
        token = await send(browser, "/login/code", code=code)
        secret = browser.cookies["zsid"]
        await browser.get(f"/orders/{secret}", params={"token": secret})
        await browser.post("/logout", data={"csrf_token": "x", "password": PASSWORD})
        return {"code by e-mail": code, "session": secret, "binding": binding, "form": token}


async def send(browser: httpx.AsyncClient, path: str, **fields: str) -> str:
    found = re.search(r'name="csrf_token" value="(\w+)"', (await browser.get(path)).text)
    assert found is not None
    await browser.post(path, data={"csrf_token": found[1], **fields})
    return found[1]


async def passwords_are_tried(whole: Whole) -> None:
    tried = {"identifier": EMAIL, "password": PASSWORD}
    for path in ("login", "password/forgot", "password/reset"):
        await whole.client.post(f"{_API}/auth/{path}", json=tried)
    account = {"email": EMAIL, "password": PASSWORD, "name": "Canary"}
    await whole.client.post(f"{_API}/auth/register", json=account)


async def something_breaks(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"Key (value)=({PHONE}) for {EMAIL} exists")

    with monkeypatch.context() as patched:
        patched.setattr(identity, "send_code", fail)
        await whole.client.post(f"{_API}/auth/otp/send", json={"identifier": PHONE})


async def test_no_secret_is_in_logs_diaries_or_rows(
    whole: Whole, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    set_up_logs(style="json", level="DEBUG")
    structlog.get_logger("zahra.test").warning("control", note="this line is seen")
    secrets = {
        **await a_program_comes_and_goes(whole),
        **await a_browser_comes_and_goes(whole),
        "password": PASSWORD,
        "API key": whole.clerk.headers["Authorization"].removeprefix("Bearer "),
        "master key": DEVELOPMENT_KEY,
        "gateway key": KEY_SECRET,
        "webhook secret": WEBHOOK_SECRET,
    }
    await passwords_are_tried(whole)
    await something_breaks(whole, monkeypatch)
    personal = {"phone": PHONE[3:], "e-mail": EMAIL, "street": STREET}
    assert len(secrets) + len(personal) >= 12
    said = "".join(capfd.readouterr())
    assert "this line is seen" in said
    assert "incident" in said
    people_read = await rows(whole, *READ_BY_PEOPLE)
    for name, secret in {**secrets, **personal}.items():
        at = said.find(secret)
        assert at < 0, f"{name} is in the logs: {said[max(0, at - 300) : at + 100]}"
        assert secret not in people_read, name
    everything = await rows(whole)
    for name in set(secrets) - {"code", "code by e-mail"}:  # six digits are in many numbers
        assert secrets[name] not in everything, f"{name} is in the database"


async def rows(whole: Whole, *tables: str) -> str:
    """All that these tables hold, or all there are, as text; bytes both raw and in hexadecimal."""
    async with whole.shop.database.snapshot() as snapshot:
        names = tables or await snapshot.values(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('pincodes')"
        )
        told: list[str] = []
        for name in names:
            told += await snapshot.values(f'SELECT t::text FROM "{name}" t')
    hexes = re.findall(r"\\\\x([0-9a-f]{16,})", "\n".join(told))
    raw = [bytes.fromhex(each).decode("latin-1") for each in hexes if len(each) % 2 == 0]
    return "\n".join([*told, *raw])


@pytest.mark.parametrize("evil", ["a\r\nlevel=info", "a\x1b[2J", "a\u2028b", "a\x00b", "\u202eb"])
def test_no_text_of_a_visitor_is_a_line_of_its_own(evil: str, capfd: pytest.CaptureFixture[str]):
    set_up_logs(style="json", level="INFO")
    structlog.get_logger("zahra.log").info("seen", agent=evil)
    line = capfd.readouterr().out
    assert line.count("\n") == 1
    assert line.rstrip("\n").isprintable()
