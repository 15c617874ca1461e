"""Parcels over the API: couriers' news, labels, PIN codes, and who may see what."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.world.gateway import COURIER_TOKEN, Simulator, running_simulator, simulator
from tests.world.parcels import a_parcel, scan, tell
from tests.world.whole import Visitor, Whole, settings_for, whole_site
from zahra.base.clock import ist_day
from zahra.providers.couriers import ManualCourier
from zahra.providers.couriers.shiprocket import Shiprocket
from zahra.shop import shipping
from zahra.shop.shipping import Couriers, Shipment, ShipmentState, answering

__all__ = ["running_simulator", "simulator"]
pytestmark = pytest.mark.anyio
NOBODY = Visitor()
HOOK = "/hooks/courier-a"
NEWS = (
    b'{"awb": "59001", "shipment_status_id": 42, "current_status": "PICKED UP",'
    b' "current_timestamp": "24 11 2026 00:30:05", "scans": []}'
)


@pytest.fixture
async def whole(
    fresh_dsn: str, tmp_path: Path, simulator: Simulator
) -> AsyncGenerator[Whole, None]:
    async with whole_site(settings_for(fresh_dsn, tmp_path)) as opened:
        couriers = Couriers([Shiprocket(simulator.shiprocket), ManualCourier()])
        shop = opened.site.state.shop
        parts = {name: getattr(shop, name) for name in type(shop).__slots__}
        opened.site.state.shop = type(shop)(**{**parts, "couriers": couriers})
        yield opened
        await couriers.close()


async def parcel(whole: Whole, **more: Any) -> Shipment:
    async with whole.shop.database.transaction() as tx:
        return await a_parcel(tx, **more)


async def told(whole: Whole, method: str, path: str, **more: Any) -> Any:
    """What the owner is answered."""
    answer = await whole.ask(method, path, whole.owner, **more)
    assert answer.is_success, answer.text
    return answer.json()


async def ring(
    whole: Whole, raw: bytes = NEWS, *, token: str | None = COURIER_TOKEN
) -> httpx.Response:
    """The courier calls."""
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["X-Api-Key"] = token
    return await whole.ask("POST", HOOK, NOBODY, content=raw, headers=headers)


async def kept(whole: Whole, shipment_id: UUID) -> list[str]:
    async with whole.shop.database.snapshot() as snapshot:
        return [scan.code for scan in await shipping.scans_of(snapshot, shipment_id)]


def test_the_hooks_address_is_one_that_shiprocket_takes():
    for forbidden in ("shiprocket", "kartrocket", "sr", "kr"):
        assert forbidden not in f"/api/v1{HOOK}"


async def test_news_with_the_token_is_filed_and_answered(whole: Whole):
    made = await parcel(whole)
    for _ in range(2):
        answer = await ring(whole)
        assert (answer.status_code, answer.json()["ok"]) == (200, True)
    assert await kept(whole, made.id) == ["42"]


@pytest.mark.parametrize("token", [None, "", "wrong", COURIER_TOKEN.upper(), COURIER_TOKEN + "x"])
async def test_news_without_the_token_changes_nothing(whole: Whole, token: str | None):
    made = await parcel(whole)
    answer = await ring(whole, token=token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_signature")
    assert await kept(whole, made.id) == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"awb": 7}', b"\xff\x00"])
async def test_what_cannot_be_read_is_filed_and_answered_all_the_same(whole: Whole, raw: bytes):
    answer = await ring(whole, raw)
    assert answer.status_code == 200
    async with whole.shop.database.snapshot() as snapshot:
        assert await snapshot.value("SELECT raw FROM courier_news") == raw


async def test_a_letter_that_no_database_keeps_does_not_keep_the_news_out(whole: Whole):
    made = await parcel(whole)
    assert (await ring(whole, NEWS.replace(b"PICKED", b"PICKED\\u0000\\udfff"))).status_code == 200
    assert await kept(whole, made.id) == ["42"]


@pytest.mark.parametrize("hook", ["courier-b", "manual", "shiprocket"])
async def test_a_hook_of_nobody_does_not_exist(whole: Whole, hook: str):
    answer = await whole.ask("POST", f"/hooks/{hook}", NOBODY, content=NEWS)
    assert answer.status_code == 404


async def test_a_courier_without_a_token_has_no_hook(whole: Whole, simulator: Simulator):
    deaf = Shiprocket(replace(simulator.shiprocket, webhook_tokens=()))
    shop = whole.site.state.shop
    parts = {name: getattr(shop, name) for name in type(shop).__slots__}
    whole.site.state.shop = type(shop)(**{**parts, "couriers": Couriers([deaf])})
    assert (await ring(whole, token="")).status_code == 404
    await deaf.close()


async def test_a_parcel_is_booked_and_labelled(whole: Whole, simulator: Simulator):
    made = await parcel(whole, awb=None, collectable=254800)
    label = f"/admin/shipments/{made.id}/label.pdf"
    early = await whole.ask("GET", label, whole.owner)
    assert (early.status_code, early.json()["error"]["code"]) == (409, "not_booked")
    booked = (await told(whole, "POST", f"/admin/shipments/{made.id}/book"))["data"]
    known = await asyncio.to_thread(simulator.ask, "GET", "/shiprocket/parcels")
    assert [each["awb"] for each in known] == [booked["awb"]]
    assert "address" not in booked
    paper = await whole.ask("GET", label, whole.owner)
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["cache-control"] == "private, no-store"
    assert (await whole.ask("GET", label, whole.owner)).content == paper.content
    manifest = await whole.ask(
        "POST", "/admin/shipments/manifest", whole.owner, json={"shipmentIds": [str(made.id)]}
    )
    assert manifest.content.startswith(b"%PDF")


async def test_a_courier_by_hand_is_written_down(whole: Whole):
    made = await parcel(whole, awb=None, courier="manual")
    at = f"/admin/shipments/{made.id}"
    bill = {"awb": "HAND-0001", "carrier": "DTDC", "trackingUrl": "https://track.example/1"}
    written = (await told(whole, "PATCH", f"{at}/waybill", json=bill))["data"]
    assert (written["awb"], written["state"]) == ("HAND-0001", "awb_assigned")
    other = await parcel(whole, awb=None, courier="manual")
    taken = await whole.ask("PATCH", f"/admin/shipments/{other.id}/waybill", whole.owner, json=bill)
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "awb_taken")
    answer = await whole.ask("PATCH", at, whole.owner, json={"event": "pick_up"})
    assert answer.status_code == 202
    assert len(await kept(whole, made.id)) == 2
    bad = await whole.ask(
        "PATCH", f"{at}/waybill", whole.owner, json={**bill, "trackingUrl": "javascript:alert(1)"}
    )
    assert bad.status_code == 422


async def test_parcels_are_walked_from_one_to_the_next(whole: Whole):
    made = [str((await parcel(whole, awb=f"5900{at}")).id) for at in range(3)]
    first = await told(whole, "GET", "/admin/shipments?limit=2")
    after = first["meta"]["after"]
    second = await told(whole, "GET", f"/admin/shipments?limit=2&after={after}")
    seen = [each["id"] for each in (*first["data"], *second["data"])]
    assert seen[:3] == list(reversed(made))
    lost = await told(whole, "GET", "/admin/shipments?state=lost")
    assert lost["data"] == []
    assert (await whole.ask("GET", "/admin/shipments?status=x", whole.owner)).status_code == 422


async def test_a_list_is_tried_before_it_is_taken_over(whole: Whole):
    text = "pincode,cod,cod_max,state,district\n302001,N,,,\n799999,Y,5000,Tripura,Agartala\n"
    async with whole.shop.database.transaction() as tx:
        await tx.run(
            "UPDATE pincodes SET districts = '{}', state_codes = '{}' WHERE pincode IN ('302001')"
        )
    tried = (await told(whole, "POST", "/admin/pincodes/import", json={"csv": text}))["data"]
    assert (tried["isDryRun"], tried["new"], tried["changed"], tried["wrong"]) == (True, 1, 1, 0)
    (known, fresh) = tried["changes"]
    assert known["differences"] == {"takes_cash": {"before": True, "after": False}}
    assert (fresh["pincode"], fresh["isNew"]) == ("799999", True)
    assert (await told(whole, "GET", "/admin/pincodes?q=799999"))["data"] == []
    body = {"csv": text, "dryRun": False}
    assert (await told(whole, "POST", "/admin/pincodes/import", json=body))["data"]["changed"] == 1
    (found,) = (await told(whole, "GET", "/admin/pincodes?q=799999"))["data"]
    assert (found["cashMax"], found["stateCodes"]) == (500000, ["16"])
    again = (await told(whole, "POST", "/admin/pincodes/import", json={"csv": text}))["data"]
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)


async def test_one_wrong_line_keeps_the_whole_list_out(whole: Whole):
    text = "pincode,cod\n302001,N\n30200,N\n"
    tried = (await told(whole, "POST", "/admin/pincodes/import", json={"csv": text}))["data"]
    assert [(each["line"], each["column"]) for each in tried["errors"]] == [(3, "pincode")]
    body = {"csv": text, "dryRun": False}
    refused = await whole.ask("POST", "/admin/pincodes/import", whole.owner, json=body)
    assert refused.status_code == 422
    assert list(refused.json()["error"]["fields"]) == ["rows.3.pincode"]
    (found,) = (await told(whole, "GET", "/admin/pincodes?q=302001"))["data"]
    assert found["takesCash"] is True


async def test_a_failed_attempt_is_answered_once_by_who_may(whole: Whole):
    async with whole.shop.database.transaction() as tx:
        made = await a_parcel(tx)
        away = scan("17", ShipmentState.OUT_FOR_DELIVERY, tx.now)
        failed = scan("21", ShipmentState.UNDELIVERED, tx.now, remark="Customer not available")
        await tell(tx, made, away, failed)
        tomorrow = answering.days_to_pick(ist_day(tx.now))[0].isoformat()
    (ndr,) = (await told(whole, "GET", "/admin/ndrs"))["data"]
    assert (ndr["shipmentId"], ndr["attempt"], ndr["state"]) == (str(made.id), 1, "open")
    assert ndr["reason"] == "Customer not available"
    path = f"/admin/ndrs/{ndr['id']}/answer"
    said = {"wish": "pick_date", "deliverOn": tomorrow, "note": "after six"}
    for who in (NOBODY, whole.asha, whole.clerk):
        assert (await whole.ask("POST", path, who, json=said)).status_code in (401, 403)
    late = await whole.ask("POST", path, whole.owner, json={**said, "deliverOn": "2020-01-01"})
    assert late.status_code == 422
    answered = (await told(whole, "POST", path, json=said))["data"]
    assert (answered["state"], answered["wish"], answered["deliverOn"], answered["note"]) == (
        "answered",
        "pick_date",
        tomorrow,
        "after six",
    )
    assert answered["answeredBy"]
    assert answered["answeredAt"]
    unknown = path.replace(ndr["id"], str(made.id))
    assert (await whole.ask("POST", unknown, whole.owner, json=said)).status_code == 404
    delivered = scan("7", ShipmentState.DELIVERED, answered_at(answered))
    async with whole.shop.database.transaction() as tx:
        await tell(tx, made, delivered)
    closed = await whole.ask("POST", path, whole.owner, json=said)
    assert (closed.status_code, closed.json()["error"]["code"]) == (409, "answer_closed")


def answered_at(answered: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(answered["answeredAt"]) + timedelta(hours=1)


async def test_one_pin_code_is_changed_and_noted(whole: Whole):
    body = {"takesCash": False, "minDays": 2, "maxDays": 5}
    changed = (await told(whole, "PATCH", "/admin/pincodes/302001", json=body))["data"]
    assert (changed["takesCash"], changed["maxDays"], changed["isServiceable"]) == (False, 5, True)
    log = await told(whole, "GET", "/admin/audit-log?action=pincodes.")
    assert [each["subject"] for each in log["data"]] == ["pincode:302001"]
    for wrong in ({"minDays": 9}, {"minDays": 3, "maxDays": None}):
        refused = await whole.ask("PATCH", "/admin/pincodes/302001", whole.owner, json=wrong)
        assert refused.status_code == 422
    assert (
        await whole.ask("PATCH", "/admin/pincodes/999999", whole.owner, json=body)
    ).status_code == 404


async def test_rates_are_set_and_taken_back(whole: Whole):
    rate = {"zone": "A", "firstSlab": 5000, "nextSlab": 2000, "minDays": 1, "maxDays": 2}
    path = "/admin/shipping-methods/express/rates"
    assert (await told(whole, "PUT", path, json={"rates": [rate]}))["data"]["rates"] == [rate]
    twice = await whole.ask("PUT", path, whole.owner, json={"rates": [rate, rate]})
    assert twice.status_code == 422
    listed = (await told(whole, "GET", "/admin/shipping-methods"))["data"]
    assert [len(each["rates"]) for each in listed] == [0, 1]
    assert (await told(whole, "PUT", path, json={"rates": []}))["data"]["rates"] == []
    nowhere = await whole.ask(
        "PUT", path.replace("express", "by-drone"), whole.owner, json={"rates": []}
    )
    assert nowhere.status_code == 404
