"""One checkout's statements, replayed by pgbench: what PostgreSQL alone needs for an order.

A checkout is done once by the shop's verbs on a connection that writes down every statement. The
ids and numbers it made are put anew for each replay; the rest is sent again as it was. What the
shop itself adds in the middle (HTTP, Python, the gateway's answers) is then missing, which is the
difference one wants to see.
"""

import asyncio
import re
import subprocess
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import psycopg
from psycopg import AsyncConnection, AsyncCursor, ClientCursor

from tests.world.till import Till, gateway_order
from zahra.base.db import Database, PooledConnections
from zahra.base.db.embedded import EmbeddedServer
from zahra.base.db.locating import binaries_for
from zahra.base.jobs import JobQueue
from zahra.migrations import migrate

_CLIENTS, _SECONDS = 8, 15
_SHOPPERS = "01a20000-ffff-7000-8000-00000000000"  # and a client's number
_UUID = re.compile(
    r"(?<![0-9a-f])[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-f])"
)


class Recorder(AsyncCursor[Any]):
    """A cursor that writes down what it sends, with the values in their places."""

    spelling: ClassVar[ClientCursor[Any]]
    said: ClassVar[list[str]] = []

    async def execute(self, query: Any, params: Any = None, **more: Any) -> "Recorder":
        self.said.append(self.spelling.mogrify(query, params))
        await super().execute(query, params, **more)
        return self


class Recorded(PooledConnections):
    """Connections whose statements are written down."""

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncConnection[Any], None]:
        async with super().reading() as connection:
            connection.cursor_factory = Recorder
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncConnection[Any], None]:
        async with super().writing() as connection:
            connection.cursor_factory = Recorder
            yield connection


def measure_replay(folder: Path) -> None:
    """Orders a second by pgbench with 8 clients, and processor time of it and the server."""
    server = EmbeddedServer(folder / "replay")
    dsn = server.start()
    try:
        migrate(dsn)
        script = folder / "checkout.sql"
        statements = asyncio.run(_recorded(dsn))
        script.write_text("\\set v random(100000000000, 999999999999)\n" + ";\n".join(statements))
        script.write_text(script.read_text() + ";\n")
        began = time.perf_counter()
        told = _pgbench(script, dsn)
        print(f"the same {len(statements)} statements an order by pgbench: {told}")
        print(f"  in {time.perf_counter() - began:.0f} s with {_CLIENTS} clients")
    finally:
        server.stop()


async def _recorded(dsn: str) -> list[str]:
    """The statements of one paid checkout, with names for what must be new each time."""
    database = Database(Recorded(dsn, size=2))
    await database.open()
    with psycopg.connect(dsn) as spelling:
        Recorder.spelling = ClientCursor(spelling)
        try:
            till = Till(database)
            database.queue = JobQueue()
            goods = await till.goods({"M": 10_000_000})
            actor = await till.shopper()
            began = datetime.now(UTC)
            Recorder.said.clear()
            await till.fill_bag(actor, goods["M"], 1)
            placed = await till.place(actor)
            paid = till.pay(placed)
            await till.ring("evt_1", placed, paid)
            await till.settle(placed)
            _copy_shopper(spelling, actor.person)
        finally:
            await database.close()
    made = {
        str(actor.person): f"{_SHOPPERS}:client_id",
        actor.person.hex: f"{_SHOPPERS}:client_id".replace("-", ""),
        placed.order.number: "ZH-:v",
        "key-1": "key-:v",
        gateway_order(placed): "order_:v",
        paid: "pay_:v",
        "evt_1": "evt_:v",
    }
    return _anew(Recorder.said, made, since=began)


def _copy_shopper(connection: psycopg.Connection, person: UUID) -> None:
    """One for each client: no two of them have one cart."""
    connection.execute(
        """
        INSERT INTO users
        SELECT (jsonb_populate_record(u, jsonb_build_object('id', %s::text || n))).*
        FROM users u CROSS JOIN generate_series(0, %s) n WHERE u.id = %s
        """,
        [_SHOPPERS, _CLIENTS - 1, person],
    )
    connection.commit()


def _anew(said: list[str], made: dict[str, str], *, since: datetime) -> list[str]:
    """The statements with every id that was made since put in terms of pgbench's `:v`."""
    text = "\n;;\n".join(said)
    found = list(dict.fromkeys(UUID(each).hex for each in _UUID.findall(text)))
    new = [each for each in found if int(each[:12], 16) >= since.timestamp() * 1000 - 1]
    for number, each in enumerate(new):
        made[each] = f"01a20000{number:04x}70008000:v"
        made[str(UUID(each))] = f"01a20000-{number:04x}-7000-8000-:v"
    for old, named in made.items():
        text = text.replace(old, named)
    return [each.strip().rstrip(";") for each in text.split("\n;;\n")]


def _pgbench(script: Path, dsn: str) -> str:
    """Replay for a while; orders a second and processor time an order, in words."""
    with psycopg.connect(dsn) as connection:
        server = _parent(connection.info.backend_pid)
    before = _cpu_seconds(server)
    command = [
        str(binaries_for(None) / "pgbench"),
        *("--no-vacuum", "--file", str(script), "--time", str(_SECONDS)),
        *("--client", str(_CLIENTS), dsn),
    ]
    told = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS + 60)
    done = re.search(r"actually processed: (\d+)", told.stdout)
    if told.returncode or not done:
        raise AssertionError(told.stderr[-2000:])
    replayed = int(done[1])
    with psycopg.connect(dsn) as connection:
        placed = connection.execute(
            "SELECT count(*) FROM orders WHERE status = 'placed'"
        ).fetchone()
    assert placed is not None
    assert placed[0] == replayed + 1, "a replay must place an order, like the first"
    cpu = (_cpu_seconds(server) - before) / replayed * 1000
    return f"{replayed / _SECONDS:.0f} a second; PostgreSQL's processor time an order {cpu:.1f} ms"


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def _cpu_seconds(pid: int) -> float:
    """Of a process and of its children that have ended."""
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(part) for part in parts[11:15]) / 100
