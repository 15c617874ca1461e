"""Fiscal years, numbers and units of invoices. Pure."""

from datetime import date

LONGEST = 16  # characters of a number: CGST Rule 46(b)
COMMERCIAL_SERIES = "FCN"  # of financial credit notes, which are no documents of GST


def fiscal_year(day: date) -> str:
    """The Indian fiscal year of a business day, April to March.

    >>> fiscal_year(date(2027, 3, 31)), fiscal_year(date(2027, 4, 1)), fiscal_year(date(2099, 4, 1))
    ('26-27', '27-28', '99-00')
    """
    begins = day.year if day.month > 3 else day.year - 1
    return f"{begins % 100:02d}-{(begins + 1) % 100:02d}"


def credited_until(dated: date) -> date:
    """The last day on which GST of an invoice can be taken back: 30 November after its fiscal year
    (CGST Act s. 34(2)).

    >>> credited_until(date(2026, 11, 23)).isoformat(), credited_until(date(2027, 4, 1)).isoformat()
    ('2027-11-30', '2028-11-30')
    """
    begins = dated.year if dated.month > 3 else dated.year - 1
    return date(begins + 1, 11, 30)


def number_of(series: str, year: str, serial: int) -> str:
    """How a document is numbered; consecutive inside its series and fiscal year.

    >>> number_of("ZAH", "26-27", 123)
    'ZAH/26-27/000123'
    """
    return f"{series}/{year}/{serial:06d}"


def uqc_of(hsn: str) -> str:
    """The Unique Quantity Code that goods of this HSN are counted in: footwear goes by pairs.

    >>> uqc_of("621142"), uqc_of("6403")
    ('PCS', 'PRS')
    """
    return "PRS" if hsn.startswith("64") else "PCS"
