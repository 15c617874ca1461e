"""The plain question for an address that has asked too often, and what its answer is worth.

A word to copy: no picture, no script, no puzzle. A screen reader reads it and a hand may paste it
(WCAG 3.3.8). It slows down simple programs only; what holds is that an answer is worth a few
requests and that an address is refused at five times its share, answered or not
(docs/decisions/0016). Nothing is stored but how often an answer was used.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids, limits
from zahra.base.db import Transaction
from zahra.base.keys import Keys
from zahra.base.limits import Limit
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.returning import own_address

HEADER = "X-Challenge"
_PURPOSE = "challenge"
_SOONEST = timedelta(seconds=2)  # nobody reads, copies and sends faster
_LIFETIME = timedelta(minutes=10)
_USES = Limit("challenge", 3, timedelta(hours=1))
_WORDS = (
    "amber anchor basil bridge candle cedar clover copper cotton desert ember falcon feather "
    "forest garden ginger harbour honey indigo island ivory jasmine kettle lantern lemon linen "
    "lotus mango maple marble meadow monsoon mustard nutmeg orchid paper peacock pepper pocket "
    "quartz ribbon river saffron sandal shadow silver spice summer tamarind temple thread tiger "
    "timber turmeric valley velvet violet walnut water willow window winter"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A word to copy, and the signed token that remembers when and which was asked."""

    token: str
    word: str

    @property
    def answered(self) -> str:
        """Token and word together, as the cookie and the header carry them."""
        return f"{self.token}.{self.word}"


def new_question(keys: Keys, now: datetime) -> Question:
    """A question that can be answered from two seconds to ten minutes from now."""
    told = f"{int(now.timestamp())}.{ids.token()}"
    return Question(f"{told}.{keys.sign(_PURPOSE, told.encode()).hex()}", _word_of(told))


def is_answered(keys: Keys, answered: str, now: datetime) -> bool:
    """Whether this is a question of ours with its word, neither too fast nor too late.

    >>> keys = Keys(["k" * 32])
    >>> asked = new_question(keys, datetime(2026, 11, 22, 9, 0, 0, tzinfo=UTC))
    >>> in_time = datetime(2026, 11, 22, 9, 0, 5, tzinfo=UTC)
    >>> is_answered(keys, asked.answered, in_time), is_answered(keys, asked.token + ".x", in_time)
    (True, False)
    """
    parts = answered.split(".")
    if len(parts) != 4 or not _is_number(parts[0]):
        return False
    told = ".".join(parts[:2])
    signature = bytes.fromhex(parts[2]) if _is_hex(parts[2]) else b""
    age = now - datetime.fromtimestamp(int(parts[0]), UTC)
    is_timely = _SOONEST <= age <= _LIFETIME
    return (
        keys.is_signed(_PURPOSE, told.encode(), signature)
        and is_timely
        and (parts[3] == _word_of(told))
    )


async def use_answer(tx: Transaction, request: Request, keys: Keys) -> bool:
    """Whether the request carries an answer, and one that is not used up; uses it once."""
    answered = request.headers.get(HEADER) or read_cookie(request, Cookie.CHALLENGE) or ""
    if not is_answered(keys, answered, tx.now):
        return False
    return (await limits.spend(tx, _USES, answered.split(".")[1])).passed


def sent_to_answer(request: Request, *, back: str | None = None) -> Response:
    """To the page with the question; from there `back`, or to the page that was being looked at."""
    page = back or request.url.path
    if back is None and request.method != "GET":
        page = urlsplit(request.headers.get("referer", "")).path or "/"
    return RedirectResponse(f"/challenge?next={quote(own_address(page, otherwise='/'))}", 303)


def _word_of(told: str) -> str:
    words = _WORDS.split()
    return words[hashlib.sha256(told.encode()).digest()[0] % len(words)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12


def _is_hex(text: str) -> bool:
    return len(text) == 64 and all(char in "0123456789abcdef" for char in text)
