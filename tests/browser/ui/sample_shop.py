"""A shop of sample pages behind the browser: every request is answered here, none leaves."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

from playwright.sync_api import Browser, Page, Request, Route

from tests.web.ui import sample_orders, samples
from tests.web.ui.sample_pages import PAGES
from zahra.web.storefront.bag_view import AddedToBag
from zahra.web.storefront.listing_view import Suggestion, SuggestionList
from zahra.web.storefront.product_view import DeliveryCheck
from zahra.web.storefront.rendering import render_block, render_page
from zahra.web.ui.assets import BUILT

ORIGIN = "http://localhost"
GATEWAY = "https://gateway.example"
POLICY = (
    f"default-src 'none'; script-src 'self' {GATEWAY}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self' https:; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_CHECKOUT = """window.Razorpay = class {
  constructor(options) { window.options = options; }
  open() { window.opened = (window.opened ?? 0) + 1; }
};"""
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4"><path d="M0 0h3v4H0"/></svg>'
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request the page made by itself or by a form."""

    path: str
    fields: dict[str, str]
    is_partial: bool


@dataclass
class SampleShop:
    """Answers like the shop would, and remembers what it was asked."""

    page: Page
    asked: list[Asked] = field(default_factory=list[Asked])
    complaints: list[str] = field(default_factory=list[str])

    @classmethod
    @contextmanager
    def opened(cls, browser: Browser, *, runs_scripts: bool = True) -> Generator["SampleShop"]:
        """The shop on a phone, in a browser context of its own."""
        context = browser.new_context(
            viewport={"width": 360, "height": 780},
            reduced_motion="reduce",
            java_script_enabled=runs_scripts,
        )
        shop = cls(context.new_page())
        shop.page.route("**/*", shop.answer)
        yield shop
        context.close()

    def open(self, name: str) -> None:
        self.page.goto(f"{ORIGIN}/p/{name}")

    def asked_for(self, path: str) -> list[dict[str, str]]:
        return [one.fields for one in self.asked if one.path == path]

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if route.request.url.startswith(GATEWAY):
            self._note(route.request)
            route.fulfill(body=_CHECKOUT, content_type="text/javascript")
            return
        assert f"{address.scheme}://{address.netloc}" == ORIGIN, f"left the shop: {address}"
        if address.path.startswith("/static/"):
            file = BUILT / address.path.removeprefix("/static/")
            kind = _TYPES.get(file.suffix, "font/woff2")
            route.fulfill(body=file.read_bytes(), content_type=kind)
        elif address.path.startswith("/media/"):
            route.fulfill(body=_PICTURE, content_type="image/svg+xml")
        else:
            self._answer_page(route, self._note(route.request))

    def _note(self, request: Request) -> Asked:
        address = urlsplit(request.url)
        fields = dict(parse_qsl(address.query + "&" + (request.post_data or "")))
        is_partial = request.headers.get("hx-request-type") == "partial"
        self.asked.append(Asked(address.path, fields, is_partial))
        return self.asked[-1]

    def _answer_page(self, route: Route, asked: Asked) -> None:
        if asked.path.startswith("/p/"):
            sample = PAGES[asked.path.removeprefix("/p/")]
            _send(route, render_page(sample.template, sample.view, sample.chrome))
        elif asked.path in _ANSWERS:
            _ANSWERS[asked.path](route, asked)
        elif asked.path.startswith("/cart/items/"):
            _change_line(route, asked)
        else:
            route.fulfill(status=404, body="")


def _send(route: Route, html: str, status: int = 200) -> None:
    headers = {"Content-Security-Policy": POLICY}
    route.fulfill(status=status, body=html, content_type="text/html", headers=headers)


def _add(route: Route, asked: Asked) -> None:
    if asked.fields["variant_id"] == "variant-L":
        refused = replace(samples.PRODUCT, error="Size L has just sold out.")
        _send(route, render_page("product/buy_note.html", refused, samples.CHROME), 409)
        return
    added = AddedToBag(sample_orders.LINES[0], 3, 803700)
    _send(route, render_page("added_to_bag.html", added, replace(samples.CHROME, bag_count=3)))


def _change_line(route: Route, asked: Asked) -> None:
    line = replace(sample_orders.LINES[0], qty=int(asked.fields["qty"]))
    bag = replace(sample_orders.BAG, lines=(line, *sample_orders.LINES[1:]))
    _send(route, render_page("bag_changed.html", bag, replace(samples.CHROME, bag_count=7)))


def _list(route: Route, asked: Asked) -> None:
    ticked = parse_qs(urlsplit(route.request.url).query).get("size", [])
    sizes = samples.FACETS[0]
    values = tuple(replace(value, is_selected=value.value in ticked) for value in sizes.values)
    view = replace(
        samples.LISTING,
        facets=(replace(sizes, values=values), *samples.FACETS[1:]),
        pager=replace(samples.LISTING.pager, total=100 + len(ticked)),
    )
    if asked.is_partial:
        _send(route, render_block("listing.html", "listing", view, samples.CHROME))
    else:
        _send(route, render_page("listing.html", view, samples.CHROME))


def _suggest(route: Route, asked: Asked) -> None:
    rows = tuple(Suggestion(label, "/c/kurtas") for label in ("Kurtas", "Kurta sets"))
    _send(route, render_page("search_suggestions.html", SuggestionList(rows), samples.CHROME))


def _promise(route: Route, asked: Asked) -> None:
    check = DeliveryCheck(asked.fields["pincode"], error="We do not deliver there yet.")
    _send(route, render_page("delivery_answer.html", check, samples.CHROME))


def _place_of(route: Route, asked: Asked) -> None:
    place = {"serviceable": True, "district": "Jaipur", "cities": ["Jaipur"], "stateCode": "08"}
    route.fulfill(json={"ok": True, "data": place})


def _paid(route: Route, asked: Asked) -> None:
    view = replace(PAGES["payment-pending"].view, outcome="paid")
    _send(route, render_block("payment_pending.html", "status", view, samples.CHROME))


_ANSWERS: dict[str, Callable[[Route, Asked], None]] = {
    "/cart/items": _add,
    "/c/kurtas": _list,
    "/search/suggest": _suggest,
    "/pincode": _promise,
    "/api/v1/serviceability": _place_of,
    "/checkout/pay/ZH-7K3M9Q2X/status": _paid,
    "/theme": lambda route, _: _send(route, ""),
}
