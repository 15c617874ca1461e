"""`zahra doctor` and `zahra settle import`, as somebody types them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

HEAD = "type,entity_id,amount,credit,debit,fee,tax,settlement_id,settlement_utr,settled_at"
LINE = "payment,pay_A1,2499.00,2440.02,0,58.98,9.00,setl_1,UTR000001,24/11/2026 10:00:00"


def zahra(dsn: str, folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": dsn, "ZAHRA_DATA_DIR": str(folder), **settings}
    command = [sys.executable, "-m", "zahra", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)


def test_the_doctor_tells_sound_broken_and_cannot_ask_apart(fresh_dsn: str, tmp_path: Path):
    sound = zahra(fresh_dsn, tmp_path, "doctor", "--json")
    assert sound.returncode == 0, sound.stderr
    told = json.loads(sound.stdout)
    assert told["isSound"] is True
    assert {finding["count"] for finding in told["findings"]} == {0}
    assert all(finding["about"] and finding["advice"] for finding in told["findings"])
    with psycopg.connect(fresh_dsn, autocommit=True) as connection:
        connection.execute("INSERT INTO invoice_counters VALUES ('G', 'Z', '26-27', 1, now())")
    broken = zahra(fresh_dsn, tmp_path, "doctor")
    assert broken.returncode == 1
    at = broken.stdout.index("BROKEN No series of invoices has a gap")
    assert broken.stdout[at:].splitlines()[1:3] == [
        "       1 (series of invoices): G Z 26-27",
        "       File no GST return of its month until the cause is found.",
    ]
    with psycopg.connect(fresh_dsn) as connection:
        kept = connection.execute("SELECT broken FROM doctor_runs ORDER BY at").fetchall()
    assert kept == [(0,), (1,)]
    wrong = zahra(fresh_dsn, tmp_path, "doctor", ZAHRA_PORT="whsec_typed_into_the_wrong_place")
    assert (wrong.returncode, "Cannot ask" in wrong.stdout) == (2, True)
    assert "whsec_" not in wrong.stdout + wrong.stderr
    nowhere = zahra("postgresql://nobody@127.0.0.1:9/nothing", tmp_path, "doctor")
    assert nowhere.returncode == 2
    assert "Cannot ask" in nowhere.stdout
    dsn = "postgresql://nobody:secret@127.0.0.1:9/nothing"
    as_json = zahra(dsn, tmp_path, "doctor", "--json")
    assert (as_json.returncode, json.loads(as_json.stdout)["isSound"]) == (2, None)
    assert "secret" not in as_json.stdout + as_json.stderr


def test_a_settlement_file_is_taken_once_or_refused_by_the_line(fresh_dsn: str, tmp_path: Path):
    file = tmp_path / "report.csv"
    file.write_text(f"{HEAD}\n{LINE}\n")
    for new in (1, 0):
        taken = zahra(fresh_dsn, tmp_path, "settle", "import", str(file))
        assert taken.returncode == 0, taken.stdout
        assert f"1 lines, {new} of them new, 1 about nothing of ours" in taken.stdout
    file.write_text(f"{HEAD}\n{LINE}\n{LINE.replace('2499.00', 'much')}\n")
    refused = zahra(fresh_dsn, tmp_path, "settle", "import", str(file))
    assert refused.returncode == 1
    assert "csv.3: An amount is in rupees" in refused.stdout.replace("\n", " ")


def test_what_does_not_match_is_listed_with_its_age(fresh_dsn: str, tmp_path: Path):
    with psycopg.connect(fresh_dsn, autocommit=True) as connection:
        connection.execute(
            """
            INSERT INTO discrepancies (id, kind, subject, amount, opened_at, due_at, closed_at,
                closed_by)
            SELECT gen_random_uuid(), 'not_settled', 'pay_' || n, 319850,
                now() - n * interval '1 day',
                CASE n WHEN 101 THEN timestamptz '2026-12-01 20:00+00' END,
                CASE n WHEN 50 THEN now() END,
                CASE n WHEN 50 THEN 'Sam' END FROM generate_series(0, 101) n
            """
        )
    told = json.loads(zahra(fresh_dsn, tmp_path, "books", "exceptions", "--json").stdout)
    assert [each["ageDays"] for each in told] == [n for n in range(101, -1, -1) if n != 50]
    assert (told[0]["kind"], told[0]["subject"], told[0]["amount"]) == (
        "not_settled",
        "pay_101",
        319850,
    )
    shown = zahra(fresh_dsn, tmp_path, "books", "exceptions").stdout
    (line,) = [line for line in shown.splitlines() if "pay_101" in line]
    assert line.split() == ["not_settled", "pay_101", "₹3,198.50", "101", "2026-12-02"]
    assert told[0]["dueAt"] == "2026-12-01T20:00:00+00:00"
    assert "Do: ask the gateway, with the payment's id." in shown
    assert shown.endswith("101 open.\n")


@pytest.mark.parametrize("changed", ["2440.021", "-1", "NaN", "1e30", "", "=1+1"])
def test_amounts_that_are_none_are_refused(changed: str):
    from zahra.shop import books

    line = LINE.replace("2440.02", changed)
    if changed == "":
        assert books.items_in(f"{HEAD}\n{line}")[0].credit == 0
        return
    with pytest.raises(books.StatementUnreadable):
        books.items_in(f"{HEAD}\n{line}")
