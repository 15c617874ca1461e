"""What staff may not make of a promotion, and what is put right as they write it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world.goods import an_indigo_kurta
from tests.world.promoting import PROMOTER, ten_percent
from zahra.base import ids
from zahra.base.db import Transaction
from zahra.base.errors import Invalid
from zahra.shop import catalog, promotions

pytestmark = pytest.mark.anyio


async def refused(tx: Transaction, **wishes: Any) -> dict[str, list[str]]:
    """What is said at which field; nothing is written."""
    with pytest.raises(Invalid) as why:
        await ten_percent(tx, **wishes)
    assert await tx.value("SELECT count(*) FROM promotions") == 0
    return why.value.fields


async def test_what_counts_from_now_does_not_end_before(tx: Transaction):
    said = {"endsAt": ["It has to end after it begins."]}
    assert await refused(tx, ends_at=tx.now) == said
    assert await refused(tx, ends_at=tx.now - timedelta(days=1)) == said
    made = await ten_percent(tx, ends_at=tx.now + timedelta(seconds=1))
    assert made.starts_at == tx.now


async def test_a_promotion_is_for_what_there_is(tx: Transaction):
    """With an id of something else it would never count, and nobody would know why."""
    kurta = await an_indigo_kurta(tx)
    (shelf, *_) = await catalog.categories(tx)
    nowhere = ids.new()
    said = ["Not all of these exist."]
    assert await refused(tx, categories=(shelf.id, nowhere)) == {"categories": said}
    assert await refused(tx, products=(shelf.id,)) == {"products": said}
    made = await ten_percent(tx, categories=(shelf.id,), products=(kurta.product_id,))
    assert (made.categories, made.products) == ((shelf.id,), (kurta.product_id,))


async def test_a_changed_label_is_as_tidy_as_a_new_one(tx: Transaction):
    made = await ten_percent(tx)
    changes = {"label": "  Ten   off "}
    then = await promotions.change_promotion(tx, PROMOTER, made.id, changes)
    assert then.label == "Ten off"
    assert await tx.value("SELECT label FROM promotions") == "Ten off"
