"""What tests of the account's pages share: whoever is away for an hour, and the codes they get."""

from datetime import timedelta
from urllib.parse import urlsplit

import httpx

from tests.web.storefront.conftest import Visitor
from tests.world.people import Door
from zahra.base import ids
from zahra.web.http.cookies import Cookie

PASSWORD = "seven blue kites over Jaipur"


def door_of(visitor: Visitor) -> Door:
    shop = visitor.whole.shop
    return Door(shop.database, shop.policy, keys=shop.keys)


async def code_sent(visitor: Visitor) -> str:
    """The code this browser waits for: the worker's job is done at once."""
    waiting = visitor.client.cookies[Cookie.CODE.value.name]
    door = door_of(visitor)
    await door.deliver(ids.parse(waiting.split(".")[1]) or ids.new())
    return door.code


def away(visitor: Visitor, *, hours: float = 1) -> None:
    """So long that a proof is old."""
    visitor.whole.shop.database.ahead += timedelta(hours=hours)


def goes_to(answer: httpx.Response) -> str:
    """Where a page sends on to, its query left out."""
    assert answer.status_code == 303, answer.text[:600]
    return urlsplit(answer.headers["Location"]).path


async def confirm(visitor: Visitor, *, next_url: str = "/account/security") -> httpx.Response:
    """Show by a code that it is still them."""
    seen_on = f"/account/confirm?next={next_url}"
    await visitor.send("/account/confirm/code", seen_on=seen_on, next=next_url)
    code = await code_sent(visitor)
    return await visitor.send("/account/confirm", seen_on=seen_on, code=code, next=next_url)
