"""`zahra gst export` and `zahra gst lint`, as somebody types them."""

from pathlib import Path

import pytest

from tests.shop.books.test_command import zahra
from tests.world.goods import an_indigo_kurta
from tests.world.papers import a_billing
from zahra.base.clock import ist_day
from zahra.base.db import Database
from zahra.shop import invoices

pytestmark = pytest.mark.anyio


async def test_every_register_of_a_month_is_a_file(
    pooled: Database, fresh_dsn: str, tmp_path: Path
):
    async with pooled.transaction() as tx:
        await invoices.issue_invoice(tx, a_billing())
        month = f"{ist_day(tx.now):%Y-%m}"
    done = zahra(
        fresh_dsn, tmp_path, "gst", "export", "--month", month, "--to", str(tmp_path / "r")
    )
    assert done.returncode == 0, done.stdout + done.stderr
    files = {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()}
    assert set(files) == {f"{register}-{month}.csv" for register in invoices.Register}
    assert files[f"b2cs-{month}.csv"] == (
        b"Place of supply,Rate,Taxable value,IGST,CGST,SGST/UTGST\r\n"
        b"08-Rajasthan,5,5001.87,0.00,125.05,125.05\r\n"
        b"08-Rajasthan,18,2833.07,0.00,254.98,254.98\r\n"
    )
    async with pooled.snapshot() as snapshot:
        by = await snapshot.values("SELECT actor_name FROM audit_log WHERE action = 'gst.export'")
    assert by == ["zahra gst export"] * 7


async def test_prices_that_fit_no_rate_are_named_with_the_better_one(
    pooled: Database, fresh_dsn: str, tmp_path: Path
):
    async with pooled.transaction() as tx:
        goods = await an_indigo_kurta(tx, {"M": 1}, price=279900, mrp=299900)
    done = zahra(fresh_dsn, tmp_path, "gst", "lint")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        f"{str(goods.product_id)[-12:].upper()}-M: ₹2,799 fits no GST rate. At ₹2,625 customers "
        "pay ₹174 less and you keep ₹127.97 more.",
        "1 prices to look at.",
    ]


def test_what_is_no_month_is_refused_and_nothing_written(fresh_dsn: str, tmp_path: Path):
    done = zahra(
        fresh_dsn, tmp_path, "gst", "export", "--month", "2026", "--to", str(tmp_path / "r")
    )
    assert done.returncode == 1
    assert not (tmp_path / "r").exists()
