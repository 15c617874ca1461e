"""The whole site for each module of these tests: what no endpoint may get wrong."""

from collections.abc import AsyncGenerator, Generator
from uuid import uuid4

import pytest

from tests.world.server import clone_template, drop_database
from tests.world.whole import Whole, settings_for, whole_site
from zahra.base.db.embedded import EmbeddedServer
from zahra.settings import Settings


@pytest.fixture(scope="module")
def settings(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Settings, None, None]:
    name = f"zahra_whole_{uuid4().hex[:8]}"
    yield settings_for(clone_template(server, name), tmp_path_factory.mktemp("whole"))
    drop_database(server, name)


@pytest.fixture(scope="module")
async def whole(settings: Settings) -> AsyncGenerator[Whole, None]:
    async with whole_site(settings) as opened:
        yield opened
