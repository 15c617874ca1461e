"""The tree as the rules read it. A rule is a function from one file to what is wrong with it."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NOT_OURS = {"__pycache__", "vendor", "built", "dist", "node_modules"}


@dataclass(frozen=True)
class File:
    """A text file of the project. `path` is told from the root, with slashes."""

    path: str
    text: str

    @property
    def lines(self) -> int:
        return self.text.count("\n")


@dataclass(frozen=True)
class Source(File):
    """A Python file, parsed."""

    tree: ast.Module = field(repr=False)

    @property
    def module(self) -> str:
        """`src/zahra/shop/cart/__init__.py` is `zahra.shop.cart`."""
        return (
            self.path.removeprefix("src/")
            .removesuffix(".py")
            .replace("/", ".")
            .removesuffix(".__init__")
        )

    def at(self, node: ast.AST, said: str) -> str:
        """What is wrong, and where."""
        return f"{self.path}:{getattr(node, 'lineno', 1)} {said}"


Rule = Callable[[Source], Iterable[str]]


def sample(path: str, code: str) -> Source:
    """A file that is not there, to show that a rule can fail."""
    return Source(path, code, ast.parse(code))


def assert_kept(rule: Rule, *, under: str = "src/") -> None:
    """Fail, naming every place in the Python files under a folder where the rule is broken."""
    found = [said for each in sources() if each.path.startswith(under) for said in rule(each)]
    assert_none(found)


def assert_none(found: Iterable[str]) -> None:
    """Fail with one line for each thing found."""
    said = "\n".join(found)
    assert not said, f"\n{said}"


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the project."""
    return tuple(
        Source(file.path, file.text, ast.parse(file.text)) for file in files() if _is_python(file)
    )


@cache
def files() -> tuple[File, ...]:
    """Every text file a fresh clone would hold, and those about to join."""
    found: list[File] = []
    for path in sorted(_walk(ROOT)):
        try:
            found.append(File(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue
    return tuple(found)


def _is_python(file: File) -> bool:
    return file.path.endswith(".py")


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _NOT_OURS or (path.name.startswith(".") and path.name != ".ci"):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.suffix not in (".png", ".avif", ".webp", ".woff2"):
            yield path
