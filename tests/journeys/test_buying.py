"""A shopper buys a kurta through the API of a shop that really runs."""

import os
import time
from collections.abc import Generator

import pytest

from tests.world.goods import Goods
from tests.world.living import LivingShop
from tests.world.opened import opened_shop
from tests.world.shopping import ApiShopper, Bank, gateway_order_of
from zahra.base.db.embedded import EmbeddedServer

Opened = tuple[LivingShop, Goods]


@pytest.fixture(scope="module")
def opened(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Opened, None, None]:
    folder = tmp_path_factory.mktemp("shop")
    with opened_shop(server, folder, f"zahra_j_{os.getpid()}", stock={"S": 500, "M": 1}) as both:
        yield both


def messages_about(shop: LivingShop, number: str) -> list[tuple[str, str]]:
    """Channel and template of everything sent that names this order."""
    found = [m for m in shop.outbox.messages() if number in m.text]
    return sorted((message.channel, message.template) for message in found)


def test_the_webhook_alone_places_a_paid_order_and_confirms_it_once(opened: Opened):
    shop, goods = opened
    asha = ApiShopper(shop, "+919876500001").sign_in()
    bag = asha.add(goods.product_id, goods["S"], 2, paymentMethod="razorpay")
    assert bag["totals"]["total"] == 2 * 159900
    placed = asha.order(bag)
    assert placed.status_code == 201
    order = placed.json()["data"]["order"]
    assert (order["status"], order["paymentStatus"]) == ("pending_payment", "pending")
    Bank(shop).pay(gateway_order_of(placed))  # and the browser is closed
    order = asha.wait_until(order["id"], "placed")
    assert order["paymentStatus"] == "paid"
    assert [line["qty"] for line in order["lines"]] == [2]
    deadline = time.monotonic() + 60
    while not messages_about(shop, order["number"]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert messages_about(shop, order["number"]) == [("sms", "order_placed")]
    assert asha.client.get("/cart").json()["data"]["items"] == []


def test_cash_on_delivery_is_placed_at_once(opened: Opened):
    shop, goods = opened
    bina = ApiShopper(shop, "+919876500002").sign_in()
    placed = bina.order(bina.add(goods.product_id, goods["S"], paymentMethod="cod"), method="cod")
    assert placed.status_code == 201
    data = placed.json()["data"]
    assert data["payment"] is None
    assert (data["order"]["status"], data["order"]["paymentStatus"]) == ("placed", "cod_due")


def test_a_repeated_order_with_the_same_key_is_the_same_order(opened: Opened):
    shop, goods = opened
    asha = ApiShopper(shop, "+919876500003").sign_in()
    bag = asha.add(goods.product_id, goods["S"], paymentMethod="cod")
    first = asha.order(bag, method="cod", key="asha-once")
    again = asha.order(bag, method="cod", key="asha-once")
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    assert asha.client.get("/orders").json()["meta"]["total"] == 1


def test_another_persons_order_cart_and_address_do_not_exist(opened: Opened):
    shop, goods = opened
    asha = ApiShopper(shop, "+919876500004").sign_in()
    eve = ApiShopper(shop, "+919876500005").sign_in()
    bag = asha.add(goods.product_id, goods["S"], paymentMethod="cod")
    item = bag["items"][0]["id"]
    address = asha.client.post("/users/me/addresses", json=ADDRESS_OF_ASHA).json()["data"]["id"]
    order = asha.order(bag, method="cod").json()["data"]["order"]
    tried = [
        eve.client.get(f"/orders/{order['id']}"),
        eve.client.get(f"/orders/{order['number']}"),
        eve.client.patch(f"/cart/items/{item}", json={"qty": 1}),
        eve.client.delete(f"/cart/items/{item}"),
        eve.client.patch(f"/users/me/addresses/{address}", json={"name": "Eve"}),
        eve.client.delete(f"/users/me/addresses/{address}"),
        eve.client.post(f"/users/me/set-default-address/{address}"),
    ]
    assert [answer.status_code for answer in tried] == [404] * len(tried)
    assert asha.client.get(f"/orders/{order['id']}").status_code == 200


def test_of_two_buyers_of_the_last_piece_one_is_told_it_is_gone(opened: Opened):
    shop, goods = opened
    asha = ApiShopper(shop, "+919876500006").sign_in()
    bina = ApiShopper(shop, "+919876500007").sign_in()
    hers = asha.add(goods.product_id, goods["M"], paymentMethod="cod")
    theirs = bina.add(goods.product_id, goods["M"], paymentMethod="cod")
    assert asha.order(hers, method="cod").status_code == 201
    refused = bina.order(theirs, method="cod")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "out_of_stock")
    (short,) = refused.json()["error"]["details"]["items"]
    assert short == {"variantId": str(goods["M"]), "wanted": 1, "available": 0}
    assert bina.client.get("/orders").json()["meta"]["total"] == 0


def test_a_logout_works_at_once(opened: Opened):
    shop, _ = opened
    asha = ApiShopper(shop, "+919876500008").sign_in()
    assert asha.client.get("/users/me").status_code == 200
    assert asha.client.post("/auth/logout").status_code == 200
    assert asha.client.get("/users/me").status_code == 401


ADDRESS_OF_ASHA = {
    "name": "Asha Verma",
    "phone": "+919876543210",
    "line1": "12 Lake Road",
    "city": "Jaipur",
    "state": "Rajasthan",
    "pincode": "302001",
    "kind": "home",
}
