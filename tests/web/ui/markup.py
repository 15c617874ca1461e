"""Reads a page as strictly as no browser does, and says everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
DRAWN = {"svg", "use", "circle", "path"}
_LABELLED = {"input", "select", "textarea"}
_POINTERS = ("aria-describedby", "aria-labelledby", "aria-controls", "commandfor", "popovertarget")


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None"
    line: int
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def inside(self, tag: str) -> "Element | None":
        at = self.parent
        while at is not None and at.tag != tag:
            at = at.parent
        return at

    def words(self) -> str:
        return (self.text + " ".join(child.words() for child in self.children)).strip()


class Page(HTMLParser):
    """A document as a tree. `problems` holds what was already wrong while reading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.root = Element("document", {}, None, 0)
        self._open = self.root
        self.feed(html)
        self.close()
        if self._open is not self.root:
            self.problems.append(f"<{self._open.tag}> of line {self._open.line} is never closed")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> has an attribute twice: {sorted(names)}")
        made = Element(tag, dict(attrs), self._open, self.getpos()[0])
        self._open.children.append(made)
        if tag not in VOID:
            self._open = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in DRAWN | VOID:
            self.problems.append(f"<{tag}/> does not close itself in HTML")
        self._open.children.append(Element(tag, dict(attrs), self._open, self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        if self._open.tag != tag:
            self.problems.append(f"</{tag}> on line {self.getpos()[0]} closes <{self._open.tag}>")
        if self._open.parent is not None:
            self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        self._open.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.root.walk() if element.tag in tags]


def problems_of(html: str) -> list[str]:
    """Everything wrong with a page, one sentence each."""
    page = Page(html)
    checks = (_ids, _fields, _pictures, _forms, _headings, _handlers, _names)
    return page.problems + [said for check in checks for said in check(page)]


def _ids(page: Page) -> Iterator[str]:
    ids = [element.get("id") for element in page.root.walk() if element.get("id") is not None]
    yield from (f"id {twice!r} stands twice" for twice in {i for i in ids if ids.count(i) > 1})
    for element in page.root.walk():
        for name in _POINTERS:
            for pointed in (element.get(name) or "").split():
                if pointed not in ids:
                    yield f"{name} of <{element.tag}> points to no {pointed!r}"


def _fields(page: Page) -> Iterator[str]:
    labels = {label.get("for") for label in page.all("label")}
    for control in page.all(*_LABELLED):
        if control.get("type") == "hidden":
            continue
        is_named = control.get("aria-label") or control.inside("label")
        if not is_named and control.get("id") not in labels:
            yield f"<{control.tag} name={control.get('name')}> has no label"
    ids = {control.get("id") for control in page.all(*_LABELLED)}
    yield from (f"label for {name!r} labels nothing" for name in labels - ids - {None})


def _pictures(page: Page) -> Iterator[str]:
    for image in page.all("img"):
        missing = [name for name in ("alt", "width", "height", "src") if image.get(name) is None]
        if missing:
            yield f"<img src={image.get('src')}> has no {', '.join(missing)}"


def _forms(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        if form.inside("form"):
            yield f"a form stands inside another (line {form.line})"
        if form.get("method") != "post" or (form.get("action") or "").startswith("https://"):
            continue
        names = {control.get("name") for control in form.walk()}
        if "csrf_token" not in names:
            yield f"the form to {form.get('action')} carries no csrf_token"


def _headings(page: Page) -> Iterator[str]:
    main = page.all("main")[0]
    levels = [int(e.tag[1]) for e in main.walk() if e.tag in ("h1", "h2", "h3", "h4")]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1 in main"
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"h{below} follows h{above}"


def _handlers(page: Page) -> Iterator[str]:
    for element in page.root.walk():
        for name in element.attributes:
            if name.startswith(("on", "hx-on", "hx-live")) or name == "style":
                yield f"<{element.tag}> has {name}, which the content policy refuses"
        is_data = element.get("type") == "application/ld+json"
        if element.tag in ("style", "script") and not element.get("src") and not is_data:
            yield f"<{element.tag}> stands in the page itself"


def _names(page: Page) -> Iterator[str]:
    for element in page.all("a", "button"):
        if element.get("aria-label") or element.get("aria-hidden") == "true" or element.words():
            continue
        if not any(child.get("alt") for child in element.walk()):
            yield f"<{element.tag} href={element.get('href')}> says nothing to a screen reader"
