"""SQL stands in stores, is understood by the server, and touches only tables it may."""

import re
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest

from tests.architecture.statements import (
    TABLES,
    Reader,
    Statement,
    is_store,
    sql_in,
    statements,
    trespasses,
)
from tests.architecture.tree import ROOT, Source, assert_kept, assert_none, sample

# Who may hold SQL without being a store, each with its reason.
ALSO_SQL = {
    "zahra.base.db": "begins and ends transactions, reads the clock",
    "zahra.migrations": "is SQL",
    "zahra.simulator": "somebody else's computer, with a database of its own",
}
_SERVER_CLOCK = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\(\)"
    r"|\b(CURRENT_TIMESTAMP|CURRENT_DATE|LOCALTIMESTAMP)\b",
    re.IGNORECASE,
)
_STORE = "src/zahra/shop/cart/store.py"


def sql_outside_a_store(source: Source) -> Iterator[str]:
    """SQL in a file that is no store."""
    if is_store(source.module) or any(source.module.startswith(module) for module in ALSO_SQL):
        return
    for statement in sql_in(source):
        yield source.at(statement.node, f"holds SQL: {' '.join(statement.text.split())[:60]}")


def server_clock(source: Source) -> Iterator[str]:
    """SQL that asks the server what time it is: only `base/db` does, so that time can be moved."""
    if not source.module.startswith("zahra.base.db"):
        for statement in sql_in(source):
            if found := _SERVER_CLOCK.search(statement.text):
                yield source.at(statement.node, f"asks the server's clock: {found[0]}")


@pytest.fixture(scope="module")
def reader(dsn: str) -> Iterator[Reader]:
    with psycopg.connect(dsn) as connection:
        yield Reader(connection)


def written(sql: str) -> Statement:
    """A statement as it would stand in the cart's store."""
    return next(sql_in(sample(_STORE, f"SQL = {sql!r}")))


def test_sql_stands_only_in_stores():
    assert_kept(sql_outside_a_store)


@pytest.mark.parametrize(
    "code",
    [
        "tx.value('SELECT 1 FROM carts')",
        "tx.run(f'DELETE FROM {table}')",
        "tx.run('''\n    UPDATE carts SET version = 1''')",
        "tx.run(b'INSERT INTO carts VALUES (1)')",
    ],
)
def test_sql_outside_a_store_is_seen(code: str):
    assert list(sql_outside_a_store(sample("src/zahra/shop/cart/adding.py", code)))
    assert not list(sql_outside_a_store(sample(_STORE, code)))


def test_words_are_not_sql():
    code = "'Select a size', 'DELETE', 'UPDATE', 'WITH love'"
    assert not list(sql_outside_a_store(sample("src/zahra/shop/cart/adding.py", code)))


def test_the_server_is_never_asked_for_the_time():
    assert_kept(server_clock)


def test_our_tables_do_not_ask_the_server_for_the_time():
    """All but the queue's, which are Procrastinate's own."""
    versions = sorted((ROOT / "src/zahra/migrations/versions").glob("*.sql"))
    own = [path for path in versions if not path.name.startswith("0002_jobs")]
    assert_none(path.name for path in own if _SERVER_CLOCK.search(path.read_text()))


@pytest.mark.parametrize("clock", ["now()", "clock_timestamp()", "CURRENT_DATE"])
def test_asking_the_server_for_the_time_is_seen(clock: str):
    assert list(server_clock(sample(_STORE, f"SQL = 'SELECT {clock}'")))


def test_the_server_understands_every_statement(reader: Reader):
    assert len(statements()) > 50
    assert_none(said for each in statements() for said in not_understood(reader, each))


def not_understood(reader: Reader, statement: Statement) -> Iterator[str]:
    """What the server says against a statement."""
    try:
        reader.touched(statement)
    except AssertionError as why:
        yield statement.source.at(statement.node, str(why))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT colour FROM carts",
        "SELECT id FROM basket",
        "SELECT %(x)s IS NULL",
        "UPDATE carts SET version = %(text)s::text",
    ],
)
def test_a_statement_the_server_does_not_understand_is_seen(reader: Reader, sql: str):
    assert list(not_understood(reader, written(sql)))


def test_a_statement_touches_only_its_own_tables_and_reads_those_below(reader: Reader):
    assert_none(said for each in statements() for said in touches_others(reader, each))


def touches_others(reader: Reader, statement: Statement) -> Iterator[str]:
    """What a statement does to tables of packages it may not touch."""
    if not list(not_understood(reader, statement)):
        for said in trespasses(statement.package, reader.touched(statement)):
            yield statement.source.at(statement.node, said)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM orders",
        "SELECT 1 FROM carts WHERE EXISTS (SELECT 1 FROM messages)",
        "SELECT 1 FROM carts JOIN variants ON true FOR UPDATE",
        "WITH gone AS (DELETE FROM stock_holds RETURNING id) SELECT id FROM gone",
        "UPDATE carts SET version = 2 FROM order_lines",
        "COPY pincodes FROM STDIN",
        "LOCK TABLE variants IN SHARE MODE",
    ],
)
def test_touching_a_table_of_others_is_seen(reader: Reader, sql: str):
    assert list(touches_others(reader, written(sql)))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM carts c, variants v LEFT JOIN stock_levels ON true FOR UPDATE OF c",
        "INSERT INTO cart_items (id) SELECT id FROM variants",
        "WITH orders AS (SELECT id FROM carts) SELECT id FROM orders",
    ],
)
def test_reading_below_and_writing_one_s_own_is_fine(reader: Reader, sql: str):
    assert not list(touches_others(reader, written(sql)))


def test_every_table_belongs_to_one_package(dsn: str):
    with psycopg.connect(dsn) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in found}
    owned = Counter(table for tables in TABLES.values() for table in tables)
    assert tables == set(owned)
    assert_none(f"{table} has two owners" for table, owners in owned.items() if owners > 1)
