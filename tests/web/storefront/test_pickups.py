"""A pickup as its return's owner sees it: its day and number, that it failed, and asking again."""

import re
from functools import partial
from uuid import UUID

import pytest

from tests.web.storefront.conftest import SigningIn, Visitor
from tests.web.storefront.test_returns import ASHA, line_of, order_number
from tests.world.returning import STAFF
from zahra.base.db import Transaction
from zahra.shop import returns
from zahra.shop.returns import fetching

pytestmark = pytest.mark.anyio


async def approved(visitor: Visitor) -> tuple[str, UUID]:
    """The page of a return that staff let come, and its id."""
    path = f"/orders/{await order_number(visitor)}/return"
    line = line_of((await visitor.get(path)).text)
    wish = {f"qty_{line}": "1", f"reason_{line}": "too_small"}
    asked = await visitor.send(path, seen_on=path, **wish, confirmed="yes")
    assert asked.status_code == 303, asked.text
    where = asked.headers["location"]
    number = where.rsplit("/")[-1]

    async def approve(tx: Transaction) -> UUID:
        given = await returns.given_return(tx, STAFF, number)
        await returns.approve_return(tx, STAFF, given.given.id)
        pickup = await fetching.open_pickup(tx, given.given, "shiprocket")
        await tx.run(
            "UPDATE return_pickups SET booking = 'booked', state = 'scheduled', awb = '5960',"
            " booked_at = %(now)s, courier_order_id = '1', courier_shipment_id = '2',"
            " carrier = 'Delhivery Surface', pickup_on = '2026-11-25', tries = 1,"
            " tracking_url = 'https://courier.example/5960' WHERE id = %(id)s",
            id=pickup.id,
            now=tx.now,
        )
        return given.given.id

    return where, await visitor.whole.shop.database.run(approve)


async def test_a_pickup_is_shown_fails_is_asked_for_again_and_is_nobody_elses(shopper: SigningIn):
    asha, stranger = await shopper(ASHA), await shopper()
    where, return_id = await approved(asha)
    page = (await asha.get(where)).text
    assert re.search(r"Delhivery Surface comes on <b>Wed, 25 Nov</b>", page)
    assert '<a href="https://courier.example/5960" rel="noreferrer">5960</a>' in page
    assert "Ask for another pickup" not in page
    await _staff_see_what_it_costs(asha, return_id)
    early = await asha.send(f"{where}/pickup/again", seen_on=where)
    assert early.status_code == 409

    async def fail(tx: Transaction) -> None:
        await tx.run(
            "UPDATE return_pickups SET state = 'failed', failures = 1,"
            " said = '<b>nobody there</b>', state_at = '2026-11-25T06:00Z'"
            " WHERE return_id = %(id)s",
            id=return_id,
        )

    await asha.whole.shop.database.run(fail)
    page = (await asha.get(where)).text
    assert "could not fetch it: “&lt;b&gt;nobody there&lt;/b&gt;”" in page
    assert "Ask for another pickup" in page
    theirs = await stranger.send(f"{where}/pickup/again", seen_on="/account/profile")
    assert theirs.status_code == 404
    again = await asha.send(f"{where}/pickup/again", seen_on=where)
    assert again.status_code == 303
    page = (await asha.get(where)).text
    assert "We have asked the courier to come again" in page
    assert "Ask for another pickup" not in page
    waiting = await asha.whole.shop.database.run(_bookings)
    assert waiting >= 1


async def _staff_see_what_it_costs(asha: Visitor, return_id: UUID) -> None:
    """Over the API staff are told more of a pickup than its owner."""
    whole = asha.whole
    await whole.shop.database.run(partial(_cost, return_id=return_id))
    for address in (f"/admin/returns/{return_id}", "/admin/returns?limit=1"):
        told = (await whole.ask("GET", address, whole.owner)).json()["data"]
        [pickup] = (told[0] if isinstance(told, list) else told)["pickups"]
        assert (pickup["awb"], pickup["freight"], pickup["lastError"]) == ("5960", 8100, "busy")
    [own] = (await asha.get(f"/api/v1/returns/{return_id}")).json()["data"]["pickups"]
    assert (own["awb"], own["freight"], own["lastError"]) == ("5960", None, None)


async def _cost(tx: Transaction, *, return_id: UUID) -> None:
    await tx.run(
        "UPDATE return_pickups SET freight = 8100, last_error = 'busy' WHERE return_id = %(id)s",
        id=return_id,
    )


async def _bookings(tx: Transaction) -> int:
    return await tx.value(
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%book_pickup%%'"
        " AND status = 'todo'"
    )
