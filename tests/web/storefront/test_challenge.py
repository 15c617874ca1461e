"""Somebody behind a crowded address: a word to copy, and on with what they were doing."""

import re
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest

from tests.web.storefront.conftest import Visitor
from tests.world.whole import Whole, asking
from zahra.web.site import create_site

pytestmark = pytest.mark.anyio
CROWDED = "198.51.100.77"


@pytest.fixture
async def crowded(whole: Whole) -> AsyncGenerator[Visitor, None]:
    """A browser at an address whose ten codes are spent, with the limits on."""
    site = create_site(whole.shop, whole.site.state.settings)
    site.state.limits_off = False
    async with asking(site, CROWDED) as client:
        client.headers["Sec-Fetch-Site"] = "same-origin"
        visitor = Visitor(client, whole)
        for number in range(10):
            answer = await visitor.send("/login", seen_on="/login", identifier=phone(number))
            assert answer.headers["location"].startswith("/login/code"), answer.text[:300]
        client.cookies.delete("zotp")
        yield visitor
    async with whole.shop.database.transaction() as tx:
        await tx.run("TRUNCATE rate_gcra")


def phone(number: int) -> str:
    return f"+9198764{number:05d}"


async def sent_away(crowded: Visitor) -> httpx.Response:
    """Asks for one code more from the login page."""
    form = {"csrf_token": await crowded.token("/login"), "identifier": phone(99)}
    headers = {"Referer": "http://shop.test/login?next=/cart"}
    return await crowded.client.post("/login", data=form, headers=headers)


def question_on(page: httpx.Response) -> dict[str, str]:
    """The fields of the page's form, the word typed as it is shown."""
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    word = re.search(r"Type this word: (\w+)", page.text)
    assert word is not None
    return {**hidden, "word": word[1]}


async def test_who_copies_the_word_goes_on(crowded: Visitor, whole: Whole):
    away = await sent_away(crowded)
    assert (away.status_code, away.headers["location"]) == (303, "/challenge?next=/login")
    form = question_on(await crowded.get(away.headers["location"]))
    whole.shop.database.ahead += timedelta(seconds=3)
    back = await crowded.client.post(
        "/challenge", data={**form, "word": f" {form['word'].title()}"}
    )
    assert (back.status_code, back.headers["location"]) == (303, "/login")
    assert back.headers["set-cookie"].startswith(f"zask={form['question']}.{form['word']};")
    assert (await sent_away(crowded)).headers["location"].startswith("/login/code")


@pytest.mark.parametrize("word", ["", "wrong", "<b>", "x" * 500])
async def test_another_word_is_asked_again(crowded: Visitor, whole: Whole, word: str):
    form = question_on(await crowded.get("/challenge"))
    whole.shop.database.ahead += timedelta(seconds=3)
    again = await crowded.client.post("/challenge", data={**form, "word": word})
    assert again.status_code == 422
    assert "Type the word as it is shown" in again.text
    assert question_on(again)["question"] != form["question"]
    assert "zask" not in again.headers.get("set-cookie", "")


async def test_a_program_that_answers_at_once_is_asked_again(crowded: Visitor):
    form = question_on(await crowded.get("/challenge"))
    assert (await crowded.client.post("/challenge", data=form)).status_code == 422


@pytest.mark.parametrize("next_url", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_the_way_back_is_our_own(crowded: Visitor, whole: Whole, next_url: str):
    page = await crowded.client.get("/challenge", params={"next": next_url})
    form = question_on(page)
    assert form["next"] == "/"
    whole.shop.database.ahead += timedelta(seconds=3)
    back = await crowded.client.post("/challenge", data={**form, "next": next_url})
    assert back.headers["location"] == "/"


async def test_a_program_of_the_api_repeats_its_request_with_the_word(
    crowded: Visitor, whole: Whole
):
    path, wish = "/api/v1/auth/otp/send", {"identifier": phone(98)}
    refused = await crowded.client.post(path, json=wish)
    assert refused.status_code == 429
    error = refused.json()["error"]
    assert error["code"] == "challenge_required"
    whole.shop.database.ahead += timedelta(seconds=3)
    told = {"X-Challenge": f"{error['details']['challenge']}.{error['details']['word']}"}
    assert (await crowded.client.post(path, json=wish, headers=told)).status_code == 202
