"""`/admin/payouts` and its files: what leaves for the bank, once, and again when it was lost."""

import csv
import io
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.people import KEYS
from tests.world.returning import delivered
from tests.world.till import Till
from zahra.base.actors import Permission, program
from zahra.base.db import Database, PooledConnections
from zahra.shop import identity, payments
from zahra.shop.payments import Destination, Naming
from zahra.web.api import admin_payouts

pytestmark = pytest.mark.anyio
PRICE = 159900
KEEPER = {Permission.FINANCE_READ, Permission.FINANCE_WRITE}


@pytest.fixture
async def crowd(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    """A shop whose only payout is cash that is to go back to an account of Asha's."""
    database = Database(PooledConnections(fresh_dsn, size=4))
    await database.open()
    counter = await delivered(Till(database), qty=1, payment_method="cod")
    async with database.transaction() as tx:
        naming = Naming("Asha Verma", vpa="asha@okhdfc")
        account = await payments.name_account(tx, KEYS, counter.fresh(), naming)
    given = await counter.ask(1, destination=Destination.PAYOUT, account_id=account.id)
    await counter.come_back(given)
    yield database
    await database.close()


@pytest.fixture
async def keeper(crowd: Database) -> AsyncGenerator[httpx.AsyncClient, None]:
    async with at(a_counter(crowd, admin_payouts.router)) as keeper:
        keeper.headers["Authorization"] = await bearer(crowd, KEEPER)
        yield keeper


async def bearer(crowd: Database, held: set[Permission]) -> str:
    async with crowd.transaction() as tx:
        name = f"{len(held)}@example.com"
        return f"Bearer {await identity.make_api_key(tx, program('tests'), name, held)}"


async def told(keeper: httpx.AsyncClient, method: str, path: str, **more: Any) -> Any:
    """What who keeps the books is answered."""
    answer = await keeper.request(method, f"/admin/payouts{path}", **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def lines_of(file: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file["csv"])))


async def test_a_file_is_made_once_given_again_and_answered(keeper: httpx.AsyncClient):
    (waiting,) = await told(keeper, "GET", "")
    assert (waiting["amount"], waiting["state"], waiting["account"]) == (
        PRICE,
        "granted",
        "as•••@okhdfc",
    )
    file = await told(keeper, "POST", "/export")
    assert (file["payouts"], file["amount"]) == (1, PRICE)
    _, line = lines_of(file)
    assert line[:6] == [waiting["number"], "Asha Verma", "asha@okhdfc", "", "", "1599.00"]
    again = await keeper.post("/admin/payouts/export")
    assert refusal(again) == (409, "nothing_to_pay_out")
    assert await told(keeper, "GET", f"/files/{file['number']}") == file
    answered = [{"number": waiting["number"], "utr": "N326261234567890"}]
    for outcome in ("settled", "known"):
        came = await told(keeper, "POST", "/settle", json={"payouts": answered})
        assert came == [{"number": waiting["number"], "outcome": outcome}]
    (done,) = await told(keeper, "GET", "")
    assert (done["state"], done["utr"]) == ("settled", "N326261234567890")
    assert done["settledAt"]


async def test_a_file_given_again_leaves_out_what_came_back(keeper: httpx.AsyncClient):
    file = await told(keeper, "POST", "/export")
    _, line = lines_of(file)
    refused = [{"number": line[0], "failed": "account closed"}]
    await told(keeper, "POST", "/settle", json={"payouts": refused})
    again = await told(keeper, "GET", f"/files/{file['number']}")
    assert len(lines_of(again)) == 1, "only its head is left"


async def test_a_file_is_for_finance_and_leaves_a_trace_each_time(
    keeper: httpx.AsyncClient, crowd: Database
):
    file = await told(keeper, "POST", "/export")
    path = f"/admin/payouts/files/{file['number']}"
    reader = await bearer(crowd, {Permission.FINANCE_READ})
    refused = await keeper.get(path, headers={"Authorization": reader})
    assert refusal(refused) == (403, "forbidden")
    nothing = await keeper.get("/admin/payouts/files/PF-NOSUCH00")
    assert refusal(nothing) == (404, "not_found")
    await told(keeper, "GET", f"/files/{file['number']}")
    async with crowd.snapshot() as snapshot:
        noted = await snapshot.values(
            "SELECT action FROM audit_log WHERE subject = %(n)s", n=file["number"]
        )
        assert not await snapshot.value(
            "SELECT count(*) FROM audit_log a WHERE a::text LIKE '%%asha@okhdfc%%'"
        )
    assert noted == ["payouts.exported", "payouts.read_again"]
