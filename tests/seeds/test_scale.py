"""Made-up styles by the thousand, loaded a table at a time."""

from pathlib import Path

import pytest
from rich.console import Console

from tests.world.empty import an_empty_shop
from zahra import seeds
from zahra.shop import catalog, places
from zahra.shop.catalog import Asking, Band

pytestmark = pytest.mark.anyio


async def test_any_number_of_styles_can_be_loaded_into_an_empty_shop(fresh_dsn: str, scratch: Path):
    async with an_empty_shop(fresh_dsn, scratch / "scale") as shop:
        await seeds.seed_scale(shop, 60, Console(quiet=True))
        async with shop.database.snapshot() as snapshot:
            listing = await catalog.listing(snapshot, Asking(limit=100))
            assert await places.place_of(snapshot, "302016")
            assert await snapshot.value("SELECT count(*) FROM styles") == 60
    assert (listing.total, len(listing.cards)) == (120, 100)
    assert all(len(card.sizes) == 6 and len(card.images) == 2 for card in listing.cards)
    bands = {size.band for card in listing.cards for size in card.sizes}
    assert bands == {Band.OUT, Band.LOW, Band.IN}
    assert await shop.storage.open(listing.cards[0].images[0].avif["320"])
