"""Every way the shop says no, found by walking its modules, and the page that lists them."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from zahra.base.errors import ShopError
from zahra.web.http.problems import status_of

SHELVES = ("base", "shop", "providers", "web")
_PREFACE = """\
# What the shop can refuse

Every refusal of the API has one shape:

```json
{"ok": false, "error": {"code": "out_of_stock", "message": "…", "fields": {}, "details": {}},
 "requestId": "…"}
```

`code` is stable and meant for programs, `message` is meant for a person and may change; `fields`
and `details` are there where they say something. Pages show the same refusals as sentences.

This page is written by `python -m tests.architecture.writing_docs`, and a test compares.

| Status | Code | Means | Said to the person |
|---|---|---|---|"""
_FRAMEWORK = """\
| 405 | `method_not_allowed` | The address exists and does not take this method. | \
That method is not allowed here. |
| 500 | `internal_error` | Our own mistake; the number finds it in the logs. | \
Something went wrong on our side. Incident … |
"""


@cache
def refusals() -> tuple[type[ShopError], ...]:
    """Every kind of refusal, by status and code."""
    for shelf in SHELVES:
        package = importlib.import_module(f"zahra.{shelf}")
        for module in pkgutil.walk_packages(package.__path__, f"zahra.{shelf}."):
            importlib.import_module(module.name)
    found = (kind for kind in _below(ShopError) if kind.__module__.startswith("zahra."))
    return tuple(sorted(set(found), key=lambda kind: (status(kind), kind.code, kind.__name__)))


def status(kind: type[ShopError]) -> int:
    """What a refusal of this kind is answered with; 500 where the table of kinds has no row."""
    return status_of(kind.__new__(kind))


def meaning(kind: type[ShopError]) -> str:
    """The first paragraph of its docstring, on one line."""
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


def refusals_page() -> str:
    """`docs/api-errors.md`."""
    told = (kind for kind in refusals() if "code" in vars(kind))
    rows = (f"| {status(k)} | `{k.code}` | {meaning(k)} | {k.message} |" for k in told)
    return "\n".join([_PREFACE, *rows, _FRAMEWORK])


def _below(kind: type[ShopError]) -> Iterator[type[ShopError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
