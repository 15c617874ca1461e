"""How much a page may weigh, compressed, before anybody looks at it."""

import gzip

import pytest

from tests.web.ui.sample_pages import PAGES
from zahra.web.storefront.rendering import render_page
from zahra.web.ui.assets import BUILT, asset_url

KB = 1024


def weight(*names: str) -> int:
    files = [BUILT / asset_url(name).removeprefix("/static/") for name in names]
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)


def test_the_stylesheet_is_light() -> None:
    assert weight("app.css", "transitions.css") <= 18 * KB


def test_what_staff_load_besides_is_light() -> None:
    assert weight("admin.css") <= 12 * KB


def test_the_scripts_are_light() -> None:
    assert weight("app.js", "pay.js") <= 8 * KB
    assert weight("app.js", "pay.js", "vendor/htmx.min.js") <= 22 * KB


def test_the_fonts_are_light() -> None:
    names = [f"fonts/{name}.woff2" for name in ("figtree", "fraunces", "fraunces-italic")]
    names += ["fonts/figtree-rupee.woff2", "fonts/fraunces-rupee.woff2"]
    sizes = [(BUILT / asset_url(name).removeprefix("/static/")).stat().st_size for name in names]
    assert sum(sizes) <= 55 * KB
    assert max(sizes[3:]) <= 1.2 * KB


@pytest.mark.parametrize("name", [name for name in PAGES if name != "kitchen"])
def test_a_page_is_light(name: str) -> None:
    sample = PAGES[name]
    html = render_page(sample.template, sample.view, sample.chrome)
    assert len(gzip.compress(html.encode(), 6)) <= 12 * KB
