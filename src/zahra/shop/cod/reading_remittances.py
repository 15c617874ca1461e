"""Reading a courier's remittance file: a CSV with AWB, amount, UTR and date. Pure."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from zahra.base.money import Paise
from zahra.shop.cod.errors import RemittanceUnreadable
from zahra.shop.cod.remittances import RemittanceLine

COLUMNS = ("awb", "amount", "utr", "date")
MOST_LINES = 2000
_MOST_NAMED = 20  # wrong lines that a refusal names
_CODE = re.compile(r"[A-Za-z0-9/_-]{3,40}")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_INDIAN = re.compile(r"(\d{2})[-/](\d{2})[-/](\d{4})", re.ASCII)
_AMOUNT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d+)?", re.ASCII)
_MOST = Decimal(10_000_000)  # rupees


def lines_in(text: str) -> tuple[RemittanceLine, ...]:
    """The lines of a file with the columns AWB, amount (rupees), UTR and date, in any order.

    Raises RemittanceUnreadable, naming the lines: then nothing is taken.

    >>> lines_in("AWB,Amount,UTR,Date\\nSR123,\\"2,159.50\\",UTIB1,2026-11-20\\n")[0].amount
    215950
    """
    rows = _rows(text)
    head = [name.casefold() for name in next(rows, (0, list[str]()))[1]]
    if any(head.count(name) != 1 for name in COLUMNS):
        said = "The first line must name AWB, amount, UTR and date, once each, with commas between."
        raise RemittanceUnreadable({"csv": said})
    places = [head.index(name) for name in COLUMNS]
    read, wrong = list[RemittanceLine](), dict[str, str]()
    for at, cells in rows:
        try:
            awb, amount, utr, day = (cells[place] for place in places)
            read.append(RemittanceLine(_code(awb), _paise(amount), _code(utr), _day(day), at))
        except (IndexError, ValueError) as why:
            wrong[f"csv.{at}"] = str(why) if isinstance(why, ValueError) else "A cell is missing."
    if len(read) > MOST_LINES:
        wrong["csv"] = f"A file may have up to {MOST_LINES} lines."
    if wrong or not read:
        named = dict(list(wrong.items())[:_MOST_NAMED])
        raise RemittanceUnreadable(named or {"csv": "There is no line in it."})
    return tuple(read)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that say something, with the line each ends at."""
    rows = csv.reader(text.lstrip("\ufeff").splitlines())
    try:
        for row in rows:
            if any(cells := [cell.strip() for cell in row]):
                yield rows.line_num, cells
    except csv.Error:
        raise RemittanceUnreadable({f"csv.{rows.line_num}": "This is no line of a CSV."}) from None


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError("An AWB and a UTR have 3 to 40 letters and digits.")
    return text.upper()


def _paise(text: str) -> Paise:
    """Commas only where thousands and lakhs have them: `2159,50` would else be a hundredfold."""
    digits = text.removeprefix("₹").strip()
    is_nothing = bool(digits) and not digits.strip("0.")
    if is_nothing or digits[:1] in ("-", "(", "\u2212"):
        raise ValueError("This pays for no parcel: leave it out, and ask the courier about it.")
    rupees = Decimal(digits.replace(",", "")) if _AMOUNT.fullmatch(digits) else _MOST + 1
    if rupees > _MOST or rupees * 100 % 1:
        raise ValueError("An amount is in rupees, such as 2159.50.")
    return int(rupees * 100)


def _day(text: str) -> date:
    if found := _ISO.fullmatch(text):
        parts = found.groups()
    elif found := _INDIAN.fullmatch(text):
        parts = found.groups()[::-1]
    else:
        raise ValueError("A date is written 2026-11-20 or 20-11-2026.")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise ValueError("There is no such day.") from None
