"""A settlement file is taken as gateways and Excel write it; a wrong line is named plainly."""

import pytest

from zahra.shop.books import StatementUnreadable, items_in
from zahra.shop.books.settlement_files import COLUMNS

HEAD = ",".join(COLUMNS)
LINE = "payment,pay_A1,2499.00,2440.02,0,58.98,9.00,setl_1,UTR000001,24/11/2026 10:00:00"
WHEN = "24/11/2026 10:00:00"


@pytest.mark.parametrize(
    "when",
    [
        "24/11/2026 10:00",
        "24-11-2026 10:00:00",
        "24-11-2026 10:00",
        "2026-11-24 10:00:00",
        "2026-11-24T10:00:00",
        "2026-11-24T10:00:00+05:30",
        "2026-11-24T04:30:00Z",
    ],
)
def test_a_time_is_indian_unless_it_says_otherwise(when: str):
    (item,) = items_in(f"{HEAD}\n{LINE.replace(WHEN, when)}")
    assert item.settled_at.isoformat() == "2026-11-24T04:30:00+00:00"


def test_how_a_spreadsheet_writes_it_does_not_matter():
    head, line = f"\ufeff{HEAD.upper()},Note", f'{LINE},"hello, you"'.replace("2499.00", '"₹2,499"')
    (item,) = items_in(f"{head}\r\n\r\n{line}\r\n,,,,,,,,,,\r\n")
    assert (item.amount, item.credit, item.fee) == (249900, 244002, 5898)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (LINE.rsplit(",", 1)[0], "The first line names 10 columns; this one has 9."),
        (f"{LINE},", "The first line names 10 columns; this one has 11."),
        (
            LINE.replace("payment", "Chargeback"),
            "A type is one of payment, refund, transfer, adjustment.",
        ),
        (LINE.replace(WHEN, "01/01/0001"), "A time is written 24/11/2026 10:00:00."),
        (LINE.replace(WHEN, "soon"), "A time is written 24/11/2026 10:00:00."),
        (LINE.replace("58.98", "-58.98"), "An amount is in rupees, such as 2440.02."),
        (LINE.replace("58.98", "NaN"), "An amount is in rupees, such as 2440.02."),
        (LINE.replace("UTR000001", "1.23E+15"), "An id has 3 to 64 letters and digits."),
    ],
)
def test_a_wrong_line_is_named_and_none_is_taken(line: str, why: str):
    with pytest.raises(StatementUnreadable) as refused:
        items_in(f"{HEAD}\n{LINE}\n{line}")
    assert refused.value.fields == {"csv.3": [why]}
