"""`/admin/books`: what the doctor found, what does not match, payouts and revenue."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.world.whole import Whole, asking, settings_for, whole_site
from zahra.base.actors import program
from zahra.shop import books
from zahra.shop.payments import SettledFact

pytestmark = pytest.mark.anyio


@pytest.fixture
async def whole(fresh_dsn: str, tmp_path: Path) -> AsyncGenerator[Whole, None]:
    async with whole_site(settings_for(fresh_dsn, tmp_path)) as opened:
        yield opened


async def test_the_doctors_last_report_is_told_and_is_a_number_for_monitoring(whole: Whole):
    none_yet = await whole.ask("GET", "/admin/books/doctor", whole.owner)
    assert none_yet.json()["data"] is None
    async with whole.shop.database.transaction() as tx:
        await tx.run("UPDATE stock_levels SET on_hand = on_hand + 1")
    await books.jobs.see_the_doctor(whole.shop.database)
    told = (await whole.ask("GET", "/admin/books/doctor", whole.owner)).json()["data"]
    assert (told["isSound"], told["rules"]) == (False, len(books.CHECKS))
    [broken] = told["broken"]
    assert broken["name"] == "Stock on hand, kept back and promised is the sum of its ledger"
    assert (broken["count"], broken["about"]) == (2, "variant")
    assert broken["advice"].startswith("Count it on the shelf")
    async with whole.shop.database.snapshot() as snapshot:
        numbers = {each.name: each.value for each in await books.gauges(snapshot)}
    assert numbers["zahra_doctor_broken"] == 1


async def test_monitoring_reads_the_books_from_this_machine(whole: Whole):
    await books.jobs.see_the_doctor(whole.shop.database)
    async with whole.shop.database.transaction() as tx:
        line = SettledFact("payment", "pay_X", 500, 488, 0, 12, 2, "setl_1", "UTR1", tx.now)
        await books.take_statement(tx, program("tests"), "razorpay", [line])
    await books.jobs.note_mismatches(whole.shop.database)
    async with asking(whole.site, "127.0.0.1") as here:
        told = (await here.get("/metrics")).text.splitlines()
    assert "zahra_doctor_broken 0.0" in told
    assert 'zahra_exceptions_open{kind="unknown_payment"} 1.0' in told
    assert 'zahra_exceptions_oldest_days{kind="unknown_payment"} 0.0' in told
    assert (await whole.client.get("/metrics")).status_code == 404


async def test_an_exception_is_explained_by_name_and_leaves_the_list(whole: Whole):
    async with whole.shop.database.transaction() as tx:
        line = SettledFact(
            "payment", "pay_X", 500, 488, 0, 12, 2, "setl_1", "UTR1", settled_at=tx.now
        )
        await books.take_statement(tx, program("tests"), "razorpay", [line])
    await books.jobs.note_mismatches(whole.shop.database)
    listed = (await whole.ask("GET", "/admin/books/exceptions", whole.owner)).json()["data"]
    assert [(e["kind"], e["subject"], e["amount"], e["ageDays"]) for e in listed] == [
        ("unknown_payment", "pay_X", 500, 0)
    ]
    assert listed[0]["means"] == "a gateway has money of which we know nothing"
    assert listed[0]["advice"] == "look who paid; give it back at the gateway"
    path = f"/admin/books/exceptions/{listed[0]['id']}/explain"
    forbidden = await whole.ask("POST", path, whole.clerk, json={"note": "mine"})
    assert forbidden.status_code == 403
    done = await whole.ask("POST", path, whole.owner, json={"note": "paid by hand"})
    assert (done.json()["data"]["note"], done.json()["data"]["ageDays"]) == ("paid by hand", 0)
    again = await whole.ask("POST", path, whole.owner, json={"note": "paid by hand"})
    assert again.json()["error"]["code"] == "exception_already_closed"
    left = await whole.ask("GET", "/admin/books/exceptions", whole.owner)
    assert left.json()["data"] == []
    payouts = (await whole.ask("GET", "/admin/books/settlements", whole.owner)).json()["data"]
    assert [(p["amount"], p["unknown"], p["utr"]) for p in payouts] == [(488, 1, "UTR1")]


async def test_revenue_is_told_for_a_month_of_days(whole: Whole):
    days = (await whole.ask("GET", "/admin/books/revenue", whole.owner)).json()["data"]
    assert len(days) == 30
    assert set(days[-1]) == {"day", "booked", "shipped", "delivered", "settled"}
    far = "/admin/books/revenue?from=0001-01-01&to=0001-01-02"
    assert (await whole.ask("GET", far, whole.owner)).status_code == 422
