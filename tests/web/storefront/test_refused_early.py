"""What is refused before any page was asked is told as pages tell it."""

import pytest

from tests.web.storefront.conftest import Arriving
from zahra.web.http.bodies import JSON_LIMIT, PHOTOS_LIMIT

pytestmark = pytest.mark.anyio
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("path", "size"),
    [("/cart/items", JSON_LIMIT), ("/orders/ZH-1/return", PHOTOS_LIMIT), ("/admin", JSON_LIMIT)],
)
async def test_a_form_that_is_too_large_is_answered_with_a_page(
    guest: Arriving, path: str, size: int
) -> None:
    told = {**FORM, "Content-Length": str(size + 1)}
    answer = await (await guest()).client.post(path, content=b"x", headers=told)
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "That is too large</h1>" in answer.text
    assert "What was sent is larger than this address accepts." in answer.text


async def test_a_form_of_another_site_is_answered_with_a_page(guest: Arriving) -> None:
    visitor = await guest()
    evil = {**FORM, "Sec-Fetch-Site": "cross-site"}
    answer = await visitor.client.post("/cart/items", content=b"quantity=1", headers=evil)
    assert answer.status_code == 403
    assert "This form is out of date." in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_address_that_no_text_can_hold_is_a_page_that_is_not_there(
    guest: Arriving,
) -> None:
    answer = await (await guest()).get("/products/a%00b")
    assert answer.status_code == 404
    assert "We could not find that page" in answer.text


async def test_the_api_is_answered_in_json_all_the_same(guest: Arriving) -> None:
    told = {"Content-Type": "application/json", "Content-Length": str(JSON_LIMIT + 1)}
    answer = await (await guest()).client.post("/api/v1/cart/items", content=b"x", headers=told)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body_too_large"
