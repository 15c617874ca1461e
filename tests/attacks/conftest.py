"""What an attacker is given: the whole site in this process, or a server of its own on a port."""

import os
from collections.abc import AsyncGenerator, Generator
from uuid import uuid4

import pytest

from tests.world.living import LivingShop
from tests.world.server import clone_template, drop_database
from tests.world.whole import Whole, settings_for, whole_site
from zahra.base.db.embedded import EmbeddedServer
from zahra.settings import Settings


@pytest.fixture(scope="module")
def settings(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Settings, None, None]:
    name = f"zahra_attacked_{uuid4().hex[:8]}"
    yield settings_for(clone_template(server, name), tmp_path_factory.mktemp("attacked"))
    drop_database(server, name)


@pytest.fixture(scope="module")
async def whole(settings: Settings) -> AsyncGenerator[Whole, None]:
    async with whole_site(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def served(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[LivingShop, None, None]:
    """The web process alone, as it is served, on a port of its own."""
    name = f"zahra_served_{os.getpid()}"
    shop = LivingShop(clone_template(server, name), tmp_path_factory.mktemp("served"))
    shop.start("web")
    yield shop
    shop.stop()
    drop_database(server, name)
