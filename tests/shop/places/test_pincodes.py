"""The PIN table: filled once, and honest about what it does not know."""

import pytest

from zahra.base.db import Transaction
from zahra.shop import places

pytestmark = pytest.mark.anyio


@pytest.fixture
async def loaded(tx: Transaction) -> Transaction:
    await places.load_pincodes(tx)
    return tx


async def test_the_whole_directory_is_loaded(tx: Transaction):
    assert await places.load_pincodes(tx) == 19_586


async def test_loading_again_changes_nothing(loaded: Transaction):
    assert await places.load_pincodes(loaded) == 0
    assert await loaded.value("SELECT count(*) FROM pincodes") == 19_586


async def test_a_pin_suggests_its_district_and_state(loaded: Transaction):
    assert await places.place_of(loaded, "560001") == places.Place(
        "560001", ("Bengaluru Urban",), ("29",)
    )


async def test_a_pin_may_lie_in_two_states(loaded: Transaction):
    found = await places.place_of(loaded, "607402")
    assert found is not None
    assert found.state_codes == ("34", "33")
    assert found.allows("33")
    assert found.allows("34")
    assert not found.allows("32")


async def test_a_pin_whose_state_nobody_knows_allows_every_state(loaded: Transaction):
    unknown = await loaded.values("SELECT pincode FROM pincodes WHERE state_codes = '{}'")
    assert len(unknown) == 82
    found = await places.place_of(loaded, unknown[0])
    assert found is not None
    assert found.allows("27")


async def test_every_state_has_its_pins(loaded: Transaction):
    codes = await loaded.values("SELECT DISTINCT unnest(state_codes) FROM pincodes")
    assert set(codes) == set(places.STATES)


async def test_a_pin_that_is_not_listed_is_unknown(loaded: Transaction):
    assert await places.place_of(loaded, "999999") is None
