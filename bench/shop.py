"""The shop that is measured: one web worker, one job worker, the simulator, made-up goods."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg

from tests.world.living import LivingShop
from zahra.base.db.embedded import EmbeddedServer
from zahra.migrations import migrate
from zahra.settings import Settings


@dataclass(slots=True)
class MeasuredShop:
    """A living shop, and what its processes use."""

    living: LivingShop

    @property
    def url(self) -> str:
        return self.living.url

    def cpu_seconds(self, *names: str) -> float:
        """Processor time of these processes and their children so far."""
        ticks = 0
        for name in names:
            for pid in _family(self.living.processes[name].pid):
                parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(parts[11]) + int(parts[12])
        return ticks / 100

    def resident_mib(self) -> float:
        """The largest of the web's processes: the worker that serves."""
        sizes = []
        for pid in _family(self.living.processes["web"].pid):
            status = Path(f"/proc/{pid}/status").read_text()
            kib = next(line for line in status.splitlines() if line.startswith("VmRSS"))
            sizes.append(int(kib.split()[1]) / 1024)
        return max(sizes)


@contextmanager
def running_shop(folder: Path, *, styles: int) -> Generator[MeasuredShop, None, None]:
    """A shop with `styles` made-up styles; durable, as in production; limits off."""
    server = EmbeddedServer(folder / "postgres")
    dsn = server.start()
    living = LivingShop(dsn, folder, {"ZAHRA_RATE_LIMITS": "off"})
    try:
        migrate(dsn)
        _seed(dsn, folder, styles)
        living.start()
        yield MeasuredShop(living)
    finally:
        living.stop()
        server.stop()


def a_variant(shop: MeasuredShop, *, pieces: int) -> tuple[str, str]:
    """Product and variant ids of something of which exactly so many can be sold."""
    found = _something_in_stock(shop)
    with psycopg.connect(shop.living.dsn, autocommit=True) as connection:
        connection.execute(
            "UPDATE stock_levels SET on_hand = allocated + unavailable + %s WHERE variant_id = %s",
            [pieces, found[1]],
        )
    return found


def _something_in_stock(shop: MeasuredShop) -> tuple[str, str]:
    listed = httpx.get(f"{shop.url}/api/v1/products", params={"limit": 24}).json()["data"]
    for card in listed:
        found = httpx.get(f"{shop.url}/api/v1/products/{card['id']}").json()["data"]
        for variant in found["variants"]:
            if variant["availability"] == "in_stock":
                return found["id"], variant["id"]
    raise AssertionError("nothing in stock")


def _seed(dsn: str, folder: Path, styles: int) -> None:
    import asyncio

    from rich.console import Console

    from zahra import seeds
    from zahra.app import assemble

    async def fill() -> None:
        shop = assemble(Settings(DATABASE_URL=dsn, data_dir=folder))  # pyright: ignore[reportCallIssue]
        await shop.database.open()
        try:
            await seeds.seed_scale(shop, styles, Console(quiet=True))
        finally:
            await shop.gateways.close()
            await shop.database.close()

    asyncio.run(fill())


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in children for found in _family(int(child)))]
