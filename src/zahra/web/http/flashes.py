"""Something to tell once, on the next page: a signed cookie that the next page clears."""

import base64
import json
from binascii import Error as NotBase64
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response

from zahra.web.http.cookies import Cookie, clear_cookie, read_cookie, set_cookie
from zahra.web.http.sessions import shop_of
from zahra.web.ui import Flash, NavLink

_PURPOSE = "flash"


def leave_flash(request: Request, response: Response, flash: Flash) -> None:
    """Leave a message for the next page."""
    body = json.dumps(asdict(flash), separators=(",", ":")).encode()
    signature = shop_of(request).keys.sign(_PURPOSE, body)
    set_cookie(request, response, Cookie.FLASH, _packed(body) + "." + _packed(signature))


def flashes_of(request: Request) -> tuple[Flash, ...]:
    """What the page before this one left; nothing for a cookie we did not sign."""
    body, _, signature = (read_cookie(request, Cookie.FLASH) or "").partition(".")
    try:
        told, signed = _unpacked(body), _unpacked(signature)
        if not shop_of(request).keys.is_signed(_PURPOSE, told, signed):
            return ()
    except (NotBase64, ValueError):
        return ()
    found = json.loads(told)
    link = NavLink(**found["link"]) if found["link"] else None
    return (Flash(found["text"], found["tone"], link),)


def clear_flash(request: Request, response: Response) -> None:
    """Told once: the browser forgets it."""
    if read_cookie(request, Cookie.FLASH):
        clear_cookie(request, response, Cookie.FLASH)


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
