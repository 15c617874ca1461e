"""The way out is never refused, and only we can send somebody there."""

import httpx
import pytest

from tests.web.storefront.account import goes_to
from tests.web.storefront.conftest import SigningIn, Visitor
from zahra.web.http.cookies import Cookie

pytestmark = pytest.mark.anyio
SESSION = Cookie.SESSION.value.name
GONE = "; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
CLEARED = [f"{name}={GONE}" for name in ("zsid", "zotp", "zcart")]


def cleared(answer: httpx.Response) -> list[str]:
    lines = answer.headers.get_list("set-cookie")
    return [line for line in lines if line.startswith(("zsid=", "zotp=", "zcart="))]


async def log_out(visitor: Visitor, token: str) -> httpx.Response:
    return await visitor.client.post("/logout", data={"csrf_token": token})


async def test_a_page_whose_session_was_ended_elsewhere_logs_out(shopper: SigningIn) -> None:
    phone = "+919876601001"
    here, there = await shopper(phone), await shopper(phone)
    token = await here.token("/account")
    others = "/account/security/sessions/end-others"
    assert goes_to(await there.send(others, seen_on="/account/security")) == "/account/security"
    answer = await log_out(here, token)
    assert goes_to(answer) == "/"
    assert cleared(answer) == CLEARED
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


async def test_logging_out_twice_is_once(shopper: SigningIn) -> None:
    visitor = await shopper()
    token, secret = await visitor.token("/account"), visitor.client.cookies[SESSION]
    for _ in range(2):
        visitor.client.cookies.set(SESSION, secret, domain="shop.test")
        answer = await log_out(visitor, token)
        assert goes_to(answer) == "/"
        assert cleared(answer) == CLEARED


async def test_a_page_of_an_earlier_login_ends_the_present_session(shopper: SigningIn) -> None:
    phone = "+919876601002"
    before, now = await shopper(phone), await shopper(phone)
    token, secret = await before.token("/account"), now.client.cookies[SESSION]
    assert goes_to(await log_out(now, token)) == "/"
    now.client.cookies.set(SESSION, secret, domain="shop.test")
    assert goes_to(await now.get("/account")) == "/login"


@pytest.mark.parametrize(
    "told",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/account"},
        {},
    ],
)
async def test_no_other_site_logs_somebody_out(shopper: SigningIn, told: dict[str, str]) -> None:
    """Not even with the right token."""
    visitor = await shopper()
    token = await visitor.token("/account")
    del visitor.client.headers["Sec-Fetch-Site"]
    answer = await visitor.client.post("/logout", data={"csrf_token": token}, headers=told)
    assert answer.status_code == 403
    assert cleared(answer) == []
    assert (await visitor.get("/account")).status_code == 200
