"""Nothing in the tree knows the machine it was written on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, File, assert_none, files

# Told in pieces, so that this file does not hold what it looks for.
_REGISTRIES = [f"{name}.org" for name in ("pypi", "pythonhosted", "npmjs")] + ["npmjs" + ".com"]
_WRITERS = ["sub" + "agent", "sub-" + "agent", "tool " + "library", "language " + "model"]
_INDEX = re.compile(r"--(extra-)?index-url|--find-links|--trusted-host")


def of_this_machine() -> list[str]:
    """The folders this checkout lies in, as text would name them."""
    above = [folder for folder in (ROOT, *ROOT.parents, Path.home()) if len(folder.parts) > 1]
    return [f"{folder}/" for folder in above]


def leaks(file: File, folders: list[str]) -> Iterator[str]:
    """Folders of this machine, homes of people, package registries, and how it was written."""
    paths = "|".join([*map(re.escape, folders), r"/(?:home|Users|root)/\w"])
    words = "|".join(map(re.escape, (*_REGISTRIES, *_WRITERS)))
    places = re.compile(rf"(?<![\w.])(?:{paths})|(?i:{words})")
    for number, line in enumerate(file.text.splitlines(), start=1):
        if found := places.search(line):
            yield f"{file.path}:{number} names {found[0]}"
        if file.path.endswith(".lock") and _INDEX.search(line):
            yield f"{file.path}:{number} says where packages come from"


def test_no_file_names_this_machine_or_a_registry():
    folders = of_this_machine()
    assert_none(said for file in files() for said in leaks(file, folders))


@pytest.mark.parametrize(
    "line",
    [
        f"open('{ROOT}/README.md')",
        f"cd {ROOT.parent / 'other'}",
        "/" + "home/asha/zahra",
        f"https://files.{_REGISTRIES[1]}/a.whl",
        f"Written by a {_WRITERS[0]}.",
    ],
)
def test_a_leak_is_seen(line: str):
    assert list(leaks(File("docs/tour.md", line), of_this_machine()))


def test_an_index_in_a_lock_is_seen():
    assert list(leaks(File("requirements.lock", "--index" + "-url https://example.org"), []))


def test_addresses_of_pages_are_not_paths_of_a_machine():
    assert not list(leaks(File("docs/tour.md", "GET /api/v1/products"), of_this_machine()))
