"""Orders and payments over the API: what is asked, what is refused, and who sees what."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.doorstep import always_let_pay
from tests.world.fake_gateway import FakeGateway
from tests.world.goods import Goods
from tests.world.people import Door
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Permission, program
from zahra.base.db import Database
from zahra.shop import catalog, identity, orders
from zahra.shop.assembled import Brand
from zahra.web.api import cart
from zahra.web.api import orders as order_routes
from zahra.web.api import payments as payment_routes

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient
HOME = {
    "name": "Asha Verma",
    "phone": "98765 43210",
    "line1": "12 Johari Bazaar",
    "city": "Jaipur",
    "state": "Rajasthan",
    "pincode": "302001",
}


@dataclass
class Counter:
    """A till behind an API, and somebody new who asks there."""

    till: Till
    client: Client
    goods: Goods

    async def fill(self, qty: int = 2, size: str = "M") -> dict[str, Any]:
        body = {"variantId": str(self.goods[size]), "qty": qty}
        answer = await self.client.post("/cart/items", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def place(self, key: str | None = None, **wishes: Any) -> httpx.Response:
        body = {
            "cartVersion": 1,
            "expectedTotal": 319800,
            "shippingAddress": HOME,
            "shippingMethod": "standard",
            "paymentMethod": "razorpay",
            **wishes,
        }
        headers = {"Idempotency-Key": key or str(ids.new())}
        return await self.client.post("/orders", json=body, headers=headers)

    async def placed(self) -> dict[str, Any]:
        await self.fill()
        answer = await self.place()
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]

    async def ring(self, gateway_order: str, payment: str, event: str = "") -> httpx.Response:
        raw = f"{event or ids.new()} payment.captured {gateway_order} {payment}"
        headers = {"X-Signature": "genuine"}
        return await self.client.post("/payments/webhook", content=raw, headers=headers)


async def signed_in(database: Database, phone: str | None = None) -> dict[str, str]:
    """Somebody new with a phone, and the header that proves it."""
    own = phone or f"+9198{ids.new().int % 10**8:08}"
    found = await Door(database).sign_in(own, kind=identity.SessionKind.API)
    assert found.tokens is not None
    return {"Authorization": f"Bearer {found.tokens.access_token}"}


@pytest.fixture
async def counter(pooled: Database) -> AsyncGenerator[Counter, None]:
    till = Till(pooled, FakeGateway(numbers=count(ids.new().int % 10**13)))
    goods = await till.goods({"S": 1, "M": 20}, title=f"Kurta {ids.new().hex}")
    site = a_counter(pooled, cart.router, order_routes.router, payment_routes.router)
    site.state.shop.gateways = till.gateways
    site.state.shop.brand = Brand("Zahra", "https://zahra.example")
    site.state.limits_off = True
    async with at(site) as client:
        client.headers.update(await signed_in(pooled))
        await till.run_errands()
        yield Counter(till, client, goods)


async def test_an_order_is_answered_whole_and_ready_to_be_paid(counter: Counter):
    data = await counter.placed()
    order, payment = data["order"], data["payment"]
    assert (order["status"], order["paymentStatus"]) == ("pending_payment", "pending")
    assert order["totals"] == {
        "mrpTotal": 399800,
        "discount": 80000,
        "couponDiscount": 0,
        "shipping": 0,
        "codFee": 0,
        "tax": 15228,
        "total": 319800,
        "currency": "INR",
    }
    assert order["taxes"] == [
        {"rate": 5, "taxable": 304572, "cgst": 7614, "sgst": 7614, "utgst": 0, "igst": 0}
    ]
    (line,) = order["lines"]
    assert (line["qty"], line["unitPrice"], line["total"]) == (2, 159900, 319800)
    assert line["image"]["url"] == "/media/indigo-480.webp"
    assert line["returnableUntil"] is None
    assert order["shippingAddress"]["phone"] == "+919876543210"
    assert order["shippingAddress"]["stateCode"] == "08"
    assert order["billingAddress"] == order["shippingAddress"]
    assert [(m["life"], m["from"], m["to"]) for m in order["statusHistory"]] == [
        ("order", None, "pending_payment"),
        ("payment", None, "pending"),
    ]
    assert order["actions"] == ["pay", "cancel"]
    assert order["createdAt"].endswith("Z")
    assert (order["shipments"], order["invoices"], order["returns"]) == ([], [], [])
    assert (payment["orderId"], payment["status"], payment["amount"]) == (
        order["id"],
        "created",
        319800,
    )
    assert payment["client"]["amount"] == 319800
    number = order["number"]
    assert payment["client"]["hosted_url"] == f"https://zahra.example/checkout/pay/{number}"


async def test_the_same_key_is_answered_word_for_word(counter: Counter):
    await counter.fill()
    first = await counter.place("one-key")
    again = await counter.place("one-key")
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await counter.place("one-key", note="another body")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")


async def test_without_a_key_nothing_is_placed(counter: Counter):
    await counter.fill()
    answer = await counter.client.post("/orders", json={})
    assert (answer.status_code, answer.json()["error"]["code"]) == (
        400,
        "idempotency_key_required",
    )


async def test_a_price_that_rose_is_refused_with_both_totals_and_the_cart(counter: Counter):
    await counter.fill()
    async with counter.till.database.transaction() as tx:
        variant = counter.goods["M"]
        await catalog.change_price(tx, program("tests"), variant, price=169900, mrp=199900)
    answer = await counter.place()
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (409, "cart_changed")
    assert error["details"]["expectedTotal"] == 319800
    assert error["details"]["currentTotal"] == 339800
    assert error["details"]["cart"]["totals"]["total"] == 339800


async def test_a_stale_cart_is_refused_with_the_fresh_one(counter: Counter):
    await counter.fill()
    answer = await counter.place(cartVersion=9)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (409, "stale_cart")
    assert error["details"]["cart"]["version"] == 1


async def test_a_shortage_names_what_is_short(counter: Counter):
    cart = await counter.fill(1, "S")
    async with counter.till.database.transaction() as tx:
        sql = "UPDATE stock_levels SET on_hand = 0 WHERE variant_id = %(v)s"
        await tx.run(sql, v=counter.goods["S"])
    answer = await counter.place(expectedTotal=cart["totals"]["total"])
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (409, "out_of_stock")
    assert error["details"]["items"] == [
        {"variantId": str(counter.goods["S"]), "wanted": 1, "available": 0}
    ]


async def test_what_is_missing_is_listed(counter: Counter):
    await counter.fill()
    answer = await counter.place(shippingAddress={**HOME, "pincode": "900056"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "requirements_unmet")
    assert error["details"]["requirements"][0]["code"] == "not_serviceable"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"cartVersion": "1"}, "cartVersion"),
        ({"cartVersion": 1.5}, "cartVersion"),
        ({"expectedTotal": -1}, "expectedTotal"),
        ({"expectedTotal": 10**13}, "expectedTotal"),
        ({"expectedTotal": None}, "expectedTotal"),
        ({"paymentMethod": "gold"}, "paymentMethod"),
        ({"paymentMethod": "payu"}, "paymentMethod"),
        ({"shippingMethod": "by-camel"}, "shippingMethod"),
        ({"gstin": "27AAPFU0939F1ZA"}, "gstin"),
        ({"gstin": "27AAPFU0939F1ZV"}, "gstin"),
        ({"note": "a\u0000b"}, "note"),
        ({"note": "x" * 501}, "note"),
        ({"total": 1}, "total"),
        ({"shippingAddress": None}, "shippingAddress"),
        ({"shippingAddress": {**HOME, "pincode": "1"}}, "shippingAddress.pincode"),
        ({"shippingAddress": {**HOME, "state": "Kerala"}}, "shippingAddress.state"),
        ({"shippingAddress": {**HOME, "line1": "a\u0000b"}}, "shippingAddress.line1"),
        ({"billingAddress": {**HOME, "phone": "1"}}, "billingAddress.phone"),
        ({"shippingAddressId": "nonsense"}, "shippingAddressId"),
        ({"shippingAddressId": str(ids.new())}, "shippingAddress"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_placed(
    counter: Counter, wrong: dict[str, Any], field: str
):
    await counter.fill()
    answer = await counter.place(**wrong)
    assert answer.status_code == 422, answer.text
    assert field in answer.json()["error"]["fields"]
    assert (await counter.client.get("/orders")).json()["meta"]["total"] == 0


async def test_somebody_elses_address_does_not_exist(counter: Counter):
    await counter.fill()
    wrong = {"shippingAddress": None, "shippingAddressId": str(ids.new())}
    assert (await counter.place(**wrong)).status_code == 404


async def test_another_persons_order_and_payment_do_not_exist(counter: Counter):
    data = await counter.placed()
    number, order_id = data["order"]["number"], data["order"]["id"]
    payment_id = data["payment"]["id"]
    for path in (f"/orders/{number}", f"/orders/{order_id}", f"/payments/{payment_id}"):
        assert (await counter.client.get(path)).status_code == 200
    stranger = await signed_in(counter.till.database)
    for path in (f"/orders/{number}", f"/orders/{order_id}", f"/payments/{payment_id}"):
        answer = await counter.client.get(path, headers=stranger)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    body = {"orderId": order_id, "provider": "razorpay"}
    headers = {**stranger, "Idempotency-Key": "k"}
    answer = await counter.client.post("/payments/create", json=body, headers=headers)
    assert answer.status_code == 404
    assert (await counter.client.get("/orders/ZH-%00%27--")).status_code == 404
    assert (await counter.client.get("/orders", headers=stranger)).json()["data"] == []


async def test_a_webhook_places_the_order_and_comes_twice_in_vain(counter: Counter):
    data = await counter.placed()
    gateway_order = data["payment"]["client"]["orderId"]
    paid = counter.till.gateway.pay(gateway_order).id
    event = str(ids.new())
    for _ in range(2):
        answer = await counter.ring(gateway_order, paid, event=event)
        assert (answer.status_code, answer.json()) == (
            200,
            {"ok": True, "data": {"received": True}},
        )
    assert len(counter.till.errands.waiting) == 1
    await counter.till.run_errands()
    order = (await counter.client.get(f"/orders/{data['order']['number']}")).json()["data"]
    assert (order["status"], order["paymentStatus"]) == ("placed", "paid")
    assert order["payments"][0]["status"] == "captured"
    assert order["actions"] == ["cancel"]
    payment = (await counter.client.get(f"/payments/{data['payment']['id']}")).json()["data"]
    assert (payment["status"], payment["method"], payment["client"]) == ("captured", "upi", None)


async def test_a_forged_webhook_is_refused_and_not_stored(counter: Counter):
    before = await counter.till.value("SELECT count(*) FROM provider_events")
    answer = await counter.client.post("/payments/webhook/razorpay", content=b"evt x order pay")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_signature")
    assert await counter.till.value("SELECT count(*) FROM provider_events") == before


async def test_the_webhook_of_a_gateway_that_is_not_on_offer_does_not_exist(counter: Counter):
    headers = {"X-Signature": "genuine"}
    path = "/payments/webhook/payu"
    answer = await counter.client.post(path, content=b"evt x order pay", headers=headers)
    assert answer.status_code == 404


async def test_coming_back_asks_the_gateway_and_believes_nothing_else(counter: Counter):
    data = await counter.placed()
    gateway_order = data["payment"]["client"]["orderId"]
    body = {
        "razorpay_order_id": gateway_order,
        "razorpay_payment_id": "pay_claimed",
        "razorpay_signature": "forged",
    }
    forged = await counter.client.post("/payments/verify", json=body)
    assert (forged.status_code, forged.json()["error"]["code"]) == (422, "invalid_return")
    counter.till.gateway.is_genuine_return = lambda order_id, fields: True
    unpaid = (await counter.client.post("/payments/verify", json=body)).json()["data"]
    assert unpaid["orderStatus"] == "pending_payment"
    counter.till.gateway.pay(gateway_order)
    stranger = await signed_in(counter.till.database)
    answer = await counter.client.post("/payments/verify", json=body, headers=stranger)
    assert answer.status_code == 404
    paid = (await counter.client.post("/payments/verify", json=body)).json()["data"]
    assert (paid["orderStatus"], paid["paymentStatus"]) == ("placed", "paid")
    assert paid["payment"]["status"] == "captured"


async def test_a_failed_payment_is_tried_again_on_the_same_gateway_order(counter: Counter):
    data = await counter.placed()
    gateway_order = data["payment"]["client"]["orderId"]
    failed = counter.till.gateway.pay(gateway_order, "failed").id
    await counter.ring(gateway_order, failed)
    await counter.till.run_errands()
    payment = (await counter.client.get(f"/payments/{data['payment']['id']}")).json()["data"]
    assert (payment["status"], payment["errorReason"], payment["client"]) == (
        "failed",
        "payment_cancelled",
        None,
    )
    body = {"orderId": data["order"]["id"], "provider": "razorpay"}
    headers = {"Idempotency-Key": str(ids.new())}
    answer = await counter.client.post("/payments/create", json=body, headers=headers)
    again = answer.json()["data"]
    assert answer.status_code == 200
    assert (again["id"], again["client"]["orderId"]) == (data["payment"]["id"], gateway_order)


async def test_a_silent_gateway_is_a_503_that_may_be_tried_again(counter: Counter):
    counter.till.gateway.silent.add("open_order")
    data = await counter.placed()
    assert (data["payment"]["status"], data["payment"]["client"]) == ("created", None)
    body = {"orderId": data["order"]["id"], "provider": "razorpay"}
    headers = {"Idempotency-Key": "same"}
    answer = await counter.client.post("/payments/create", json=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "gateway_unavailable")
    counter.till.gateway.silent.clear()
    answer = await counter.client.post("/payments/create", json=body, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["data"]["client"]["orderId"]


async def test_only_staff_who_may_refund_grant_refunds(counter: Counter):
    data = await counter.placed()
    counter.till.gateway.pay(data["payment"]["client"]["orderId"])
    await orders.settle(counter.till.database, counter.till.gateways, data_id(data))
    path = f"/payments/{data['payment']['id']}/refund"
    body = {"amount": 50000, "reason": "too small"}
    key = {"Idempotency-Key": str(ids.new())}
    refused = await counter.client.post(path, json=body, headers=key)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    async with counter.till.database.transaction() as tx:
        scopes = {Permission.REFUNDS_CREATE}
        email = f"{ids.new()}@example.com"
        token = await identity.make_api_key(tx, program("tests"), email, scopes)
    staff = {"Authorization": f"Bearer {token}", **key}
    granted = await counter.client.post(path, json=body, headers=staff)
    assert granted.status_code == 201, granted.text
    refund = granted.json()["data"]
    assert (refund["amount"], refund["status"]) == (50000, "granted")
    assert (await counter.client.post(path, json=body, headers=staff)).json() == granted.json()
    staff["Idempotency-Key"] = str(ids.new())
    for amount in (0, -1, 1.5, "5"):
        wrong = await counter.client.post(path, json={**body, "amount": amount}, headers=staff)
        assert wrong.status_code == 422
    much = await counter.client.post(path, json={**body, "amount": 10**9}, headers=staff)
    assert (much.status_code, much.json()["error"]["details"]) == (422, {"refundable": 269800})
    await counter.till.run_errands()
    order = (await counter.client.get(f"/orders/{data['order']['id']}")).json()["data"]
    assert order["paymentStatus"] == "partially_refunded"
    assert order["payments"][0]["amountRefunded"] == 50000


async def test_orders_are_listed_newest_first_in_pages(counter: Counter):
    numbers: list[str] = []
    phone = f"+9197{ids.new().int % 10**8:08}"
    counter.client.headers.update(await signed_in(counter.till.database, phone))
    await always_let_pay(counter.till, phone)
    for version in (1, 1, 1):
        await counter.fill(1)
        answer = await counter.place(cartVersion=version, expectedTotal=324700, paymentMethod="cod")
        assert answer.status_code == 201, answer.text
        assert answer.json()["data"]["payment"] is None
        assert answer.json()["data"]["order"]["paymentStatus"] == "cod_due"
        numbers.insert(0, answer.json()["data"]["order"]["number"])
    answer = await counter.client.get("/orders?page=1&limit=2")
    assert [order["number"] for order in answer.json()["data"]] == numbers[:2]
    assert answer.json()["meta"] == {"page": 1, "limit": 2, "total": 3, "pages": 2}


def data_id(data: dict[str, Any]) -> Any:
    return ids.parse(data["payment"]["id"])
