"""Reading a courier's list of PIN codes: a CSV with a head, whatever its columns' order. Pure.

Only `pincode` is required. A column that is not there leaves what is known as it is; an empty
field makes it unknown, which for `serviceable` and `cod` means yes.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zahra.shop.places.model import Place, Zone
from zahra.shop.places.naming import state_named

MOST_ROWS = 50_000
_MORE = "(more)"  # fields without a column
_PINCODE = re.compile(r"[1-9][0-9]{5}", re.ASCII)
_YES, _NO = {"y", "yes", "true", "1", ""}, {"n", "no", "false", "0"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: which PIN code, and what is said of it by name of `Place`'s fields."""

    line: int
    pincode: str
    said: Mapping[str, Any]

    def on(self, known: Place | None) -> Place:
        """What is known of the place after this row."""
        return replace(known or Place(self.pincode, (), ()), **self.said)


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a line cannot be taken. The head is line 1."""

    line: int
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class PincodeSheet:
    """A list as it was read."""

    rows: tuple[Row, ...]
    errors: tuple[RowError, ...]


def read_sheet(text: str) -> PincodeSheet:
    r"""Read a list; every line is either a row or has errors.

    >>> sheet = read_sheet("pincode,cod,cod_max\n302001,Y,5000\n30200,N,\n302002,maybe,\n")
    >>> [(row.pincode, dict(row.said)) for row in sheet.rows]
    [('302001', {'takes_cash': True, 'cash_max': 500000})]
    >>> [(error.line, error.column) for error in sheet.errors]
    [(3, 'pincode'), (4, 'cod')]
    """
    reader = csv.DictReader(
        io.StringIO(text.removeprefix("\ufeff")), restkey=_MORE, skipinitialspace=True
    )
    try:
        head = [name.strip().lower() for name in reader.fieldnames or ()]
        if wrong := _wrong_head(head):
            return PincodeSheet((), (wrong,))
        reader.fieldnames = head
        return _read(reader)
    except csv.Error as why:
        return PincodeSheet((), (RowError(reader.line_num, "", f"This is no CSV: {why}."),))


def _wrong_head(head: list[str]) -> RowError | None:
    known = ("pincode", *_READERS, *_PAIRS)
    if unknown := sorted(set(head) - set(known)):
        return RowError(1, unknown[0][:40], f"Known columns are {', '.join(known)}.")
    if "pincode" not in head:
        return RowError(1, "pincode", "There is no column `pincode`.")
    if len(set(head)) < len(head):
        return RowError(1, "", "A column is there twice.")
    if ("min_days" in head) != ("max_days" in head):
        return RowError(1, "min_days", "`min_days` and `max_days` go together.")
    return None


def _read(reader: "csv.DictReader[str]") -> PincodeSheet:
    rows: dict[str, Row] = {}
    errors: list[RowError] = []
    for cells in reader:
        line = reader.line_num
        if not any(str(cell or "").strip() for cell in cells.values()):
            continue  # spreadsheets leave rows of commas behind
        row, wrong = _row(line, cells)
        if row is not None and row.pincode in rows:
            wrong = [RowError(line, "pincode", f"{row.pincode} is there twice.")]
        if len(rows) >= MOST_ROWS:
            errors.append(RowError(line, "", f"At most {MOST_ROWS} rows at once."))
            break
        errors.extend(wrong)
        if row is not None and not wrong:
            rows[row.pincode] = row
    return PincodeSheet(tuple(rows.values()), tuple(errors))


def _row(line: int, cells: Mapping[str, Any]) -> tuple[Row | None, list[RowError]]:
    told = {name: _plain(cell) for name, cell in cells.items()}
    if _MORE in cells:
        return None, [RowError(line, "", "There are more fields than columns.")]
    if not _PINCODE.fullmatch(told["pincode"]):
        return None, [RowError(line, "pincode", "Six digits that do not begin with 0.")]
    said: dict[str, Any] = {}
    errors: list[RowError] = []
    for column, (field, read) in _READERS.items():
        if column in told:
            try:
                said[field] = read(told[column])
            except ValueError as why:
                errors.append(RowError(line, column, str(why)))
    if "min_days" in told:
        errors += _read_days(line, told, said)
    return Row(line, told["pincode"], said), errors


def _read_days(line: int, told: Mapping[str, str], said: dict[str, Any]) -> Iterator[RowError]:
    """Both or neither, in order."""
    days = [told["min_days"], told["max_days"]]
    if days == ["", ""]:
        said["min_days"] = said["max_days"] = None
        return
    if not all(_is_whole(day) and 1 <= int(day) <= 60 for day in days):
        yield RowError(line, "min_days", "Whole days from 1 to 60, both or neither.")
    elif int(days[0]) > int(days[1]):
        yield RowError(line, "min_days", "More than `max_days`.")
    else:
        said["min_days"], said["max_days"] = map(int, days)


def _plain(cell: object) -> str:
    """What a field says; `="302001"` is how spreadsheets are kept from reading a number."""
    text = str(cell or "").strip()
    return text[2:-1].strip() if text.startswith('="') and text.endswith('"') else text


def _yes(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError("Say Y or N.")
    return text.lower() in _YES


def _zone(text: str) -> Zone | None:
    if text and text.upper() not in set(Zone):
        raise ValueError("Zones are A to E.")
    return Zone(text.upper()) if text else None


def _rupees(text: str) -> int | None:
    if not text:
        return None
    if not _is_whole(text) or not 1 <= int(text) <= 1_000_000:
        raise ValueError("Whole rupees.")
    return int(text) * 100


def _states(text: str) -> tuple[str, ...]:
    found = [state_named(name) for name in text.split("|") if name.strip()]
    if any(state is None for state in found):
        raise ValueError("There is no such state.")
    return tuple(state.code for state in found if state)


def _districts(text: str) -> tuple[str, ...]:
    if len(text) > 200 or not text.isprintable():
        raise ValueError("Up to 200 letters.")
    return tuple(name.strip() for name in text.split("|") if name.strip())


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


_READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "state": ("state_codes", _states),
    "district": ("districts", _districts),
    "zone": ("zone", _zone),
    "serviceable": ("is_serviceable", _yes),
    "cod": ("takes_cash", _yes),
    "cod_max": ("cash_max", _rupees),
}
_PAIRS = ("min_days", "max_days")
