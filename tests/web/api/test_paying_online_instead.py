"""A cash order's link to pay online, over the API: what it is worth is said before it is paid."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.world.whole import Visitor, Whole, settings_for, whole_site
from zahra.base import ids

pytestmark = pytest.mark.anyio
GOODS, FEE, REWARD = 4 * 159900, 4900, 5000
ALLOW = {"otpFrom": 900, "advanceFrom": 900, "prepaidFrom": 900}


@pytest.fixture
async def whole(fresh_dsn: str, tmp_path: Path) -> AsyncGenerator[Whole, None]:
    """A shop with a fee for paying at the door, and a reward for not doing so."""
    settings = settings_for(fresh_dsn, tmp_path, cod_fee=FEE, cod_link_reward=REWARD)
    async with whole_site(settings) as whole:
        await whole.ask("PATCH", "/admin/cod/rules", whole.owner, json=ALLOW)
        yield whole


async def cash_order(whole: Whole) -> str:
    """The id of an order of Asha's that is to be paid at the door."""
    placed = await whole.order_for_cash(whole.asha, total=GOODS + FEE)
    assert placed.status_code == 201, placed.text
    return placed.json()["data"]["order"]["id"]


async def link_of(whole: Whole, order: str, who: Visitor) -> dict[str, Any]:
    answer = await whole.ask("POST", f"/orders/{order}/prepaid-link", who)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def listed(whole: Whole, **about: str) -> list[dict[str, Any]]:
    answer = await whole.ask("GET", "/admin/cod/links", whole.owner, params=about)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_the_link_says_what_it_is_worth_and_so_does_its_page(whole: Whole):
    order = await cash_order(whole)
    link = await link_of(whole, order, whole.asha)
    assert (link["amount"], link["feeWaived"], link["reward"]) == (GOODS, FEE, REWARD)
    assert link["state"] == "sent"
    page = await whole.client.get(f"http://shop.test/pay/{link['url'].rsplit('/', 1)[1]}")
    assert page.status_code == 200
    offers = ("Pay ₹6,396 online", "₹49 less than at the door", "makes it ₹6,445")
    for said in (*offers, "₹50 of store credit"):
        assert said in page.text, said


async def test_staff_see_every_link_and_end_one(whole: Whole):
    order = await cash_order(whole)
    await link_of(whole, order, whole.owner)
    (seen,) = await listed(whole, orderId=order)
    assert (seen["state"], seen["amount"], seen["reward"]) == ("sent", GOODS, REWARD)
    assert (seen["rewardState"], seen["orderId"]) == (None, order)
    assert await listed(whole, state="converted") == []
    path = f"/admin/cod/links/{seen['id']}/end"
    for who in (whole.asha, whole.clerk):
        assert refusal(await whole.ask("POST", path, who)) == (403, "forbidden")
    ended = await whole.ask("POST", path, whole.owner)
    assert ended.json()["data"] == {"id": seen["id"], "state": "expired_manual"}
    assert refusal(await whole.ask("POST", path, whole.owner)) == (409, "illegal_transition")
    unknown = f"/admin/cod/links/{ids.new()}/end"
    assert refusal(await whole.ask("POST", unknown, whole.owner)) == (404, "not_found")
    (seen,) = await listed(whole, orderId=order, state="expired_manual")
    assert refusal(await whole.ask("GET", "/admin/cod/links", whole.asha)) == (403, "forbidden")
