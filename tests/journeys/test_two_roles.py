"""The shop runs as a database role that cannot change the schema, as docs/operations.md sets up."""

import os
import re
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.world.goods import Goods
from tests.world.living import LivingShop
from tests.world.opened import opened_shop
from tests.world.shopping import ApiShopper
from zahra.base.db.embedded import EmbeddedServer

Opened = tuple[LivingShop, Goods]
ROLE = f"zahra_app_{os.getpid()}"


def as_told_in_the_docs() -> str:
    """The statements an owner is told to run, for a role of this test's own."""
    text = (Path(__file__).parents[2] / "docs/operations.md").read_text()
    found = re.search(r"## Two roles in the database.*?```sql\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1].replace("zahra_app", ROLE)


@pytest.fixture(scope="module")
def opened(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Opened, None, None]:
    folder = tmp_path_factory.mktemp("shop")
    with opened_shop(server, folder, f"zahra_r_{os.getpid()}", stock={"S": 5}) as (shop, goods):
        shop.stop()
        with psycopg.connect(shop.dsn, autocommit=True) as owner:
            owner.execute(as_told_in_the_docs())  # pyright: ignore[reportArgumentType, reportCallIssue]
            try:
                shop.dsn = make_conninfo(shop.dsn, user=ROLE)
                shop.start()
                yield shop, goods
            finally:
                shop.stop()
                owner.execute(f"DROP OWNED BY {ROLE}")  # pyright: ignore[reportArgumentType, reportCallIssue]
                owner.execute(f"DROP ROLE {ROLE}")  # pyright: ignore[reportArgumentType, reportCallIssue]


def test_a_shop_that_cannot_change_the_schema_sells(opened: Opened):
    shop, goods = opened
    bina = ApiShopper(shop, "+919876500002").sign_in()
    placed = bina.order(bina.add(goods.product_id, goods["S"], paymentMethod="cod"), method="cod")
    assert (placed.status_code, placed.json()["data"]["order"]["status"]) == (201, "placed")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE orders ADD COLUMN mine int",
        "DROP TABLE audit_log",
        "TRUNCATE audit_log",
        "ALTER TABLE audit_log DISABLE TRIGGER ALL",
        "DROP TRIGGER status_history_is_append_only ON status_history",
    ],
)
def test_the_shops_role_cannot_change_the_schema(opened: Opened, statement: str):
    with (
        psycopg.connect(opened[0].dsn) as shop,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        shop.execute(statement)  # pyright: ignore[reportArgumentType, reportCallIssue]
