"""`kill -9` of web and worker during refunds and dispatch: nothing doubled, nothing lost."""

import asyncio
import os
import random
import threading
import time
import uuid
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.faults.test_killing import wait_for_jobs
from tests.world.goods import Goods
from tests.world.living import LivingShop
from tests.world.opened import opened_shop
from tests.world.shopping import ApiShopper, Bank, gateway_order_of
from zahra.base.actors import Permission, program
from zahra.base.db import Database, PooledConnections
from zahra.base.db.embedded import EmbeddedServer
from zahra.shop import books, identity

_ORDERS, _STOCK, _PIECE = 10, 60, 159900
_AT_ONCE, _KILLS = 4, 5
STAFF = {Permission.ORDERS_READ, Permission.ORDERS_WRITE, Permission.SHIPPING_WRITE}


@pytest.fixture
def opened(
    server: EmbeddedServer, tmp_path: Path
) -> Generator[tuple[LivingShop, Goods], None, None]:
    name = f"zahra_ka_{os.getpid()}"
    with opened_shop(server, tmp_path, name, stock={"S": _STOCK}) as both:
        yield both


def keep_killing(shop: LivingShop, done: threading.Event, chance: random.Random) -> int:
    """Kill web and worker in turn at random moments, and start them again; how often."""
    kills = 0
    while not done.wait(chance.uniform(0.05, 0.4)) or kills < _KILLS:
        name = ("web", "work")[kills % 2]
        shop.kill(name)
        shop.start(name)
        kills += 1
    return kills


def a_staff_key(shop: LivingShop) -> str:
    async def made() -> str:
        database = Database(PooledConnections(shop.dsn, size=2))
        await database.open()
        try:
            async with database.transaction() as tx:
                return await identity.make_api_key(tx, program("tests"), "sam@example.com", STAFF)
        finally:
            await database.close()

    return asyncio.run(made())


def paid_order(shop: LivingShop, goods: Goods, phone: str) -> tuple[ApiShopper, str]:
    asha = ApiShopper(shop, phone).sign_in()
    placed = asha.order(asha.add(goods.product_id, goods["S"], paymentMethod="razorpay"))
    Bank(shop).pay(gateway_order_of(placed))
    order_id = placed.json()["data"]["order"]["id"]
    asha.wait_until(order_id, "placed")
    return asha, order_id


def until_done(step: Callable[[], bool]) -> None:
    """Repeat a step until it says that all is done, whatever dies meanwhile."""
    deadline, told = time.monotonic() + 90, ""
    while time.monotonic() < deadline:
        try:
            if step():
                return
        except httpx.TransportError as why:
            told = repr(why)
        time.sleep(random.uniform(0.05, 0.8))  # so that the work lasts as long as the killing
    raise AssertionError(f"it was never done: {told}")


def cancel(asha: ApiShopper, order_id: str) -> None:
    def step() -> bool:
        if asha.seen(order_id)["status"] == "cancelled":
            return True
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        body = {"reason": "two are too many"}
        asha.client.post(f"/orders/{order_id}/cancel", json=body, headers=headers)
        return False

    until_done(lambda: _fair(step))


def send(staff: httpx.Client, order_id: str) -> None:
    """Look where the order stands, and do what comes next."""

    def step() -> bool:
        order: dict[str, Any] = staff.get(f"/orders/{order_id}").raise_for_status().json()["data"]
        status = order["fulfilmentStatus"]
        if status == "unfulfilled":
            staff.patch(f"/admin/orders/{order_id}/status", json={"status": "picking"})
        elif status == "picking":
            staff.post(f"/admin/orders/{order_id}/shipments", json={"courier": "manual"})
        elif status == "packed":
            staff.post(f"/admin/shipments/{order['shipments'][0]['id']}/dispatch")
        return status == "shipped"

    until_done(lambda: _fair(step))


def _fair(step: Callable[[], bool]) -> bool:
    """An answer that says no, or that the server breaks, is no news."""
    try:
        return step()
    except httpx.HTTPStatusError:
        return False


def test_refunds_and_dispatch_survive_being_killed(opened: tuple[LivingShop, Goods]):
    shop, goods = opened
    seed = random.randrange(10**6)
    staff = httpx.Client(
        base_url=f"{shop.url}/api/v1",
        timeout=20,
        headers={"Authorization": f"Bearer {a_staff_key(shop)}"},
    )
    placed = [paid_order(shop, goods, f"+9198767{number:05d}") for number in range(_ORDERS)]
    to_cancel, to_send = placed[::2], placed[1::2]
    done = threading.Event()
    with ThreadPoolExecutor(_AT_ONCE + 1) as pool:
        killer = pool.submit(keep_killing, shop, done, random.Random(seed))
        tasks = [pool.submit(cancel, *each) for each in to_cancel]
        tasks += [pool.submit(send, staff, order_id) for _, order_id in to_send]
        try:
            for task in tasks:
                task.result()
        finally:
            done.set()
        kills = killer.result()
    assert kills >= _KILLS, f"seed {seed}"
    Bank(shop).ask("POST", "/clock", advance=600)
    until_refunded(shop, len(to_cancel))
    wait_for_jobs(shop)
    check(shop, cancelled=len(to_cancel), sent=len(to_send))


def until_refunded(shop: LivingShop, count: int) -> None:
    """A worker that died with a job in hand leaves it to the next round of the poll."""

    def step() -> bool:
        with psycopg.connect(shop.dsn, autocommit=True) as connection:
            row = connection.execute("SELECT count(*) FROM refunds WHERE state = 'settled'")
            return row.fetchone() == (count,)

    until_done(step)


def check(shop: LivingShop, *, cancelled: int, sent: int) -> None:
    """Every cancelled order went back once, every sent one left once with one invoice."""
    refunded = sorted(payment["amount_refunded"] for payment in Bank(shop).payments())
    assert refunded == [0] * sent + [_PIECE] * cancelled
    with psycopg.connect(shop.dsn, autocommit=True) as connection:

        def told(statement: str) -> tuple[Any, ...]:
            row = connection.execute(statement.encode()).fetchone()
            assert row is not None
            return row

        assert told("SELECT count(*), sum(amount) FROM refunds") == (cancelled, cancelled * _PIECE)
        assert told("SELECT count(*), count(DISTINCT shipment_id) FROM invoices") == (sent, sent)
        assert told("SELECT min(serial), max(serial) FROM invoices") == (1, sent)
        assert told("SELECT on_hand, allocated FROM stock_levels") == (_STOCK - sent, 0)
        assert told("SELECT count(*) FROM stock_movements WHERE kind = 'shipped'") == (sent,)
        twice = "SELECT once_key FROM messages GROUP BY once_key HAVING count(*) > 1"
        assert told(f"SELECT count(*) FROM ({twice}) AS twice") == (0,)
    broken = [finding for finding in asyncio.run(examined(shop)) if not finding.is_sound]
    assert broken == []


async def examined(shop: LivingShop) -> tuple[books.Finding, ...]:
    """What the doctor says."""
    database = Database(PooledConnections(shop.dsn, size=2))
    await database.open()
    try:
        async with database.agreeing() as snapshot:
            return (await books.examine(snapshot)).findings
    finally:
        await database.close()
