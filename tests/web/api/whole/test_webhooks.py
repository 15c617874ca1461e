"""The webhook's door: only what one of our secrets signed is filed, and once."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.world.gateway import KEY_SECRET, WEBHOOK_SECRET
from tests.world.server import clone_template, drop_database
from tests.world.whole import PREVIOUS_SECRET, Visitor, Whole, asking, settings_for
from zahra.app import assemble
from zahra.base import ids
from zahra.base.db.embedded import EmbeddedServer
from zahra.providers.razorpay.signatures import signature_of
from zahra.shop import payments
from zahra.web.site import create_site

pytestmark = pytest.mark.anyio
INBOX = "/payments/webhook"


def letter(whole: Whole) -> bytes:
    """A capture of Asha's payment, with spacing of the gateway's own."""
    entity = {"id": "pay_ZAH1", "order_id": whole.asha.ids["gateway_order"], "amount": 319800}
    event = {"event": "payment.captured", "payload": {"payment": {"entity": entity}}}
    return json.dumps(event, indent=1).encode()


async def post(
    whole: Whole, raw: bytes, signature: str, event: str = "", **more: Any
) -> httpx.Response:
    headers = {"X-Razorpay-Signature": signature, "Content-Type": "application/json"}
    headers |= {"X-Razorpay-Event-Id": event or str(ids.new()), **more}
    return await whole.ask("POST", INBOX, Visitor(), content=raw, headers=headers)


async def filed(whole: Whole) -> int:
    async with whole.shop.database.snapshot() as snapshot:
        return await snapshot.value("SELECT count(*) FROM provider_events")


@pytest.mark.parametrize(
    "secret", ["somebody else's", KEY_SECRET, "", WEBHOOK_SECRET + " ", WEBHOOK_SECRET.upper()]
)
async def test_what_another_secret_signed_is_400_and_stored_nowhere(whole: Whole, secret: str):
    before = await whole.fingerprint()
    answer = await post(whole, letter(whole), signature_of(letter(whole), secret))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_signature")
    assert await whole.fingerprint() == before


@pytest.mark.parametrize("signature", ["", "0" * 64, "x", "\xff" * 64, "a" * 5000])
async def test_an_odd_signature_is_400_and_stored_nowhere(whole: Whole, signature: str):
    before = await whole.fingerprint()
    raw = [(b"x-razorpay-signature", signature.encode("latin-1"))]
    answer = await whole.client.post(f"/api/v1{INBOX}", content=letter(whole), headers=raw)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_signature")
    bare = await whole.ask("POST", INBOX, Visitor(), content=letter(whole))
    assert bare.status_code == 400
    assert await whole.fingerprint() == before


async def test_the_same_json_written_otherwise_is_400(whole: Whole):
    raw, before = letter(whole), await whole.fingerprint()
    signature = signature_of(raw, WEBHOOK_SECRET)
    otherwise = (
        json.dumps(json.loads(raw)).encode(),
        raw + b"\n",
        raw.replace(b"319800", b"1"),
        b"",
    )
    for written in otherwise:
        assert (await post(whole, written, signature)).status_code == 400
    assert await whole.fingerprint() == before


@pytest.mark.parametrize("secret", [WEBHOOK_SECRET, PREVIOUS_SECRET])
async def test_the_current_and_the_previous_secret_are_good(whole: Whole, secret: str):
    before = await filed(whole)
    answer = await post(whole, letter(whole), signature_of(letter(whole), secret))
    assert (answer.status_code, answer.json()["data"]) == (200, {"received": True})
    assert await filed(whole) == before + 1


async def test_a_duplicate_is_thanked_for_and_filed_once(whole: Whole):
    before, raw, event = await filed(whole), letter(whole), str(ids.new())
    for _ in range(3):
        answer = await post(whole, raw, signature_of(raw, WEBHOOK_SECRET), event)
        assert answer.status_code == 200
    assert await filed(whole) == before + 1


@pytest.mark.parametrize("raw", [b"", b"not json", b"[1]", b'{"event": NaN}', b"\xff", b"[" * 9999])
async def test_a_genuine_letter_that_is_no_event_is_filed_as_unreadable(whole: Whole, raw: bytes):
    answer = await post(whole, raw, signature_of(raw, WEBHOOK_SECRET), event := str(ids.new()))
    assert answer.status_code == 200, answer.text
    async with whole.shop.database.snapshot() as snapshot:
        told = await snapshot.value(
            "SELECT type FROM provider_events WHERE event_id = %(event)s", event=event
        )
    assert told == "unreadable"


@pytest.mark.parametrize(
    "body",
    [
        {"event": "a\0b", "payload": {"payment": {"entity": {"id": "p\0", "order_id": "o\0"}}}},
        {"event": "x" * 70_000, "payload": {"payment": {"entity": {"id": "p" * 70_000}}}},
        {"event": {"a": 1}, "payload": [1]},
        {"event": "payment.captured", "payload": {"payment": {"entity": {"order_id": 2**70}}}},
    ],
)
async def test_a_genuine_letter_with_odd_contents_is_filed(whole: Whole, body: dict[str, Any]):
    raw, before = json.dumps(body).encode(), await filed(whole)
    answer = await post(whole, raw, signature_of(raw, WEBHOOK_SECRET))
    assert answer.status_code == 200, answer.text
    assert await filed(whole) == before + 1


async def test_a_letter_of_more_than_256_kib_is_413_before_it_is_read(whole: Whole):
    raw, before = b'{"a": "' + b"x" * (256 << 10) + b'"}', await whole.fingerprint()
    answer = await post(whole, raw, signature_of(raw, WEBHOOK_SECRET))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")
    assert await whole.fingerprint() == before


async def test_a_key_and_a_login_change_nothing_for_a_letter(whole: Whole):
    raw, before = letter(whole), await filed(whole)
    for _ in range(2):
        answer = await post(
            whole, raw, signature_of(raw, WEBHOOK_SECRET), **{"Idempotency-Key": "k"}
        )
        assert "idempotent-replayed" not in answer.headers
    assert await filed(whole) == before + 2
    forged = await whole.ask("POST", INBOX, whole.clerk, content=raw)
    assert forged.status_code == 400


async def test_unknown_providers_do_not_exist(whole: Whole):
    raw = letter(whole)
    headers = {"X-Razorpay-Signature": signature_of(raw, WEBHOOK_SECRET)}
    for provider in ("stripe", "payu", "cod", "razorpay2", "RAZORPAY"):
        path = f"{INBOX}/{provider}"
        answer = await whole.ask("POST", path, Visitor(), content=raw, headers=headers)
        assert answer.status_code == 404, provider


async def test_without_razorpay_its_webhook_does_not_exist(server: EmbeddedServer, tmp_path: Path):
    """A real shop that takes cash on delivery only: nothing stands in for the gateway."""
    name = f"zahra_cash_{ids.new().hex[-8:]}"
    none = {"razorpay_key_id": "", "razorpay_key_secret": "", "razorpay_webhook_secrets": ""}
    settings = settings_for(clone_template(server, name), tmp_path, **none)
    shop = replace(assemble(settings), gateways=payments.Gateways([]))
    await shop.database.open()
    async with asking(create_site(shop, settings)) as client:
        for path in (INBOX, f"{INBOX}/razorpay"):
            answer = await client.post(f"/api/v1{path}", content=b"{}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    await shop.database.close()
    drop_database(server, name)
