"""Packages and their doors: what a file imports, and which of it reaches inside a package."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.architecture.tree import Source, sources

# The folders whose modules are met by name; every other package is met at its `__init__`.
OPEN = {
    "zahra",
    "zahra.shop",
    "zahra.base",
    "zahra.web",
    "zahra.web.http",
    "zahra.web.ui",
    "zahra.providers",
}
# Back doors, each with its reason.
BACK_DOORS = {
    "zahra.base.db.embedded": "starts a server; only commands do, and they import it when they do",
}


def past_a_door(source: Source) -> Iterator[str]:
    """Imports of a package's insides from outside it.

    Providers meet a package of the shop at its port, `provider.py`: the rest is none of theirs.
    """
    for node, imported in imports_of(source):
        door = _door_of(imported)
        if door is None or imported in (door, *BACK_DOORS) or _is_inside(source.module, door):
            continue
        if source.module.startswith("zahra.providers.") and imported == f"{door}.provider":
            continue
        yield source.at(node, f"reaches past the door of {door} to {imported}")


def imports_of(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """The modules of ours that a file imports, told absolutely, each with its place."""
    for node in ast.walk(source.tree):
        named: list[str] = []
        if isinstance(node, ast.Import):
            named = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(source, node)
            named = [_imported(module, name.name) for name in node.names]
        yield from ((node, name) for name in dict.fromkeys(named) if _is_inside(name, "zahra"))


def _is_inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _absolute(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = source.module.split(".")
    kept = parts[: len(parts) - node.level + source.path.endswith("__init__.py")]
    return ".".join([*kept, *filter(None, [node.module])])


def _imported(module: str, name: str) -> str:
    """The module that `from module import name` is about: `module.name` where that is a file
    which the door does not hold out under the same name."""
    inner = f"{module}.{name}"
    return inner if inner in _modules() and name not in _held_out(module) else module


def _door_of(module: str) -> str | None:
    """The closed package a module belongs to, the outermost one."""
    parts = module.split(".")
    names = (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    name = next((name for name in names if name not in OPEN), None)
    return name if name in _packages() else None


@cache
def _modules() -> frozenset[str]:
    return frozenset(source.module for source in sources() if source.path.startswith("src/"))


@cache
def _packages() -> frozenset[str]:
    return frozenset(s.module for s in sources() if s.path.endswith("/__init__.py"))


@cache
def _held_out(module: str) -> frozenset[str]:
    door = next((source for source in sources() if source.module == module), None)
    body = door.tree.body if door else []
    names = (name for node in body if isinstance(node, ast.ImportFrom) for name in node.names)
    return frozenset(name.asname or name.name for name in names)
