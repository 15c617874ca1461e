"""Photos with a return: chosen by a plain file field, kept once, shown to their owner."""

import re

import httpx
import pytest

from tests.web.storefront.conftest import SigningIn, Visitor
from tests.web.storefront.test_returns import ASHA, line_of, order_number
from tests.world.photos import photo
from zahra.base.db import Transaction

pytestmark = pytest.mark.anyio
NO_PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


async def send(
    visitor: Visitor, path: str, *, files: dict[str, list[bytes]], **fields: str
) -> httpx.Response:
    """The form as a browser sends it: every file field, chosen or not."""
    token = await visitor.token(path)
    sent = [
        (name, (f"{at}.jpg", data, "image/jpeg"))
        for name, chosen in files.items()
        for at, data in enumerate(chosen)
    ]
    empty = [("photos_none", ("", b"", "application/octet-stream"))]
    data = {"csrf_token": token, **fields}
    return await visitor.client.post(path, data=data, files=[*sent, *empty])


def named(page: str) -> list[str]:
    return re.findall(r'name="(photo_[0-9a-f_]+)" value="yes" checked', page)


async def form_of(visitor: Visitor) -> tuple[str, str, dict[str, str]]:
    path = f"/orders/{await order_number(visitor)}/return"
    page = (await visitor.get(path)).text
    line = line_of(page)
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert key
    wish = {
        f"qty_{line}": "1",
        f"reason_{line}": "damaged",
        f"note_{line}": "torn at the hem",
        "idempotency_key": key[1],
    }
    return path, line, wish


async def test_photos_are_chosen_looked_over_sent_and_shown(shopper: SigningIn):
    asha, stranger = await shopper(ASHA), await shopper()
    path, line, wish = await form_of(asha)
    two = {f"photos_{line}": [photo(), photo("#22375f", kind="PNG")]}
    review = await send(asha, path, files=two, **wish)
    assert review.status_code == 200, review.text
    kept = named(review.text)
    assert len(kept) == 2
    assert "2 photos." in review.text
    ticked = {kept[0]: "yes"}
    asked = await send(asha, path, files={}, **wish, **ticked, confirmed="yes")
    assert asked.status_code == 303, asked.text
    page = (await asha.get(asked.headers["location"])).text
    shown = re.findall(r'<img src="(/media/[0-9a-f]{20}-480\.webp)"', page)
    assert len(shown) == 1, "what was unticked is left out"
    assert kept[0].rsplit("_")[-1] in shown[0]
    assert (await asha.get(shown[0])).headers["content-type"] == "image/webp"
    assert (await stranger.get(asked.headers["location"])).status_code == 404
    off = await asha.send(f"{asked.headers['location']}/cancel", seen_on=asked.headers["location"])
    assert off.status_code == 303


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([photo(), NO_PICTURE], "This is not a picture we can read."),
        ([photo(width=200)], "Choose a picture at least 480 pixels wide."),
        ([photo()] * 4, "Choose up to 3 photos."),
        ([b"\xff" * (10 * 2**20 + 1)], "Choose a picture of at most 10 MB."),
    ],
)
async def test_a_bad_file_is_refused_at_its_field_and_nothing_is_lost(
    shopper: SigningIn, files: list[bytes], said: str
):
    asha = await shopper(ASHA)
    path, line, wish = await form_of(asha)
    before = await asha.whole.shop.database.run(_counts)
    refused = await send(asha, path, files={f"photos_{line}": files}, **wish, confirmed="yes")
    assert refused.status_code == 422
    at_field = re.search(rf'id="photos_{line}-error">.*?</p>', refused.text)
    assert at_field
    assert said in at_field[0]
    assert "torn at the hem" in refused.text
    assert '<option value="damaged" selected>' in refused.text
    assert await asha.whole.shop.database.run(_counts) == before


async def test_good_photos_outlive_another_mistake(shopper: SigningIn):
    asha = await shopper(ASHA)
    path, line, wish = await form_of(asha)
    wish[f"reason_{line}"] = ""
    refused = await send(asha, path, files={f"photos_{line}": [photo("#0a7")]}, **wish)
    assert refused.status_code == 422
    assert "Say why it comes back." in refused.text
    assert len(named(refused.text)) == 1


async def test_anothers_photo_is_neither_shown_nor_sent(shopper: SigningIn):
    asha, bina = await shopper(ASHA), await shopper("+919876500002")
    path, line, wish = await form_of(bina)
    wish[f"reason_{line}"] = ""
    refused = await send(bina, path, files={f"photos_{line}": [photo("#b40")]}, **wish)
    (hers,) = named(refused.text)
    path, line, wish = await form_of(asha)
    stolen = {f"photo_{line}_{hers.rsplit('_')[-1]}": "yes"}
    review = await send(asha, path, files={}, **wish, **stolen)
    assert named(review.text) == []
    sent = await send(asha, path, files={}, **wish, **stolen, confirmed="yes")
    assert sent.status_code == 422
    assert "Upload the photo first" in sent.text


async def _counts(tx: Transaction) -> list[int]:
    return await tx.values("SELECT count(*) FROM returns UNION ALL SELECT count(*) FROM uploads")
