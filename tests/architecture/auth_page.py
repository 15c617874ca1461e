"""`docs/auth.md`: what people wrote, and below a mark what is read from the code."""

from collections.abc import Iterator

from tests.architecture.calls import calls_section
from tests.architecture.tree import ROOT
from zahra.base.limits import Limit
from zahra.shop.identity import Policy
from zahra.web.http import limits
from zahra.web.http.cookies import Cookie
from zahra.web.http.limits import Guard

_MARK = "<!-- from here on, read from the code: python -m tests.architecture.writing_docs -->\n"
_PAGE = ROOT / "docs/auth.md"


def auth_page() -> str:
    """The page with its second half anew."""
    written, mark, _ = _PAGE.read_text().partition(_MARK)
    assert mark, "docs/auth.md has lost its mark"
    parts = (_cookies(), _limits(), calls_section())
    return written + mark + "\n" + "\n".join(parts)


def _cookies() -> str:
    lines = "\n".join(_cookie(cookie) for cookie in Cookie)
    return f"## Cookies, to the byte\n\n```text\n{lines}\n```\n\n{_CLEARED}"


def _cookie(cookie: Cookie) -> str:
    spec = cookie.value
    ending = f"Path=/; Max-Age={spec.max_age}; Secure; HttpOnly; SameSite={spec.same_site}"
    return f"Set-Cookie: __Host-Http-{spec.name}=…; {ending}"


def _limits() -> str:
    rows = "\n".join(_rows())
    head = "| What | an address | its network | everybody |\n|---|---|---|---|"
    policy = Policy()
    own = (
        f"One identifier has {policy.daily_cap} codes a day, {policy.tries} tries a code and "
        f"{policy.failed_per_hour} wrong ones an hour; one password "
        f"{policy.password_failures} wrong tries in {policy.password_window.seconds // 60} minutes"
        f"; one session {policy.refreshes_per_minute} refreshes a minute."
    )
    sms = (
        f"SMS with codes: {policy.sms_to_a_prefix} an hour to numbers that begin alike, and in all "
        f"{policy.least_sms_budget} or three times the usual. Past that they go to numbers that "
        f"somebody logs in with, {policy.sms_reserve} an hour and as many more for browsers that "
        "their owners have logged in with, and everybody is answered alike "
        "([why](decisions/0033-a-reserve-of-sms.md))."
    )
    return f"## How often\n\n{head}\n{rows}\n\n{own}\n\n{sms}\n"


def _rows() -> Iterator[str]:
    guards = {name: each for name, each in vars(limits).items() if isinstance(each, Guard)}
    for name, guard in guards.items():
        cells = (
            ", ".join(_limit(each) for each in guard.address),
            _limit(guard.network),
            _limit(guard.everyone),
        )
        yield f"| {name.lower().replace('_', ' ')} | {' | '.join(cells)} |"


def _limit(limit: Limit | None) -> str:
    if limit is None:
        return "–"
    minutes = int(limit.window.total_seconds() // 60)
    window = {1: "a minute", 60: "an hour", 1440: "a day"}.get(minutes, f"in {minutes} min")
    return f"{limit.times} {window}"


_CLEARED = """Each is cleared with the same attributes, no value, `Max-Age=0` and
`Expires=Thu, 01 Jan 1970 00:00:00 GMT`. Over plain http in development prefix and `Secure` drop.
Nobody but `web/http/cookies.py` sets or clears a cookie.
"""
