"""The one table of cookies, and the only functions that set and clear them.

The framework's `delete_cookie` is banned: without `Secure` a browser ignores it for `__Host-`
names, so it logs nobody out. In development over plain http the prefix and `Secure` drop.
"""

from dataclasses import dataclass
from enum import Enum

from starlette.requests import Request
from starlette.responses import Response

_PREFIX = "__Host-Http-"


@dataclass(frozen=True, slots=True)
class CookieSpec:
    """A cookie's bare name, life in seconds and SameSite; always HttpOnly, Path=/, no Domain."""

    name: str
    max_age: int
    same_site: str = "Lax"


class Cookie(Enum):
    """Every cookie the shop sets."""

    SESSION = CookieSpec("zsid", 30 * 86400)
    ADMIN = CookieSpec("zadmin", 12 * 3600)
    DEVICE = CookieSpec("zdev", 400 * 86400)
    CODE = CookieSpec("zotp", 600)
    CART = CookieSpec("zcart", 30 * 86400)
    CHALLENGE = CookieSpec("zask", 600)
    FLASH = CookieSpec("zflash", 60)
    THEME = CookieSpec("ztheme", 365 * 86400)
    PINCODE = CookieSpec("zpin", 30 * 86400)


def cookie_name(cookie: Cookie, *, secure: bool) -> str:
    """The name as the browser sees it."""
    return f"{_PREFIX}{cookie.value.name}" if secure else cookie.value.name


def is_secure(request: Request) -> bool:
    """Whether cookies carry the prefix and `Secure`: always, but for development over http."""
    return bool(request.app.state.secure_cookies)


def read_cookie(request: Request, cookie: Cookie) -> str | None:
    """What the browser sent, if anything; nothing when it sent two of one name.

    A neighbouring host can add a cookie but not take one away: of two, nobody knows which is ours.
    """
    name = cookie_name(cookie, secure=is_secure(request))
    return None if _is_sent_twice(request, name) else request.cookies.get(name) or None


def set_cookie(request: Request, response: Response, cookie: Cookie, value: str) -> None:
    """Set a cookie exactly as the table says."""
    response.headers.append("Set-Cookie", setting(request, cookie, value))


def setting(request: Request, cookie: Cookie, value: str) -> str:
    """The header that sets a cookie."""
    secure = is_secure(request)
    spec = cookie.value
    parts = [f"{cookie_name(cookie, secure=secure)}={value}", "Path=/", f"Max-Age={spec.max_age}"]
    return _joined(parts, spec, secure=secure)


def clear_cookie(request: Request, response: Response, cookie: Cookie) -> None:
    """Clear a cookie with the attributes it was set with."""
    secure = is_secure(request)
    parts = [
        f"{cookie_name(cookie, secure=secure)}=",
        "Path=/",
        "Max-Age=0",
        "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ]
    response.headers.append("Set-Cookie", _joined(parts, cookie.value, secure=secure))


def clear_site_data(response: Response) -> None:
    """Have the browser forget what it kept of pages: the next person at it may be another."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def _is_sent_twice(request: Request, name: str) -> bool:
    sent = "; ".join(request.headers.getlist("cookie")).split(";")
    return sum(pair.partition("=")[0].strip() == name for pair in sent) > 1


def _joined(parts: list[str], spec: CookieSpec, *, secure: bool) -> str:
    ending = ["Secure"] if secure else []
    return "; ".join([*parts, *ending, "HttpOnly", f"SameSite={spec.same_site}"])
