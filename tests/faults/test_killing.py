"""`kill -9` of the web process in the middle of checkouts: no paisa and no piece is lost."""

import os
import random
import threading
import time
import uuid
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.world.goods import Goods
from tests.world.living import LivingShop
from tests.world.opened import opened_shop
from tests.world.shopping import ApiShopper, Bank
from zahra.base.db.embedded import EmbeddedServer

_CHECKOUTS = 50
_AT_ONCE = 4
_STOCK = 200


@pytest.fixture
def opened(
    server: EmbeddedServer, tmp_path: Path
) -> Generator[tuple[LivingShop, Goods], None, None]:
    name = f"zahra_k_{os.getpid()}"
    with opened_shop(server, tmp_path, name, stock={"S": _STOCK}) as both:
        yield both


def keep_killing(shop: LivingShop, done: threading.Event, chance: random.Random) -> int:
    """Kill the web process at random moments, and start it again, until done; how often."""
    kills = 0
    while not done.wait(chance.uniform(0.2, 1.0)):
        shop.kill("web")
        shop.start("web")
        kills += 1
    return kills


def check_out(shop: LivingShop, goods: Goods, phone: str, headers: dict[str, str]) -> None:
    """One checkout that repeats every step until it is answered.

    A repeat goes with the same key; when the first request died with its process, its claim
    stands for a minute, and the shopper starts over with a new key: the order must be the same.
    """
    asha = ApiShopper(shop, phone)
    asha.client.headers.update(headers)
    key, told = uuid.uuid4().hex, ""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            bag = asha.client.get("/cart").raise_for_status().json()["data"]
            if not bag["items"]:
                bag = asha.add(goods.product_id, goods["S"], paymentMethod="razorpay")
            placed = asha.order(bag, key=key)
            if placed.status_code == 409:
                key = uuid.uuid4().hex
            data = placed.raise_for_status().json()["data"]
            paying = data["payment"]["client"] or reopened(asha, data["order"]["id"])
            Bank(shop).pay(paying["orderId"])
            return
        except (httpx.TransportError, httpx.HTTPStatusError) as why:
            told = f"{why!r} {getattr(getattr(why, 'response', None), 'text', '')}"
            time.sleep(0.1)
    raise AssertionError(f"a checkout was never answered: {told}")


def reopened(asha: ApiShopper, order_id: str) -> dict[str, Any]:
    """The payment of an order that waits, opened at the gateway again."""
    wish = {"orderId": order_id, "provider": "razorpay"}
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    answer = asha.client.post("/payments/create", json=wish, headers=headers)
    return answer.raise_for_status().json()["data"]["client"]


def test_every_captured_paisa_is_on_one_placed_order_and_no_hold_is_stuck(
    opened: tuple[LivingShop, Goods],
):
    shop, goods = opened
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    people = [f"+9198766{number:05d}" for number in range(_CHECKOUTS)]
    signed_in = {phone: dict(ApiShopper(shop, phone).sign_in().client.headers) for phone in people}
    done = threading.Event()
    with ThreadPoolExecutor(_AT_ONCE + 1) as pool:
        killer = pool.submit(keep_killing, shop, done, chance)
        tasks = [
            pool.submit(check_out, shop, goods, phone, {"Authorization": head["authorization"]})
            for phone, head in signed_in.items()
        ]
        try:
            for task in tasks:
                task.result()
        finally:
            done.set()
        kills = killer.result()
    assert kills >= 3, f"seed {seed}"
    Bank(shop).ask("POST", "/clock", advance=600)  # webhooks that met a dead shop come again
    wait_for_jobs(shop)
    captured = [p for p in Bank(shop).payments() if p["status"] in ("captured", "refunded")]
    assert len(captured) == _CHECKOUTS
    check_books(shop, captured_total=sum(payment["amount"] for payment in captured))


def wait_for_jobs(shop: LivingShop) -> None:
    """Until no webhook is on its way and the worker has nothing due."""
    Bank(shop).ask("POST", "/webhooks/settle")
    deadline = time.monotonic() + 60
    with psycopg.connect(shop.dsn, autocommit=True) as connection:
        while time.monotonic() < deadline:
            row = connection.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
                " AND coalesce(scheduled_at, now()) <= now()"
            )
            if row.fetchone() == (0,):
                return
            time.sleep(0.1)
    raise AssertionError("jobs are left")


def check_books(shop: LivingShop, *, captured_total: int) -> None:
    """What must be true of the database after everything."""
    with psycopg.connect(shop.dsn, autocommit=True) as connection:

        def told(statement: str) -> tuple[int, ...]:
            row = connection.execute(statement.encode()).fetchone()
            assert row is not None
            return tuple(int(value) for value in row)

        placed = told("SELECT count(*), coalesce(sum(total), 0) FROM orders WHERE status='placed'")
        kept = told(
            "SELECT coalesce(sum(amount - refund_granted), 0) FROM payments"
            " WHERE state IN ('captured', 'partially_refunded', 'refunded')"
        )
        assert kept == (placed[1],)
        granted = told("SELECT coalesce(sum(refund_granted), 0) FROM payments")
        assert placed[1] + granted[0] == captured_total
        assert told(
            "SELECT count(*) FROM stock_holds h JOIN orders o ON o.id = h.order_id"
            " WHERE h.state = 'active' AND h.expires_at > now() AND o.status <> 'pending_payment'"
        ) == (0,)
        allocated = told("SELECT sum(allocated), sum(on_hand) FROM stock_levels")
        assert allocated == (placed[0], _STOCK)
        assert told(
            "SELECT count(*) FROM (SELECT order_id FROM messages WHERE template = 'order_placed'"
            " GROUP BY order_id, channel HAVING count(*) > 1) AS twice"
        ) == (0,)
        assert told(
            "SELECT count(*) FROM orders o WHERE status = 'placed' AND NOT EXISTS"
            " (SELECT 1 FROM messages m WHERE m.order_id = o.id)"
        ) == (0,)
