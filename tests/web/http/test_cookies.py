"""Cookies to the byte, and what a browser that enforces their prefixes makes of them."""

from types import SimpleNamespace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from zahra.web.http.cookies import Cookie, clear_cookie, read_cookie, set_cookie

LIVES = {  # bare name and seconds, told once more
    "SESSION": ("zsid", 2_592_000),
    "ADMIN": ("zadmin", 43_200),
    "DEVICE": ("zdev", 34_560_000),
    "CODE": ("zotp", 600),
    "CART": ("zcart", 2_592_000),
    "CHALLENGE": ("zask", 600),
    "FLASH": ("zflash", 60),
    "THEME": ("ztheme", 31_536_000),
    "PINCODE": ("zpin", 2_592_000),
}
LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"


def asked(*, secure: bool, cookies: tuple[str, ...] = ()) -> Request:
    app = SimpleNamespace(state=SimpleNamespace(secure_cookies=secure))
    headers = [(b"cookie", each.encode("latin-1")) for each in cookies]
    return Request({"type": "http", "headers": headers, "app": app})


def told(cookie: Cookie, value: str | None, *, secure: bool = True) -> str:
    """The one header that sets the cookie, or clears it where there is no value."""
    response = Response()
    if value is None:
        clear_cookie(asked(secure=secure), response, cookie)
    else:
        set_cookie(asked(secure=secure), response, cookie, value)
    (header,) = response.headers.getlist("set-cookie")
    return header


@pytest.mark.parametrize("cookie", Cookie)
def test_a_cookie_is_set_and_cleared_to_the_byte(cookie: Cookie):
    assert cookie.name in LIVES, "tell its name and life in the table above"
    name, seconds = LIVES[cookie.name]
    ending = "Secure; HttpOnly; SameSite=Lax"
    assert told(cookie, "v") == f"__Host-Http-{name}=v; Path=/; Max-Age={seconds}; {ending}"
    assert told(cookie, None) == (
        f"__Host-Http-{name}=; Path=/; Max-Age=0; Expires={LONG_AGO}; {ending}"
    )


@pytest.mark.parametrize("cookie", Cookie)
def test_over_plain_http_only_the_prefix_and_secure_are_missing(cookie: Cookie):
    name, seconds = LIVES[cookie.name]
    assert told(cookie, "v", secure=False) == (
        f"{name}=v; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"
    )
    assert told(cookie, None, secure=False) == (
        f"{name}=; Path=/; Max-Age=0; Expires={LONG_AGO}; HttpOnly; SameSite=Lax"
    )


class Jar:
    """A browser's cookies by draft-ietf-httpbis-rfc6265bis and -layered-cookies, over https:
    what breaks a prefix's promise is ignored whole."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def hear(self, header: str) -> None:
        pair, *attributes = header.split("; ")
        name, _, value = pair.partition("=")
        given: dict[str, str] = {}
        for attribute in attributes:
            key, _, told = attribute.lower().partition("=")
            given[key] = told
        is_host = "secure" in given and given.get("path") == "/" and "domain" not in given
        if name.lower().startswith("__host-") and not is_host:
            return
        if name.lower().startswith("__host-http-") and "httponly" not in given:
            return
        if int(given.get("max-age", 1)) <= 0:
            self.held.pop(name, None)
        else:
            self.held[name] = value


@pytest.mark.parametrize("cookie", Cookie)
def test_a_browser_that_enforces_prefixes_keeps_and_forgets_it(cookie: Cookie):
    jar = Jar()
    jar.hear(told(cookie, "secret"))
    assert list(jar.held.values()) == ["secret"]
    jar.hear(told(cookie, None))
    assert jar.held == {}


def test_the_frameworks_own_clearing_would_log_nobody_out():
    """The jar is strict enough to see it: the control of the test above."""
    jar = Jar()
    jar.hear(told(Cookie.SESSION, "secret"))
    response = Response()
    getattr(response, "delete" + "_cookie")("__Host-Http-zsid")
    jar.hear(response.headers["set-cookie"])
    assert list(jar.held.values()) == ["secret"]


@pytest.mark.parametrize(
    "tossed",
    [
        "__Host-Http-zsid=evil; Path=/; HttpOnly; SameSite=Lax",
        "__Host-Http-zsid=evil; Path=/; Secure; HttpOnly; Domain=zahra.example",
        "__Host-Http-zsid=evil; Path=/account; Secure; HttpOnly",
        "__Host-Http-zsid=evil; Path=/; Secure",
        "__HOST-HTTP-zsid=evil; Path=/; HttpOnly",
    ],
)
def test_a_neighbouring_host_or_a_script_cannot_set_ours(tossed: str):
    jar = Jar()
    jar.hear(tossed)
    assert jar.held == {}


@pytest.mark.parametrize(
    ("cookies", "read"),
    [
        (("__Host-Http-zsid=a",), "a"),
        (("x=1; __Host-Http-zsid=a; y=2",), "a"),
        (("zsid=a",), None),
        (("__Host-zsid=a",), None),
        (("__host-http-zsid=a",), None),
        (("__Host-Http-zsid=a; __Host-Http-zsid=b",), None),
        (("__Host-Http-zsid=a; __Host-Http-zsid=a",), None),
        (("__Host-Http-zsid=a", "__Host-Http-zsid=b"), None),
        (("__Host-Http-zsid=",), None),
        (("__Host-Http-zsid",), None),
    ],
)
def test_of_two_cookies_of_one_name_none_is_ours(cookies: tuple[str, ...], read: str | None):
    assert read_cookie(asked(secure=True, cookies=cookies), Cookie.SESSION) == read
