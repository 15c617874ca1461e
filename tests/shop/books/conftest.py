"""A whole shop, and somebody to play everybody in it."""

from collections.abc import AsyncGenerator

import pytest
from psycopg import AsyncConnection

from tests.shop.whole_shop.mortal import Fuse, MortalDatabase, MortalGateway
from tests.shop.whole_shop.player import Player
from zahra.base.db import SingleConnection


@pytest.fixture
async def player(dsn: str) -> AsyncGenerator[Player, None]:
    connection = await AsyncConnection.connect(dsn, options="-c timezone=UTC")
    await connection.execute("SELECT 1")
    fuse = Fuse()
    database = MortalDatabase(SingleConnection(connection), fuse=fuse)
    player = Player(database, MortalGateway(fuse=fuse), fuse)
    await player.open()
    yield player
    await connection.rollback()
    await connection.close()
