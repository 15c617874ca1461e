"""The link in the message about a failed delivery: opens one answer, and nothing else."""

from datetime import timedelta

import pytest

from tests.web.storefront.conftest import Arriving
from tests.world.parcels import ASHA_HOME, a_parcel, scan, tell
from tests.world.whole import Whole
from zahra.base import ids
from zahra.base.clock import ist_day
from zahra.shop import shipping
from zahra.shop.shipping import Ndr, NdrState, Shipment, ShipmentState, Wish, days_to_pick

pytestmark = pytest.mark.anyio


async def failed(whole: Whole) -> tuple[str, Shipment]:
    """A parcel that nobody opened to, and the page of its link."""
    awb = ids.token()[:12]
    async with whole.shop.database.transaction() as tx:
        parcel = await a_parcel(tx, awb=awb)
        at = tx.now - timedelta(minutes=1)
        await tell(tx, parcel, scan("21", ShipmentState.UNDELIVERED, at, awb=awb))
        (ndr,) = await shipping.ndrs_of(tx, parcel.id)
    return f"/delivery/{shipping.link_token(whole.shop.keys, ndr.id)}", parcel


async def ndr_of(whole: Whole, parcel: Shipment) -> Ndr:
    async with whole.shop.database.snapshot() as snapshot:
        return (await shipping.ndrs_of(snapshot, parcel.id))[-1]


async def test_whoever_holds_the_link_sees_the_place_and_no_more(whole: Whole, guest: Arriving):
    page, parcel = await failed(whole)
    shown = await (await guest()).get(page)
    assert shown.status_code == 200
    assert parcel.number in shown.text
    assert "Mumbai 400001" in shown.text
    for private in (ASHA_HOME.name, ASHA_HOME.line1, ASHA_HOME.phone, "asha@example.com"):
        assert private not in shown.text
    assert "noindex" in shown.text
    assert "no-store" in shown.headers["cache-control"]


async def test_another_day_is_picked_without_a_login(whole: Whole, guest: Arriving):
    page, parcel = await failed(whole)
    visitor = await guest()
    day = days_to_pick(ist_day(whole.shop.database.now))[0]
    sent = await visitor.send(page, seen_on=page, wish="pick_date", deliver_on=day.isoformat())
    assert (sent.status_code, sent.headers["location"]) == (303, page)
    ndr = await ndr_of(whole, parcel)
    assert (ndr.wish, ndr.deliver_on, ndr.answered_by) == (Wish.PICK_DATE, day, "buyer")
    assert "Thank you" in (await visitor.get(page)).text


async def test_what_is_wrong_is_said_and_what_was_typed_stays(whole: Whole, guest: Arriving):
    page, parcel = await failed(whole)
    visitor = await guest()
    for typed, said in [
        ({"wish": "fix_address", "landmark": "the park"}, "Tell us house, building and street."),
        ({"wish": "pick_date"}, "Choose one of the next 7 days, no Sunday or holiday."),
        ({"wish": "pick_date", "deliver_on": "soon"}, "Error"),
        ({"wish": "keep it"}, "Error"),
    ]:
        sent = await visitor.send(page, seen_on=page, **typed)
        assert sent.status_code == 422
        assert said in sent.text
    assert (await ndr_of(whole, parcel)).state is NdrState.OPEN


async def test_after_the_parcel_has_moved_on_nothing_can_be_said(whole: Whole, guest: Arriving):
    page, parcel = await failed(whole)
    visitor = await guest()
    await visitor.get(page)
    async with whole.shop.database.transaction() as tx:
        fact = scan("7", ShipmentState.DELIVERED, tx.now, awb=parcel.awb or "")
        await tell(tx, parcel, fact)
    late = await visitor.send(page, wish="cancel")
    assert late.status_code == 409
    assert "moved on" in late.text
    assert (await ndr_of(whole, parcel)).wish is None


async def test_a_link_that_nobody_sealed_does_not_exist(guest: Arriving):
    stranger = await guest()
    for token in ("x", "A" * 40, "A" * 400, "%00"):
        assert (await stranger.get(f"/delivery/{token}")).status_code == 404
    assert (await stranger.send("/delivery/" + "A" * 40, wish="cancel")).status_code == 404


async def test_another_site_cannot_answer_for_the_buyer(whole: Whole, guest: Arriving):
    page, parcel = await failed(whole)
    visitor = await guest()
    answer = await visitor.client.post(
        page, data={"wish": "cancel"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert (await ndr_of(whole, parcel)).wish is None
