"""The docs are true: pages read from the code are fresh, links lead somewhere, examples run."""

import doctest
import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.architecture.routes import API, ROUTES
from tests.architecture.tree import ROOT, File, assert_none, files
from tests.architecture.writing_docs import PAGES
from zahra.cli import cli

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_RUN = re.compile(r"^```sh run\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_MAKE = re.compile(r"\bmake ([a-z]+)\b")
_ZAHRA = re.compile(r"(?:^|`|bin/)zahra ([a-z]+)", re.MULTILINE)
_SHELVES = "shop|web|base|providers|simulator|seeds"
_PATH = re.compile(rf"`((?:src|tests|docs|bench|{_SHELVES})/[\w./-]+)`")
_ROUTE = re.compile(r"`((?:GET|POST|PATCH|DELETE) /[^`]*)`")
_README = (ROOT / "README.md").read_text()


def pages() -> list[File]:
    """Every Markdown page of the project."""
    return [file for file in files() if file.path.endswith(".md")]


def dead_links(page: File) -> Iterator[str]:
    """Links to files or headings that are not there. Addresses on the web are not asked."""
    for target in _LINK.findall(page.text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, heading = target.partition("#")
        path = (ROOT / page.path).parent / name if name else ROOT / page.path
        if not path.exists():
            yield f"{page.path} links to {target}, which is not there"
        elif heading and heading not in _anchors(path.read_text()):
            yield f"{page.path} links to {target}: no such heading"


def _anchors(text: str) -> set[str]:
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in plain}


def unknown_commands(page: File) -> Iterator[str]:
    """`make` targets and `zahra` commands that a page names and nobody can run."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for code in _CODE.findall(page.text):
        for target in _MAKE.findall(code):
            if target not in targets:
                yield f"{page.path} says `make {target}`, which is no target"
        for command in _ZAHRA.findall(code):
            if command not in _commands():
                yield f"{page.path} says `zahra {command}`, which is no command"


def _commands() -> set[str]:
    single = {c.name or getattr(c.callback, "__name__", "") for c in cli.registered_commands}
    return single | {group.name or "" for group in cli.registered_groups}


def lost_paths(page: File) -> Iterator[str]:
    """Files that a page names and that are not there."""
    for path in _PATH.findall(page.text):
        if not any((ROOT / start / path).exists() for start in ("", "src/zahra")):
            yield f"{page.path} names {path}, which is not there"


def lost_tests(page: File) -> Iterator[str]:
    """Tests that a page names (`tests/x.py::test_y`) and that are not there."""
    for path, name in re.findall(r"`(tests/[\w./-]+)::(\w+)`", page.text):
        place = ROOT / path
        if not place.exists() or f"def {name}(" not in place.read_text():
            yield f"{page.path} names {path}::{name}, which is not there"


def lost_routes(page: File) -> Iterator[str]:
    """Routes that a page names and that the site has not, with or without `/api/v1`."""
    known = {_unnamed(route) for route in (*ROUTES, *API)}
    for route in _ROUTE.findall(page.text):
        if _unnamed(route) not in known:
            yield f"{page.path} names {route}, which is not there"


def _unnamed(route: str) -> str:
    return re.sub(r"\{\w+\}", "{}", route)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_read_from_the_code_is_fresh(path: str):
    assert (ROOT / path).read_text() == PAGES[path](), (
        "run python -m tests.architecture.writing_docs"
    )


@pytest.mark.parametrize("command", [block.strip() for block in _RUN.findall(_README)])
def test_a_command_of_the_readme_runs(command: str):
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [page.path for page in pages() if ">>> " in page.text])
def test_the_examples_of_a_page_are_true(path: str):
    assert doctest.testfile(str(ROOT / path), module_relative=False).failed == 0


def test_the_readme_has_commands_that_are_run():
    assert _RUN.findall(_README)


def test_every_link_leads_somewhere():
    assert_none(said for page in pages() for said in dead_links(page))


@pytest.mark.parametrize("target", ["nowhere.md", "../README.md#nothing-of-the-kind", "#nothing"])
def test_a_dead_link_is_seen(target: str):
    assert list(dead_links(File("docs/tour.md", f"# Tour\n[here]({target})")))


def test_every_command_in_the_docs_exists():
    assert_none(said for page in pages() for said in unknown_commands(page))


@pytest.mark.parametrize("command", ["make coffee", "zahra brew"])
def test_a_command_that_is_none_is_seen(command: str):
    assert list(unknown_commands(File("docs/tour.md", f"Type `{command}`.")))


def test_every_file_the_docs_name_is_there():
    assert_none(said for page in pages() for said in lost_paths(page))


@pytest.mark.parametrize("path", ["src/zahra/nowhere.py", "shop/nothing/placing.py"])
def test_a_lost_file_is_seen(path: str):
    assert list(lost_paths(File("docs/tour.md", f"See `{path}`.")))


def test_every_test_the_docs_name_is_there():
    assert_none(said for page in pages() for said in lost_tests(page))


@pytest.mark.parametrize("name", ["test_docs.py::test_nothing", "test_nowhere.py::test_it"])
def test_a_lost_test_is_seen(name: str):
    assert list(lost_tests(File("docs/auth.md", f"`tests/architecture/{name}`")))


def test_every_route_the_docs_name_is_there():
    assert_none(said for page in pages() for said in lost_routes(page))


def test_a_lost_route_is_seen():
    assert list(lost_routes(File("docs/tour.md", "See `POST /lanterns`.")))
    assert not list(lost_routes(File("docs/tour.md", "`GET /orders/{id}`, `GET /api/v1/cart`")))


def test_decisions_are_numbered_dated_and_decided():
    records = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [path.name[:4] for path in records] == [f"{at:04}" for at in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text()
        assert re.match(rf"# {int(path.name[:4])}\. \S", text), path.name
        assert re.search(r"^Status: accepted, \d{4}-\d\d-\d\d$", text, re.MULTILINE), path.name
