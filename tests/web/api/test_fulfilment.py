"""After placing, over the API: cancelling, parcels, what comes back, and who sees what of it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.depot import COURIER, Depot
from tests.world.fake_gateway import FakeGateway
from tests.world.people import Door, shopper
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Permission, program
from zahra.base.db import Database
from zahra.providers.couriers import Shiprocket, ShiprocketAccount
from zahra.shop import identity, shipping
from zahra.shop.assembled import Brand
from zahra.shop.orders import Placed
from zahra.shop.shipping import Couriers, ShipmentState
from zahra.web.api import admin_orders
from zahra.web.api import orders as order_routes

pytestmark = pytest.mark.anyio
STAFF = {Permission.ORDERS_READ, Permission.ORDERS_WRITE, Permission.SHIPPING_WRITE}


@dataclass
class Desk:
    """A buyer and a member of staff who ask over the API, and an order of the buyer's."""

    depot: Depot
    buyer: httpx.AsyncClient
    staff: httpx.AsyncClient
    placed: Placed

    async def seen(self) -> dict[str, Any]:
        answer = await self.buyer.get(f"/orders/{self.placed.order.number}")
        return answer.json()["data"]

    async def ask(self, path: str, **body: Any) -> httpx.Response:
        return await self.staff.post(f"/admin{path}", json=body)

    async def packed(self) -> dict[str, Any]:
        named = self.placed.order.id
        picked = await self.staff.patch(f"/admin/orders/{named}/status", json={"status": "picking"})
        assert picked.status_code == 200, picked.text
        answer = await self.ask(f"/orders/{named}/shipments", courier=COURIER)
        assert answer.status_code == 201, answer.text
        parcel = answer.json()["data"]
        refused = await self.ask(f"/shipments/{parcel['id']}/dispatch")
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_booked")
        async with self.depot.till.database.transaction() as tx:  # as its courier does
            await tx.run("UPDATE shipments SET awb = number WHERE id = %(id)s", id=parcel["id"])
        return parcel


@pytest.fixture
async def desk(pooled: Database) -> AsyncGenerator[Desk, None]:
    till = Till(pooled, gateway=FakeGateway(numbers=count(ids.new().int % 10**13)))
    door = Door(pooled)
    found = await door.sign_in(f"+9197{ids.new().int % 10**8:08}", kind=identity.SessionKind.API)
    assert found.tokens is not None
    actor, goods = (
        shopper(found.person.id),
        await till.goods({"M": 9}, title=f"Kurta {ids.new().hex}"),
    )
    await till.fill_bag(actor, goods["M"], 2)
    placed = await till.place(actor, key=str(ids.new()))
    till.pay(placed)
    await till.settle(placed)
    async with pooled.transaction() as tx:
        key = await identity.make_api_key(tx, program("tests"), f"{ids.new()}@example.com", STAFF)
    site = a_counter(pooled, order_routes.router, admin_orders.router)
    site.state.shop.brand = Brand("Zahra", "http://shop.test")
    site.state.shop.couriers = Couriers([Shiprocket(ShiprocketAccount("a@b.in", "p"))])
    async with at(site) as buyer, at(site) as staff:
        buyer.headers["Authorization"] = f"Bearer {found.tokens.access_token}"
        staff.headers["Authorization"] = f"Bearer {key}"
        yield Desk(Depot(till), buyer, staff, placed)


async def test_a_buyer_cancels_one_piece_and_sees_what_goes_back(desk: Desk):
    order = await desk.seen()
    assert order["actions"] == ["cancel"]
    (line,) = order["lines"]
    body = {"reason": "two are too many", "items": [{"orderItemId": line["id"], "qty": 1}]}
    headers = {"Idempotency-Key": str(ids.new())}
    path = f"/orders/{order['number']}/cancel"
    answer = await desk.buyer.post(path, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    again = await desk.buyer.post(path, json=body, headers=headers)
    assert again.json() == answer.json()
    await desk.depot.till.run_errands()
    order = await desk.seen()
    assert order["lines"][0]["states"] == {"ordered": 1, "cancelled": 1}
    assert order["paymentStatus"] == "partially_refunded"
    (back,) = order["moneyBack"]
    told = (back["kind"], back["amount"], back["settled"], back["reason"])
    assert told == ("cancellation", 159900, 159900, "two are too many")
    (refund,) = order["refunds"]
    assert (refund["moneyBackId"], refund["state"]) == (back["id"], "settled")
    assert (refund["amount"], refund["destination"], refund["method"]) == (159900, "source", "upi")


async def test_a_parcel_goes_out_over_the_api_and_its_buyer_sees_it(desk: Desk):
    parcel = await desk.packed()
    assert (parcel["collectable"], parcel["weightGrams"]) == (0, 820)
    assert (await desk.seen())["actions"] == []
    sent = await desk.ask(f"/shipments/{parcel['id']}/dispatch")
    assert (sent.status_code, sent.json()["data"]["state"]) == (200, "picked_up"), sent.text
    order = await desk.seen()
    assert (order["fulfilmentStatus"], order["lines"][0]["states"]) == ("shipped", {"shipped": 2})
    (shown,), (line,) = order["shipments"], order["lines"]
    assert shown["items"] == [{"orderItemId": line["id"], "qty": 2}]
    (paper,) = order["invoices"]
    assert (paper["kind"], paper["total"]) == ("invoice", order["totals"]["total"])
    assert line["returnableUntil"] is None


async def test_a_parcel_is_taken_apart_over_the_api_and_packed_another_way(desk: Desk):
    parcel = await desk.packed()
    for _ in range(2):
        apart = await desk.ask(f"/shipments/{parcel['id']}/unpack")
        assert (apart.status_code, apart.json()["data"]["state"]) == (200, "cancelled"), apart.text
    path = f"/orders/{desk.placed.order.id}/shipments"
    nobody = await desk.ask(path, courier="pigeon")
    assert nobody.status_code == 422
    assert nobody.json()["error"]["fields"] == {"courier": ["Choose from shiprocket."]}
    assert (await desk.ask(path, courier=COURIER)).status_code == 201
    assert (await desk.seen())["fulfilmentStatus"] == "packed"


async def test_the_days_to_return_are_told_once_it_has_come(desk: Desk):
    parcel = await desk.packed()
    await desk.ask(f"/shipments/{parcel['id']}/dispatch")
    async with desk.depot.till.database.snapshot() as snapshot:
        shipment = await shipping.shipment(snapshot, ids.parse(parcel["id"]) or ids.new())
    await desk.depot.tell(shipment, ShipmentState.DELIVERED)
    order = await desk.seen()
    assert order["fulfilmentStatus"] == "delivered"
    assert order["lines"][0]["returnableUntil"].endswith("T18:30:00.000Z")


async def test_staff_cancel_what_is_packed_and_nothing_that_has_left(desk: Desk):
    parcel = await desk.packed()
    path = f"/admin/orders/{desk.placed.order.id}/status"
    await desk.ask(f"/shipments/{parcel['id']}/dispatch")
    refused = await desk.staff.patch(path, json={"status": "cancelled"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "illegal_transition")
    again = await desk.staff.patch(path, json={"status": "picking"})
    assert again.json()["error"]["details"]["state"] == "shipped"


async def test_what_came_back_is_taken_in_by_count(desk: Desk):
    parcel = await desk.packed()
    await desk.ask(f"/shipments/{parcel['id']}/dispatch")
    database = desk.depot.till.database
    async with database.snapshot() as snapshot:
        shipment = await shipping.shipment(snapshot, ids.parse(parcel["id"]) or ids.new())
    await desk.depot.tell(shipment, ShipmentState.UNDELIVERED, ShipmentState.RTO_INITIATED)
    async with database.snapshot() as snapshot:
        back = await shipping.rto_of(snapshot, shipment.id)
    variant = (await desk.seen())["lines"][0]["variantId"]
    much = await desk.ask(f"/rtos/{back.id}/receive", resellable=[{"variantId": variant, "qty": 3}])
    assert (much.status_code, much.json()["error"]["code"]) == (422, "invalid")
    counted = {
        "resellable": [{"variantId": variant, "qty": 1}],
        "damaged": [{"variantId": variant, "qty": 1}],
    }
    taken = await desk.ask(f"/rtos/{back.id}/receive", **counted)
    assert taken.status_code == 200, taken.text
    assert (taken.json()["data"]["resellable"], taken.json()["data"]["damaged"]) == (1, 1)
    order = await desk.seen()
    assert (order["fulfilmentStatus"], order["returnStatus"]) == ("rto", "none")
    assert [paper["kind"] for paper in order["invoices"]] == ["invoice", "credit_note"]
    twice = await desk.ask(f"/rtos/{back.id}/receive", **counted)
    assert twice.status_code in (409, 422)


async def test_staff_find_orders_by_how_they_stand(desk: Desk):
    number = desk.placed.order.number
    for query in (
        {"q": number[:8]},
        {"q": number, "status": "placed", "fulfilmentStatus": "unfulfilled"},
        {"q": number.lower(), "paymentStatus": "paid"},
    ):
        found = await desk.staff.get("/orders", params=query)
        assert [each["number"] for each in found.json()["data"]] == [number], query
    for query in ({"q": number, "status": "cancelled"}, {"q": "ZH-%%%%%%%%"}, {"q": "nobody"}):
        found = await desk.staff.get("/orders", params=query)
        assert found.json()["data"] == [], query
    wrong = await desk.staff.get("/orders", params={"status": "sent"})
    assert wrong.status_code == 422


async def test_filters_show_a_buyer_no_more_than_their_own(desk: Desk):
    answer = await desk.buyer.get("/orders", params={"status": "placed"})
    assert [each["number"] for each in answer.json()["data"]] == [desk.placed.order.number]
