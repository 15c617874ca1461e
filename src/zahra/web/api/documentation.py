"""The API describes itself: OpenAPI 3.1 for programs, a page for people, nothing from outside."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from zahra.web.api.completing import complete
from zahra.web.api.describing import Section, sections_of
from zahra.web.http.caching import PUBLIC, public_document, public_page
from zahra.web.http.routes import PlainRoute
from zahra.web.http.sessions import shop_of
from zahra.web.ui.rendering import environment

router = APIRouter(include_in_schema=False, route_class=PlainRoute)
_DESCRIPTION = """\
Every answer is `{"ok": true, "data": …}` or `{"ok": false, "error": {"code", "message", …}}`.
Money is integer paise, time is RFC 3339 in UTC, ids are strings. Send `Authorization: Bearer …`
where a person or a permission is needed, and an `Idempotency-Key` with every POST that creates
something: a repeat is then answered word for word as the first time.\
"""


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """The OpenAPI 3.1 document."""
    return public_document(request, json.dumps(_document(request), ensure_ascii=False).encode())


@router.get("/docs")
async def docs(request: Request) -> Response:
    """The same for people: every endpoint with its fields, examples and refusals."""
    document = _document(request)
    page = _environment().get_template("docs.html")
    sections: list[Section] = sections_of(document)
    html = page.render(title=document["info"]["title"], about=_DESCRIPTION, sections=sections)
    return public_page(request, html, cache=PUBLIC)


def _document(request: Request) -> dict[str, Any]:
    site = request.app
    if site.openapi_schema is None:
        made = get_openapi(
            title=site.title,
            version=site.version,
            description=_DESCRIPTION,
            routes=site.routes,
            servers=[{"url": shop_of(request).brand.url}],
        )
        site.openapi_schema = complete(made, site.routes)
    return site.openapi_schema


def prose(text: str) -> Markup:
    """Paragraphs, with `code` in them; everything else is escaped.

    >>> prose("`id`: a < b")
    Markup('<p><code>id</code>: a &lt; b</p>')
    """
    paragraphs = (each for each in text.split("\n\n") if each.strip())
    return Markup("").join(Markup("<p>{}</p>").format(_marked(each)) for each in paragraphs)


def _marked(text: str) -> Markup:
    """Every second part stood between backticks."""
    parts = enumerate(text.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(t) if i % 2 else t for i, t in parts)


@cache
def _environment() -> Any:
    made = environment(Path(__file__).parent / "templates")
    made.filters["prose"] = prose
    return made
