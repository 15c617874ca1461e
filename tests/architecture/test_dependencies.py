"""What handlers depend on is async: a plain function would be run in a thread for every request."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import ROOT


def plain_dependencies(source: str) -> Iterator[str]:
    """The functions of a module that `Depends` names and that are not async."""
    tree = ast.parse(source)
    named = {
        call.args[0].id
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Depends"
        and call.args
        and isinstance(call.args[0], ast.Name)
    }
    return (
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in named
    )


def test_no_dependency_runs_in_a_thread():
    found = {
        path.name: names
        for path in sorted((ROOT / "src/zahra/web").rglob("*.py"))
        if (names := list(plain_dependencies(path.read_text())))
    }
    assert found == {}


def test_a_plain_dependency_is_found():
    sample = "def shop(): ...\nasync def asker(): ...\nA = Depends(shop)\nB = Depends(asker)"
    assert list(plain_dependencies(sample)) == ["shop"]
