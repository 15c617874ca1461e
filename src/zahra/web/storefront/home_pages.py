"""The first page: what is new, every category, and what people dress for."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.shop import catalog
from zahra.shop.catalog import Asking, Sort
from zahra.web.http.context import Snap
from zahra.web.http.cookies import Cookie, set_cookie
from zahra.web.http.forms import typed_in
from zahra.web.http.remembering import RememberingRoute
from zahra.web.http.returning import own_address
from zahra.web.storefront.framing import frame, menu_of, show
from zahra.web.storefront.from_catalog import card_of
from zahra.web.storefront.home_view import (
    CategoryTile,
    Hero,
    HomePage,
    Occasion,
    PriceBand,
    Rail,
)
from zahra.web.storefront.listing_memory import listed
from zahra.web.storefront.picturing import picture_of, picture_of_asset

router = APIRouter(route_class=RememberingRoute)
_IN_RAIL = 10
_NEW = Asking(sort=Sort.NEWEST, in_stock=True, limit=2 * _IN_RAIL)
_LOVED = Asking(sort=Sort.POPULARITY, in_stock=True, limit=2 * _IN_RAIL)
_THEMES = ("auto", "light", "dark")
_OCCASIONS = (
    Occasion("Office", "Quiet prints that sit well all day.", "/products?occasion=office"),
    Occasion("Festive", "Silk, gota and colour.", "/products?occasion=festive"),
    Occasion("Wedding", "For the days people remember.", "/products?occasion=wedding"),
    Occasion("Everyday", "Soft cotton, washed and worn.", "/products?occasion=everyday"),
)
_BANDS = tuple(
    PriceBand(f"Under ₹{limit:,}", f"/products?max_price={limit}&sort=price")
    for limit in (999, 1999, 2999, 4999)
)


@router.get("/")
async def home(request: Request, snapshot: Snap) -> Response:
    """The first page."""
    new = await listed(request, snapshot, _NEW)
    loved = await listed(request, snapshot, _LOVED)
    chrome = await frame(request, snapshot)
    view = HomePage(
        hero=_hero(),
        categories=_tiles(request),
        new_in=_rail("New this week", "/products?sort=newest", new),
        occasions=_OCCASIONS,
        favourites=_rail("What others love", "/products?sort=popularity", loved),
        price_bands=_BANDS,
    )
    return show(request, "home.html", view, chrome)


@router.post("/theme")
async def theme(request: Request) -> Response:
    """Light, dark or as the device has it."""
    typed = await typed_in(request)
    back = request.headers.get("referer", "/").split("/", 3)[-1]
    answer = RedirectResponse(own_address(f"/{back}"), 303)
    if typed.get("theme") in _THEMES:
        set_cookie(request, answer, Cookie.THEME, typed["theme"])
    return answer


def _hero() -> Hero:
    alt = "A saree, a lehenga and an anarkali under three sandstone arches"
    return Hero(
        kicker="Hand block printed in Rajasthan",
        title="Cloth that remembers",
        title_accent="the hand",
        text="Carved teak, natural dyes and mulmul that softens with every wash.",
        action="See what is new",
        url="/products?sort=newest",
        wide=picture_of_asset(
            "img/hero-wide", "#b1a496", alt=alt, avif=(960, 1600), webp=(1200, 650)
        ),
        tall=picture_of_asset(
            "img/hero-tall", "#bfa695", alt=alt, avif=(480, 800), webp=(640, 800)
        ),
    )


def _rail(title: str, url: str, listing: catalog.Listing) -> Rail | None:
    """The first styles of a listing, each in one colour."""
    styles = {card.style_id: card for card in reversed(listing.cards)}
    cards = tuple(card_of(card) for card in reversed(styles.values()))[:_IN_RAIL]
    return Rail(title, url, cards) if cards else None


def _tiles(request: Request) -> tuple[CategoryTile, ...]:
    """Each top category in its arch, with a picture of something in it."""
    menu = menu_of(request)
    return tuple(
        CategoryTile(each.name, f"/c/{each.slug}", picture_of(menu.pictures.get(each.slug)))
        for each in menu.tree
    )
