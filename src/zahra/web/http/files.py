"""Files as answers."""

import re

from starlette.responses import Response

_ODD = re.compile(r"[^A-Za-z0-9._-]+")


def file_response(body: bytes, *, media_type: str, name: str, is_shown: bool = False) -> Response:
    """A file, shown by the browser or saved under a name that every system takes.

    Like all that is not said to be public, no cache keeps it.
    """
    disposition = "inline" if is_shown else "attachment"
    told = {"Content-Disposition": f'{disposition}; filename="{plain_name(name)}"'}
    return Response(body, media_type=media_type, headers=told)


def plain_name(name: str) -> str:
    """A name that every system can save under.

    >>> plain_name("ZAH/26-27/000123.pdf")
    'ZAH-26-27-000123.pdf'
    """
    return _ODD.sub("-", name)
