"""Names say what a thing is. A folder called after nothing collects everything."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.architecture.tree import Source, assert_kept, assert_none, files, sample

SAY_NOTHING = {
    *("util", "utils", "helper", "helpers", "common", "core", "lib", "libs", "misc"),
    *("manager", "managers", "service", "services"),
}
_CLASS = re.compile(r"(Utils?|Helpers?|Managers?|Services?)$")


def says_nothing(path: str) -> Iterator[str]:
    """Parts of a path that name no thing and no activity."""
    parts = PurePosixPath(path).parts
    if grey := {part.split(".")[0] for part in parts} & SAY_NOTHING:
        yield f"{path}: {', '.join(sorted(grey))} says nothing"


def grey_classes(source: Source) -> Iterator[str]:
    """Classes called after no thing."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and _CLASS.search(node.name):
            yield source.at(node, f"{node.name} says nothing")


def test_every_file_and_folder_is_called_after_what_it_holds():
    assert_none(said for file in files() for said in says_nothing(file.path))


@pytest.mark.parametrize(
    "path", ["src/zahra/shop/utils.py", "src/zahra/core/money.py", "tests/helpers/people.py"]
)
def test_a_name_that_says_nothing_is_seen(path: str):
    assert list(says_nothing(path))


def test_every_class_is_called_after_what_it_is():
    assert_kept(grey_classes)


def test_a_class_that_says_nothing_is_seen():
    assert list(grey_classes(sample("src/zahra/a.py", "class OrderService: ...")))
    assert not list(grey_classes(sample("src/zahra/a.py", "class Serviceability: ...")))
