"""The frame around every page: who is signed in, what the bag holds, the menu, the small print."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import cast, get_args

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from zahra.base.db import Snapshot
from zahra.settings import Settings
from zahra.shop import cart, catalog
from zahra.shop.assembled import Shop
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.csrf import form_token
from zahra.web.http.flashes import clear_flash, flashes_of
from zahra.web.http.headers import is_in_app_webview
from zahra.web.http.imprints import imprint_of
from zahra.web.http.sessions import identify, settle_identity, shop_of
from zahra.web.storefront.rendering import render_block, render_page
from zahra.web.ui import Chrome, NavLink
from zahra.web.ui.page import Theme

_MENU_SECONDS = 60  # the menu is only shown, never decided from
_FOOTER: tuple[NavLink, ...] = ()
ANNOUNCEMENT = "Free delivery over ₹999 · Cash on delivery · Easy returns"


@dataclass(slots=True)
class Menu:
    """The categories, and a picture of something in each, read again once a minute."""

    tree: tuple[catalog.Category, ...] = ()
    pictures: dict[str, catalog.Image] = field(default_factory=dict[str, catalog.Image])
    read_at: float = field(default=-_MENU_SECONDS)

    @property
    def links(self) -> tuple[NavLink, ...]:
        """The top categories as last read."""
        return tuple(NavLink(each.name, f"/c/{each.slug}") for each in self.tree)

    async def fresh(self, snapshot: Snapshot) -> tuple[NavLink, ...]:
        """The links, at most a minute old."""
        if time.monotonic() - self.read_at > _MENU_SECONDS:
            self.tree = tuple(await catalog.categories(snapshot))
            self.pictures = {
                each.slug: p for each in self.tree if (p := await _face(snapshot, each))
            }
            self.read_at = time.monotonic()
        return self.links

    async def category(self, snapshot: Snapshot, slug: str) -> catalog.Category:
        """A category by its slug; one that was just made is read at once. Raises NotFound."""
        await self.fresh(snapshot)
        known = next((each for each in _every(self.tree) if each.slug == slug), None)
        return known or await catalog.category(snapshot, slug)


async def frame(
    request: Request, snapshot: Snapshot, *, search_text: str = "", bag_count: int | None = None
) -> Chrome:
    """The frame for this visitor. Costs a statement for a bag whose count is not given."""
    actor = await identify(request)
    holder = cart.Holder(actor.user_id, read_cookie(request, Cookie.CART))
    if bag_count is None:
        has_bag = holder.user_id is not None or holder.token is not None
        bag_count = await cart.count_pieces(snapshot, holder) if has_bag else 0
    plain = bare_frame(request, search_text=search_text)
    return replace(
        plain,
        nav=await menu_of(request).fresh(snapshot),
        signed_in_name=(actor.name or "Account") if actor.user_id else None,
        bag_count=bag_count,
    )


def bare_frame(request: Request, *, search_text: str = "") -> Chrome:
    """The frame without asking the database: for pages that say it did not answer."""
    shop: Shop = shop_of(request)
    settings: Settings = request.app.state.settings
    theme = read_cookie(request, Cookie.THEME)
    return Chrome(
        path=request.url.path,
        origin=shop.brand.url,
        csrf_token=form_token(request),
        imprint=imprint_of(settings),
        nav=menu_of(request).links,
        footer=_FOOTER,
        announcement=ANNOUNCEMENT,
        theme=cast(Theme, theme) if theme in get_args(Theme) else "auto",
        flashes=flashes_of(request),
        search_text=search_text,
        is_in_app_webview=is_in_app_webview(request.headers.get("user-agent", "")),
        is_development=settings.in_development,
    )


def show(
    request: Request, template: str, view: object, chrome: Chrome, *, status: int = 200
) -> Response:
    """A page for this visitor alone; what was left to tell is told and forgotten."""
    answer = HTMLResponse(render_page(template, view, chrome), status)
    answer.headers["Vary"] = "HX-Request, Cookie"
    clear_flash(request, answer)
    return answer


async def show_framed(
    request: Request,
    template: str,
    view: object,
    *,
    status: int = 200,
    bag_count: int | None = None,
) -> Response:
    """As `show`, for a handler that holds no connection: the frame is read in its own snapshot."""
    await settle_identity(request)
    async with shop_of(request).database.snapshot() as snapshot:
        chrome = await frame(request, snapshot, bag_count=bag_count)
    return show(request, template, view, chrome, status=status)


def show_block(
    template: str, block: str, view: object, chrome: Chrome, *, status: int = 200
) -> Response:
    """One block of a page, for an htmx request."""
    html = render_block(template, block, view, chrome)
    return HTMLResponse(html, status, headers={"Vary": "HX-Request, Cookie"})


def wants_block(request: Request) -> bool:
    """Whether htmx asks for a part of a page rather than the whole."""
    return request.headers.get("hx-request-type") == "partial"


def menu_of(request: Request) -> Menu:
    """This process's menu."""
    return request.app.state.menu


async def _face(snapshot: Snapshot, shelf: catalog.Category) -> catalog.Image | None:
    """The front picture of the best-loved piece of a category."""
    asking = catalog.Asking(category=shelf.slug, sort=catalog.Sort.POPULARITY, limit=1)
    found = await catalog.listing(snapshot, asking)
    return next((image for card in found.cards for image in card.images), None)


def _every(tree: Iterable[catalog.Category]) -> Iterator[catalog.Category]:
    for each in tree:
        yield each
        yield from _every(each.children)
