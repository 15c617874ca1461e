"""Finding a state by what people call it."""

import re

from zahra.base.text import slug_of
from zahra.shop.places.model import State
from zahra.shop.places.states import STATES

# Vehicle plates and post office forms, then names that were or are in use beside the official one.
_LETTERS = """
    JK 01  HP 02  PB 03  CH 04  UK 05  UT 05  UA 05  HR 06  DL 07  RJ 08  UP 09  BR 10  SK 11
    AR 12  NL 13  MN 14  MZ 15  TR 16  ML 17  AS 18  WB 19  JH 20  OD 21  OR 21  CG 22  CT 22
    MP 23  GJ 24  DD 26  DN 26  DH 26  MH 27  KA 29  GA 30  LD 31  KL 32  TN 33  PY 34  AN 35
    TS 36  TG 36  AP 37  LA 38
"""
_NAMES = {
    "j-k": "01",
    "jammu": "01",
    "uttaranchal": "05",
    "new-delhi": "07",
    "nct-of-delhi": "07",
    "delhi-ncr": "07",
    "national-capital-territory-of-delhi": "07",
    "bengal": "19",
    "orissa": "21",
    "chattisgarh": "22",
    "chhatisgarh": "22",
    "dadra-and-nagar-haveli": "26",
    "daman-and-diu": "26",
    "lakshadweep-islands": "31",
    "tamilnadu": "33",
    "pondicherry": "34",
    "andaman-and-nicobar": "35",
    "andamans": "35",
    "telengana": "36",
}


def state_named(text: str) -> State | None:
    """The state of this name, older name, abbreviation or GST code, in any usual spelling.

    >>> state_named("ORISSA").name, state_named("J & K").code, state_named(" mh ").code
    ('Odisha', '01', '27')
    >>> state_named("Atlantis") is None
    True
    """
    name = slug_of(text.replace("&", " and ")[:100]).removeprefix("the-")
    name = name.removeprefix("state-of-").removeprefix("in-")
    code = _CODES.get(name) or _CODES.get(name.replace("-and-", "-"))
    return STATES[code] if code else None


def _codes() -> dict[str, str]:
    official = {slug_of(state.name): code for code, state in STATES.items()}
    letters = dict(re.findall(r"([A-Z]{2}) (\d{2})", _LETTERS))
    return {
        **{code: code for code in STATES},
        **{short.lower(): code for short, code in letters.items()},
        **{name.replace("-and-", "-"): code for name, code in official.items()},
        **official,
        **_NAMES,
    }


_CODES = _codes()
