"""Small things that are always wrong here, each for a reason."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import File, Source, assert_kept, assert_none, files, sample

_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
_UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false")


def own_clock(source: Source) -> Iterator[str]:
    """Reading this machine's clock in the shop: time has one source, `tx.now`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if (owner, node.attr) in _CLOCKS:
                yield source.at(node, f"{owner}.{node.attr}: take `now` from the transaction")


def half_deleted_cookie(source: Source) -> Iterator[str]:
    """Starlette's `delete_cookie`: it leaves out the attributes the cookie was set with, and a
    browser keeps what does not match. `web/http/cookies.py` clears to the byte."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "delete_cookie":
            yield source.at(node, "delete_cookie may leave the cookie where it is")


def unescaped(file: File) -> Iterator[str]:
    """Text that a template lets through as HTML."""
    for number, line in enumerate(file.text.splitlines(), start=1):
        if _UNESCAPED.search(line):
            yield f"{file.path}:{number} lets text through as HTML"


def test_the_shop_takes_its_time_from_the_transaction():
    assert_kept(own_clock, under="src/zahra/shop/")


@pytest.mark.parametrize(
    "code", ["datetime.now(UTC)", "datetime.datetime.utcnow()", "date.today()", "time.time()"]
)
def test_a_clock_of_its_own_is_seen(code: str):
    assert list(own_clock(sample("src/zahra/shop/cart/adding.py", code)))


def test_cookies_are_cleared_by_the_table_that_sets_them():
    assert_kept(half_deleted_cookie)


def test_a_half_deleted_cookie_is_seen():
    assert list(half_deleted_cookie(sample("src/zahra/a.py", "response.delete_cookie('cart')")))


def test_templates_escape_everything():
    pages = [file for file in files() if file.path.endswith((".html", ".jinja", ".txt", ".xml"))]
    assert len(pages) > 10
    assert_none(said for page in pages for said in unescaped(page))


@pytest.mark.parametrize("text", ["{{ note|safe }}", "{{ note | safe }}", "{% autoescape false %}"])
def test_unescaped_text_is_seen(text: str):
    assert list(unescaped(File("src/zahra/a.html", text)))
