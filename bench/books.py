"""The doctor on a large shop: a busy day by the shop's verbs, copied up to 100,000 orders.

A copy is a row with every id of its own, so that each rule holds for it as for the first.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

import psycopg
from psycopg import AsyncConnection

from tests.shop.whole_shop.busy_day import a_busy_day
from tests.shop.whole_shop.mortal import Fuse, MortalDatabase, MortalGateway
from tests.shop.whole_shop.player import Player
from tests.world.papers import a_paper
from zahra.base.db import Database, PooledConnections, SingleConnection
from zahra.base.db.embedded import EmbeddedServer
from zahra.migrations import migrate
from zahra.providers.typst_paper import TypstPaper
from zahra.shop import books
from zahra.shop.invoices import sheet_of

ORDERS = 100_000
_INVOICES = 30
# Columns that name something outside the copied day, and are kept as they are.
_KEPT = ("user_id", "variant_id", "product_id", "promotion_id", "rules_id")
# Texts that are unique, and get the copy's number.
_UNIQUE: Mapping[str, Sequence[str]] = {
    "orders": ("number", "idempotency_key"),
    "payment_attempts": ("provider_order_id", "idempotency_key"),
    "payments": ("provider_payment_id",),
    "shipments": ("number", "awb"),
    "messages": ("once_key",),
    "invoices": ("number",),
    "cod_collections": ("awb",),
    "shipment_events": ("key",),
    "provider_events": ("event_id",),
}
_TABLES = (
    "orders",
    "order_lines",
    "shipments",
    "shipment_events",
    "order_pieces",
    "order_charges",
    "order_discounts",
    "order_line_discounts",
    "status_history",
    "payment_attempts",
    "payments",
    "provider_events",
    "stock_allocations",
    "stock_movements",
    "invoices",
    "invoice_pieces",
    "invoice_charges",
    "redemptions",
    "cod_decisions",
    "cod_collections",
    "messages",
)


def measure_invoices() -> None:
    """How long the PDF of a usual invoice takes, once the compiler is warm."""
    asyncio.run(_print_invoices())


def measure_doctor(folder: Path) -> None:
    """On a database of its own in `folder`."""
    server = EmbeddedServer(folder / "books")
    dsn = server.start()
    try:
        migrate(dsn)
        examine_many(dsn, orders=ORDERS)
    finally:
        server.stop()


def examine_many(dsn: str, *, orders: int) -> None:
    """Fill an empty, migrated database with that many orders, and look at every rule of it."""
    asyncio.run(_make_a_day(dsn))
    began = time.perf_counter()
    with psycopg.connect(dsn) as connection:
        made = _copy(connection, orders)
    print(f"{made:,} orders were copied in {time.perf_counter() - began:.0f} s")
    asyncio.run(_examine(dsn))


async def _print_invoices() -> None:
    paper, times = TypstPaper("Zahra"), list[float]()
    for number in range(_INVOICES):
        sheet = sheet_of(a_paper(number=f"ZAH/26-27/{number:06d}"))
        began = time.perf_counter()
        await paper.pdf(sheet)
        times.append((time.perf_counter() - began) * 1000)
    print(f"an invoice as PDF: {median(times[1:]):.0f} ms, the first {times[0]:.0f} ms")


async def _make_a_day(dsn: str) -> None:
    connection = await AsyncConnection.connect(dsn, options="-c timezone=UTC")
    fuse = Fuse()
    database = MortalDatabase(SingleConnection(connection), fuse=fuse)
    player = Player(database, MortalGateway(fuse=fuse), fuse)
    await player.open()
    await player.restock(0, 1_000_000)
    await player.restock(1, 1_000_000)
    await a_busy_day(player)
    await connection.commit()
    await connection.close()


def _copy(connection: psycopg.Connection, orders: int) -> int:
    """Copy the day so often, all in one transaction; how many orders there are then."""
    connection.execute("SET LOCAL session_replication_role = replica")  # triggers, foreign keys
    [(day,)] = connection.execute("SELECT count(*) FROM orders").fetchall()
    times = orders // day - 1
    connection.execute("DELETE FROM stock_holds")
    for table in _TABLES:
        connection.execute(_copying(connection, table, times).encode())
    for statement in _COUNTING:
        connection.execute(statement.encode())
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")
    return (times + 1) * day


def _copying(connection: psycopg.Connection, table: str, times: int) -> str:
    columns = connection.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_identity = 'NO'"
        " ORDER BY ordinal_position",
        [table],
    ).fetchall()
    names = ", ".join(name for name, _ in columns)
    values = ", ".join(_value(table, name, kind) for name, kind in columns)
    before = f"(SELECT * FROM {table} WHERE order_id IS NOT NULL)"
    source = before if table == "stock_movements" else table
    return (
        f"INSERT INTO {table} ({names}) SELECT {values}"
        f" FROM {source} t CROSS JOIN generate_series(1, {times}) n"
    )


def _value(table: str, name: str, kind: str) -> str:
    if name == "cart_id":
        return "NULL"
    if kind == "uuid" and name not in _KEPT:
        return f"md5(t.{name}::text || n)::uuid"
    if table == "invoices" and name == "serial":
        return "t.serial + n * (SELECT max(serial) FROM invoices)"
    if table == "invoices" and name == "number":
        return "t.serial || '/' || n"
    if table == "payments" and name == "provider_payment_id":
        return (
            "CASE WHEN t.purpose = 'cash' THEN"
            " md5(t.provider_payment_id::uuid::text || n) ELSE t.provider_payment_id || n END"
        )
    if name in _UNIQUE.get(table, ()):
        return f"t.{name} || '-' || n"
    return f"t.{name}"


_COUNTING = (
    """
    UPDATE stock_levels l SET on_hand = m.on_hand, allocated = m.allocated FROM (
        SELECT variant_id, sum(on_hand) AS on_hand, sum(allocated) AS allocated
        FROM stock_movements GROUP BY variant_id) m WHERE m.variant_id = l.variant_id
    """,
    "UPDATE invoice_counters SET last = (SELECT max(serial) FROM invoices)",
    """
    UPDATE promotions SET total_limit = NULL, used = (
        SELECT count(*) FROM redemptions WHERE state IN ('reserved', 'redeemed'))
    """,
    """
    UPDATE promotion_people u SET used = (
        SELECT count(*) FROM redemptions r
        WHERE u.person_key = ANY (r.person_keys) AND r.state IN ('reserved', 'redeemed'))
    """,
)


async def _examine(dsn: str) -> None:
    database = Database(PooledConnections(dsn, size=2))
    await database.open()
    try:
        async with database.agreeing() as snapshot:
            report = await books.examine(snapshot)
        rows = await _rows(database)
    finally:
        await database.close()
    print(f"the doctor looked at {rows:,} rows by {len(report.findings)} rules", end=" ")
    print(f"in {report.took_ms / 1000:.1f} s")
    for each in report.broken:
        print(f"  BROKEN {each.name}: {each.count} {each.examples}")


async def _rows(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value("SELECT sum(n_live_tup)::bigint FROM pg_stat_user_tables")
