"""Tables as text for spreadsheets and banks (CSV, RFC 4180)."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with its heading. What a spreadsheet would take for a formula begins with an
    apostrophe, so that no customer's name is ever run (OWASP: CSV injection).

    >>> csv_text(["name", "amount"], [["=HYPERLINK(1)", 5], ["Asha, Jaipur", -7]])
    'name,amount\\r\\n\\'=HYPERLINK(1),5\\r\\n"Asha, Jaipur",-7\\r\\n'
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return written.getvalue()


def _harmless(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(_FORMULAS)
    return f"'{value}" if is_formula else value
