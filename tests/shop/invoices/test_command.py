"""`zahra gst export`, as somebody types it."""

from pathlib import Path

import pytest

from tests.shop.books.test_command import zahra
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


def test_what_is_no_month_is_refused_and_nothing_written(fresh_dsn: str, tmp_path: Path):
    done = zahra(
        fresh_dsn, tmp_path, "gst", "export", "--month", "2026", "--to", str(tmp_path / "r")
    )
    assert done.returncode == 1
    assert not (tmp_path / "r").exists()
