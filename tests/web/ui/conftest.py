"""Pages need the built assets; they are built once when a source is newer."""

import pytest

from zahra.web.ui import assets


@pytest.fixture(autouse=True, scope="session")
def built() -> None:
    if assets.is_stale():
        assets.build()
