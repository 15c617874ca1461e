"""The pages of `docs/` that are read from the code.

`python -m tests.architecture.writing_docs` writes them; a test compares.
"""

from collections.abc import Callable, Mapping

from tests.architecture.auth_page import auth_page
from tests.architecture.books_page import books_page
from tests.architecture.calls import collection
from tests.architecture.lives import lives_page
from tests.architecture.refusals import refusals_page
from tests.architecture.tree import ROOT

PAGES: Mapping[str, Callable[[], str]] = {
    "docs/api-errors.md": refusals_page,
    "docs/auth.md": auth_page,
    "docs/auth.postman_collection.json": collection,
    "docs/books.md": books_page,
    "docs/lifecycles.md": lives_page,
}

if __name__ == "__main__":
    for path, page in PAGES.items():
        (ROOT / path).write_text(page())
