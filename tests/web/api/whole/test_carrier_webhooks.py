"""The carriers' door: what they prove to have sent moves deliveries, and nothing else does."""

import json
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr

from tests.world.carriers import CARRIERS
from tests.world.people import KEYS
from tests.world.server import clone_template, drop_database
from tests.world.whole import asking, settings_for
from zahra.app import assemble
from zahra.base import ids
from zahra.base.db.embedded import EmbeddedServer
from zahra.production import check
from zahra.providers.carriers import resend, twilio
from zahra.shop import messaging
from zahra.shop.assembled import Shop
from zahra.shop.messaging import Record
from zahra.shop.messaging.provider import Email, Sms
from zahra.web.site import create_site

pytestmark = pytest.mark.anyio

SECRET = "whsec_bm93IG5vdyBub3cgbm93IG5vdw=="
REAL: dict[str, Any] = {
    "env": "production",
    "secret_keys": SecretStr("9f2c6b1e7d3a4850" * 2),
    "razorpay_key_id": "rzp_live_ZahraTests0001",
    "public_url": "https://zahra.example",
    "trusted_proxies": "none",
    "rate_limits": "on",
    "razorpay_api_base": "",
    "gstin": "08AABFB1234Q1ZF",
    **CARRIERS,
    "twilio_account_sid": "AC1",
    "twilio_auth_token": SecretStr("token-now, token-before"),
    "resend_api_key": SecretStr("re_key"),
    "resend_webhook_secrets": SecretStr(SECRET),
}
HOST = {"Host": "zahra.example"}
AT = "/api/v1/messaging/webhook"


@pytest.fixture(scope="module")
async def shop(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Shop, None]:
    """A production shop with all four carriers; none is ever called."""
    name = f"zahra_mail_{ids.new().hex[-8:]}"
    folder: Path = tmp_path_factory.mktemp("mail")
    settings = settings_for(clone_template(server, name), folder, **REAL)
    check(settings)
    assembled = assemble(settings)
    await assembled.database.open()
    yield assembled
    await messaging.hang_up(assembled.senders)
    await assembled.database.close()
    drop_database(server, name)


@pytest.fixture
async def client(shop: Shop, tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient, None]:
    settings = settings_for("", tmp_path, **REAL)
    async with asking(create_site(shop, settings)) as opened:
        yield opened


async def given_to(shop: Shop, carrier: str) -> UUID:
    record, key = Record(shop.database, KEYS), str(ids.new())
    sms = Sms("+919876543210", "t", "login_code", key)
    mail = Email("bina@example.com", "s", "t", "h", "login_code", key)
    begun = await record.begin(mail if carrier == "resend" else sms, carrier)
    assert begun is not None
    return begun


async def state_of(shop: Shop, delivery_id: UUID) -> str:
    async with shop.database.snapshot() as snapshot:
        return await snapshot.value(
            "SELECT state FROM deliveries WHERE id = %(id)s", id=delivery_id
        )


async def from_twilio(
    client: httpx.AsyncClient, delivery_id: UUID, status: str, token: str = "token-now"
) -> httpx.Response:
    fields = {"MessageSid": "SM1", "MessageStatus": status, "To": "+919876543210"}
    path = f"{AT}/twilio?delivery={delivery_id}"
    url = f"https://zahra.example{path}"
    signature = twilio.signature_of(url, list(fields.items()), token)
    return await client.post(path, data=fields, headers={**HOST, "X-Twilio-Signature": signature})


async def from_resend(
    client: httpx.AsyncClient, delivery_id: UUID, type: str, secret: str = SECRET
) -> httpx.Response:
    tags = {"delivery": str(delivery_id)}
    raw = json.dumps({"type": type, "data": {"email_id": "E1", "tags": tags}}, indent=2).encode()
    at = str(int(time.time()))
    signature = f"v1,{resend.signature_of(raw, 'msg_1', at, secret)}"
    signed = {"svix-id": "msg_1", "svix-timestamp": at, "svix-signature": signature}
    return await client.post(f"{AT}/resend", content=raw, headers={**HOST, **signed})


async def from_msg91(
    client: httpx.AsyncClient, delivery_id: UUID, status: str, secret: str = "msg91-secret"
) -> httpx.Response:
    told = {"requestId": "R1", "CRQID": str(delivery_id), "status": status}
    headers = {**HOST, "X-Zahra-Secret": secret}
    return await client.post(f"{AT}/msg91", json=told, headers=headers)


async def test_what_carriers_prove_to_have_sent_moves_deliveries(
    client: httpx.AsyncClient, shop: Shop
):
    for carrier, tell, said, state in (
        ("twilio", from_twilio, "delivered", "delivered"),
        ("msg91", from_msg91, "1", "delivered"),
        ("resend", from_resend, "email.bounced", "bounced"),
    ):
        delivery_id = await given_to(shop, carrier)
        for _ in range(2):
            answer = await tell(client, delivery_id, said)
            assert (answer.status_code, answer.json()["data"]) == (200, {"received": True})
        assert await state_of(shop, delivery_id) == state


async def test_previous_secrets_are_good_during_a_change(client: httpx.AsyncClient, shop: Shop):
    delivery_id = await given_to(shop, "twilio")
    assert (await from_twilio(client, delivery_id, "failed", "token-before")).status_code == 200
    assert await state_of(shop, delivery_id) == "failed"
    delivery_id = await given_to(shop, "msg91")
    assert (await from_msg91(client, delivery_id, "2", "msg91-previous")).status_code == 200
    assert await state_of(shop, delivery_id) == "failed"


async def test_what_nobody_signed_is_400_and_moves_nothing(client: httpx.AsyncClient, shop: Shop):
    for carrier, tell, said, wrong in (
        ("twilio", from_twilio, "delivered", "another"),
        ("msg91", from_msg91, "1", "another"),
        ("resend", from_resend, "email.delivered", "whsec_b3RoZXI="),
    ):
        delivery_id = await given_to(shop, carrier)
        answer = await tell(client, delivery_id, said, wrong)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_signature")
        bare = await client.post(f"{AT}/{carrier}", content=b"{}", headers=HOST)
        assert bare.status_code == 400
        assert await state_of(shop, delivery_id) == "sent"


async def test_one_carriers_word_moves_no_others_delivery(client: httpx.AsyncClient, shop: Shop):
    delivery_id = await given_to(shop, "twilio")
    assert (await from_msg91(client, delivery_id, "1")).status_code == 200
    assert await state_of(shop, delivery_id) == "sent"


async def test_the_address_twilio_signed_is_ours_whatever_host_it_says(
    client: httpx.AsyncClient, shop: Shop
):
    delivery_id, other = await given_to(shop, "twilio"), await given_to(shop, "twilio")
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    url = f"https://zahra.example{AT}/twilio?delivery={delivery_id}"
    signature = twilio.signature_of(url, list(fields.items()), "token-now")
    headers = {**HOST, "X-Twilio-Signature": signature, "X-Forwarded-Host": "evil.example"}
    moved = await client.post(f"{AT}/twilio?delivery={other}", data=fields, headers=headers)
    assert moved.status_code == 400
    assert await state_of(shop, other) == "sent"


async def test_who_does_not_report_has_no_webhook(client: httpx.AsyncClient):
    for carrier in ("smtp", "outbox", "nobody", "TWILIO", "razorpay"):
        answer = await client.post(f"{AT}/{carrier}", content=b"{}", headers=HOST)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found"), carrier


async def test_a_delivery_that_is_no_id_is_refused(client: httpx.AsyncClient):
    answer = await client.post(f"{AT}/twilio?delivery=1", content=b"", headers=HOST)
    assert answer.status_code == 422
