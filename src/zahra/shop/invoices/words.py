"""Amounts in words, the Indian way."""

from zahra.base.money import Paise

_SPELT = """
    Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen
    Sixteen Seventeen Eighteen Nineteen
    Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety
"""
_ONES, _TENS = _SPELT.split()[:20], _SPELT.split()[20:]
_SCALES = ((10_000_000, "Crore"), (100_000, "Lakh"), (1_000, "Thousand"), (100, "Hundred"))


def in_words(amount: Paise) -> str:
    """An amount as it stands on invoices.

    >>> in_words(859500)
    'Rupees Eight Thousand Five Hundred and Ninety-Five Only'
    >>> in_words(10200750)
    'Rupees One Lakh Two Thousand and Seven and Fifty Paise Only'
    """
    rupees, paise = divmod(amount, 100)
    tail = f" and {number_in_words(paise)} Paise" if paise else ""
    return f"Rupees {number_in_words(rupees)}{tail} Only"


def number_in_words(number: int) -> str:
    """A whole number, grouped in crores, lakhs and thousands.

    >>> number_in_words(0), number_in_words(12345678)
    ('Zero', 'One Crore Twenty-Three Lakh Forty-Five Thousand Six Hundred and Seventy-Eight')
    """
    words: list[str] = []
    rest = number
    for size, name in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            words += [number_in_words(count), name]
    if rest or not words:
        words += ["and"] * bool(words) + [_below_hundred(rest)]
    return " ".join(words)


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
