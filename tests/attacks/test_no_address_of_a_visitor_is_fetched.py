"""The shop asks only machines it was set up with: nothing that a visitor sends is ever an address
to ask. So there is nothing to trick into asking our own network; an import of pictures by their
address would have to change this test, and think."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import Source, assert_kept, sample

CLIENTS = {"httpx", "requests", "urllib.request", "urllib3", "aiohttp", "http.client", "socket"}
ALLOWED = (
    "src/zahra/providers/",  # whom we buy from, at addresses of the settings
    "src/zahra/simulator/",  # stands for a gateway; never part of a real shop
    "src/zahra/opening.py",  # waits for our own port
)


def client(source: Source) -> Iterator[str]:
    """A module that could ask another machine, where none should."""
    if source.path.startswith(ALLOWED):
        return
    for node in ast.walk(source.tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        for name in names:
            if name in CLIENTS or name.split(".")[0] in CLIENTS:
                yield source.at(node, f"asks other machines by {name}")


def test_only_providers_ask_other_machines():
    assert_kept(client, under="src/zahra/")


@pytest.mark.parametrize(
    "code", ["import httpx", "from urllib.request import urlopen", "import http.client"]
)
def test_one_that_does_is_seen(code: str):
    assert list(client(sample("src/zahra/web/api/products.py", code)))
