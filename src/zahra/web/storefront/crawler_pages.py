"""What browsers and search engines ask of every site by its well-known name."""

import time
from dataclasses import dataclass
from html import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from zahra.base.db import Snapshot
from zahra.shop import catalog
from zahra.web.http.caching import PUBLIC
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.sessions import shop_of
from zahra.web.storefront.framing import menu_of
from zahra.web.ui import asset_url

router = APIRouter()
_SITEMAP_SECONDS = 600
_PRIVATE = ("/account", "/api/", "/cart", "/checkout", "/login", "/orders", "/search", "/__dev")
_FILTERED = ("/products?", "/c/*?")  # each filter would be a page of its own
_ICONS = (
    ("icon-192", 192, "any"),
    ("icon-512", 512, "any"),
    ("icon-maskable-512", 512, "maskable"),
)


@dataclass(slots=True)
class Sitemap:
    """The last one made, kept a while: it is large, and nobody waits for the newest."""

    body: str = ""
    made_at: float = -_SITEMAP_SECONDS


@router.get("/robots.txt")
async def robots(shop: TheShop) -> Response:
    """Shelves and products may be read and remembered; what is somebody's own may not."""
    closed = [f"Disallow: {path}" for path in (*_PRIVATE, *_FILTERED)]
    lines = [
        "User-agent: *",
        *closed,
        "Allow: /*?page=",
        "",
        f"Sitemap: {shop.brand.url}/sitemap.xml",
    ]
    return PlainTextResponse("\n".join(lines) + "\n", headers={"Cache-Control": PUBLIC})


@router.get("/sitemap.xml")
async def sitemap(request: Request, snapshot: Snap) -> Response:
    """Every page worth finding, made when it is first asked for."""
    state = request.app.state
    kept: Sitemap = getattr(state, "sitemap", None) or Sitemap()
    if time.monotonic() - kept.made_at > _SITEMAP_SECONDS:
        kept = Sitemap(await _written(request, snapshot), time.monotonic())
        state.sitemap = kept
    return Response(kept.body, headers={"Cache-Control": PUBLIC}, media_type="application/xml")


@router.get("/site.webmanifest")
async def manifest(shop: TheShop) -> Response:
    """How the shop looks on a home screen."""
    icons = [
        {
            "src": asset_url(f"img/{name}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, size, purpose in _ICONS
    ]
    told = {
        "name": shop.brand.name,
        "short_name": shop.brand.name,
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#fdfaf4",
        "theme_color": "#8c2628",
        "lang": "en-IN",
        "icons": icons,
    }
    headers = {"Cache-Control": PUBLIC}
    return JSONResponse(told, headers=headers, media_type="application/manifest+json")


@router.get("/favicon.ico")
async def favicon() -> Response:
    """Where browsers look without being told."""
    return RedirectResponse(asset_url("img/favicon.ico"), 302, {"Cache-Control": PUBLIC})


async def _written(request: Request, snapshot: Snapshot) -> str:
    origin = shop_of(request).brand.url
    shelves = await menu_of(request).fresh(snapshot)
    products = await catalog.addresses(snapshot)
    urls = [_url(f"{origin}{path}") for path in ("/", "/products", *(link.url for link in shelves))]
    urls += [
        _url(f"{origin}/products/{each.slug}", f"{each.published_at:%Y-%m-%d}") for each in products
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return "\n".join([head, f'<urlset xmlns="{space}">', *urls, "</urlset>"]) + "\n"


def _url(address: str, changed: str = "") -> str:
    """One entry.

    >>> _url("https://zahra.example/products/a", "2026-11-22")
    '<url><loc>https://zahra.example/products/a</loc><lastmod>2026-11-22</lastmod></url>'
    """
    since = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{since}</url>"
