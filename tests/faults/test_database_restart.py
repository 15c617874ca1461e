"""PostgreSQL is stopped and started under load: no acknowledged order is lost, and the shop is
back without a restart of its own."""

import os
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.world.goods import Goods
from tests.world.living import LivingShop
from tests.world.opened import put_on_shelf
from tests.world.shopping import ApiShopper
from zahra.base.db.embedded import EmbeddedServer
from zahra.migrations import migrate

_SHOPPERS = 4
_SECONDS = 10


@pytest.fixture
def own_server(tmp_path: Path) -> Generator[EmbeddedServer, None, None]:
    """A durable server of this test's own."""
    folder = Path("/tmp") / f"zahra-restart-{os.getpid()}"
    server = EmbeddedServer(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def opened(
    own_server: EmbeddedServer, tmp_path: Path
) -> Generator[tuple[LivingShop, Goods], None, None]:
    import asyncio

    dsn = own_server.dsn()
    migrate(dsn)
    goods = asyncio.run(put_on_shelf(dsn, {"S": 5000}))
    shop = LivingShop(dsn, tmp_path, {"ZAHRA_RATE_LIMITS": "off"})
    shop.start()
    yield shop, goods
    shop.stop()


def keep_ordering(shop: LivingShop, goods: Goods, phone: str, done: threading.Event) -> list[str]:
    """Order again and again, cash on delivery; the numbers that were answered 201."""
    asha = ApiShopper(shop, phone).sign_in()
    acknowledged: list[str] = []
    while not done.is_set():
        try:
            bag = asha.add(goods.product_id, goods["S"], paymentMethod="cod")
            placed = asha.order(bag, method="cod")
            if placed.status_code == 201:
                acknowledged.append(placed.json()["data"]["order"]["number"])
        except (httpx.TransportError, httpx.HTTPStatusError):
            time.sleep(0.05)
    return acknowledged


def test_no_acknowledged_order_is_lost_and_service_comes_back(
    opened: tuple[LivingShop, Goods], own_server: EmbeddedServer
):
    shop, goods = opened
    done = threading.Event()
    with ThreadPoolExecutor(_SHOPPERS) as pool:
        phones = [f"+9198767{number:05d}" for number in range(_SHOPPERS)]
        tasks = [pool.submit(keep_ordering, shop, goods, phone, done) for phone in phones]
        time.sleep(_SECONDS / 3)
        own_server.kill()  # SIGQUIT: no checkpoint, every connection is cut
        time.sleep(0.5)
        own_server.start()
        back = seconds_until_ready(shop)
        time.sleep(_SECONDS / 3)
        done.set()
        acknowledged = [number for task in tasks for number in task.result()]
    assert back < 15  # it takes about one; a busy machine may stand still meanwhile
    assert len(acknowledged) > 10
    with psycopg.connect(shop.dsn) as connection:
        kept = {row[0] for row in connection.execute("SELECT number FROM orders").fetchall()}
    assert set(acknowledged) <= kept
    assert len(acknowledged) == len(set(acknowledged))


def seconds_until_ready(shop: LivingShop) -> float:
    """How long until the shop sells again, its processes untouched."""
    began = time.monotonic()
    while time.monotonic() - began < 30:
        try:
            if httpx.get(f"{shop.url}/api/v1/products", timeout=5).status_code == 200:
                return time.monotonic() - began
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError("the shop did not come back")
