"""Returns and webhooks that were forged, replayed, or are about somebody else's order, sent to the
whole site with the real adapters: an order is paid by its own money or not at all."""

import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import stripe as sdk
from pydantic import SecretStr

from tests.world.gateway import (
    PAYU_KEY,
    PAYU_SALT,
    STRIPE_KEY,
    STRIPE_SECRET,
    Simulator,
    running_simulator,
    simulator,
)
from tests.world.whole import Visitor, Whole, settings_for, whole_site
from zahra.base import ids
from zahra.providers.payu.hashes import request_hash
from zahra.shop import books, orders

__all__ = ["running_simulator", "simulator"]
pytestmark = pytest.mark.anyio
NOBODY = Visitor()
TOTAL = 319800


@dataclass
class Scene:
    """The site with three gateways that answer, and orders of Asha's and Bina's that wait."""

    whole: Whole
    simulator: Simulator

    async def open(self, who: Visitor, provider: str) -> dict[str, Any]:
        """The way to pay one's order by a gateway."""
        answer = await self.whole.ask(
            "POST",
            "/payments/create",
            who,
            json={"orderId": who.ids["order_id"], "provider": provider},
            headers={"Idempotency-Key": str(ids.new())},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def come_back(
        self, who: Visitor, opened: dict[str, Any], fields: dict[str, str]
    ) -> httpx.Response:
        """A browser, with nobody's cookies, at somebody's way back."""
        path = f"/checkout/return/{who.ids['number']}/{opened['id']}"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.whole.client.post(path, content=urlencode(fields), headers=kind)

    async def ring(self, provider: str, raw: bytes, **headers: str) -> httpx.Response:
        path = f"/payments/webhook/{provider}"
        return await self.whole.ask("POST", path, NOBODY, content=raw, headers=headers)

    async def ring_stripe(self, body: str, *, at: int | None = None) -> httpx.Response:
        signed = sdk.WebhookSignature.generate_signature_header(body, STRIPE_SECRET, timestamp=at)
        return await self.ring("stripe", body.encode(), **{"Stripe-Signature": signed})

    async def work(self) -> None:
        """The poller takes up everything that lies about."""
        self.whole.shop.database.ahead += timedelta(minutes=3)
        await orders.jobs.poll_attempts(self.whole.shop.database, self.whole.shop.gateways)

    async def status(self, who: Visitor) -> tuple[str, str]:
        seen = await self.whole.ask("GET", f"/orders/{who.ids['order_id']}", who)
        order = seen.json()["data"]
        return order["status"], order["paymentStatus"]

    async def value(self, sql: str) -> Any:
        async with self.whole.shop.database.snapshot() as snapshot:
            return await snapshot.value(sql)

    def pay_payu(self, opened: dict[str, Any], **changed: str) -> dict[str, str]:
        """The payer posts our form, as it is or changed; what their browser brings back."""
        form = {**opened["client"]["fields"], **changed}
        return self.simulator.ask("POST", "/payu/pay", fields=form)["fields"]


WAITING, PAID = ("pending_payment", "pending"), ("placed", "paid")


@pytest.fixture
async def scene(
    fresh_dsn: str, tmp_path: Path, simulator: Simulator
) -> AsyncGenerator[Scene, None]:
    settings = settings_for(
        fresh_dsn,
        tmp_path,
        gateways="razorpay,payu,stripe",
        razorpay_api_base=simulator.url,
        payu_key=PAYU_KEY,
        payu_salts=SecretStr(PAYU_SALT),
        payu_base=f"{simulator.url}/payu",
        stripe_secret_key=SecretStr(STRIPE_KEY),
        stripe_webhook_secrets=SecretStr(STRIPE_SECRET),
        stripe_api_base=f"{simulator.url}/stripe",
    )
    async with whole_site(settings) as whole:
        yield Scene(whole, simulator)


async def test_what_ashas_browser_brings_back_pays_for_no_order_of_binas(scene: Scene):
    asha, bina = scene.whole.asha, scene.whole.bina
    hers, his = await scene.open(asha, "payu"), await scene.open(bina, "payu")
    genuine = scene.pay_payu(hers)
    stolen = his["client"]["fields"]["txnid"]
    for fields in (genuine, {**genuine, "txnid": stolen}, {**genuine, "hash": ""}, {}):
        answer = await scene.come_back(bina, his, fields)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"/checkout/pay/{bina.ids['number']}/")
    assert await scene.status(bina) == WAITING
    assert await scene.value("SELECT count(*) FROM payments WHERE provider = 'payu'") == 0
    for _ in range(3):  # her own, and replayed
        assert (await scene.come_back(asha, hers, genuine)).status_code == 303
    assert (await scene.status(asha), await scene.status(bina)) == (PAID, WAITING)
    assert await scene.value("SELECT count(*) FROM payments WHERE provider = 'payu'") == 1


async def test_a_return_that_says_it_was_paid_is_not_believed(scene: Scene):
    opened = await scene.open(scene.whole.asha, "payu")
    failed = scene.simulator.ask(
        "POST", "/payu/pay", fields=opened["client"]["fields"], outcome="decline"
    )["fields"]
    lies = {**failed, "status": "success", "unmappedstatus": "captured"}
    await scene.come_back(scene.whole.asha, opened, lies)
    assert (await scene.ring("payu", urlencode(lies).encode())).status_code == 400
    word = {**failed, "unmappedstatus": "captured"}  # which the hash does not cover
    assert (await scene.ring("payu", urlencode(word).encode())).status_code == 200
    await scene.work()
    assert (await scene.status(scene.whole.asha))[0] == "pending_payment"
    assert await scene.value("SELECT state FROM payments WHERE provider = 'payu'") == "failed"


async def test_a_form_with_another_amount_is_refused_and_money_of_another_amount_pays_nothing(
    scene: Scene,
):
    asha = scene.whole.asha
    opened = await scene.open(asha, "payu")
    assert opened["client"]["fields"]["amount"] == "3198.00"
    with pytest.raises(httpx.HTTPStatusError):
        scene.pay_payu(opened, amount="1.00")
    cheap = {**opened["client"]["fields"], "amount": "1.00"}
    paid = scene.pay_payu(opened, amount="1.00", hash=request_hash(cheap, PAYU_SALT))
    assert (await scene.come_back(asha, opened, paid)).status_code == 303
    assert (await scene.ring("payu", urlencode(paid).encode())).status_code == 200
    await scene.work()
    assert (await scene.status(asha))[0] == "pending_payment"
    kept = "SELECT purpose || ' ' || amount FROM payments WHERE provider = 'payu'"
    assert await scene.value(kept) == "quarantined 100"
    await books.jobs.note_mismatches(scene.whole.shop.database)
    listed = "SELECT kind || ' ' || amount FROM discrepancies WHERE kind = 'quarantined'"
    assert await scene.value(listed) == "quarantined 100"


async def test_an_event_of_another_stripe_account_is_filed_and_does_nothing(scene: Scene):
    asha = scene.whole.asha
    await scene.open(asha, "stripe")
    body = (
        '{"id":"evt_1","object":"event","account":"acct_other","type":"checkout.session.completed",'
        '"data":{"object":{"id":"cs_test_of_another","object":"checkout.session",'
        '"payment_status":"paid","amount_total":319800}}}'
    )
    for _ in range(2):
        assert (await scene.ring_stripe(body)).status_code == 200
    await scene.work()
    assert await scene.status(asha) == WAITING
    told = "SELECT string_agg(state, ' ') FROM provider_events"
    assert await scene.value(told) == "parked"
    scene.whole.shop.database.ahead += timedelta(hours=2)
    await scene.work()
    assert await scene.value(told) == "ignored"


async def test_an_event_that_says_an_unpaid_session_is_paid_makes_us_ask_no_more(scene: Scene):
    asha = scene.whole.asha
    opened = await scene.open(asha, "stripe")
    body = (
        '{"id":"evt_2","object":"event","type":"checkout.session.completed","data":{"object":'
        f'{{"id":"{opened["client"]["sessionId"]}","object":"checkout.session",'
        '"payment_status":"paid"}}}'
    )
    now = int(time.time())
    for stamp in (now - 400, now + 400, 0):
        assert (await scene.ring_stripe(body, at=stamp)).status_code == 400
    assert await scene.value("SELECT count(*) FROM provider_events") == 0
    assert (await scene.ring_stripe(body)).status_code == 200
    await scene.work()
    assert await scene.status(asha) == WAITING
    assert await scene.value("SELECT state FROM provider_events") == "processed"


@pytest.mark.parametrize("provider", ["razorpay", "payu", "stripe"])
async def test_no_gateway_may_send_us_a_book(scene: Scene, provider: str):
    before = await scene.whole.fingerprint()
    answer = await scene.ring(provider, b"a=" + b"x" * (256 << 10))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")
    opened = await scene.open(scene.whole.asha, provider)
    long = await scene.come_back(scene.whole.asha, opened, {"hash": "x" * (1 << 20)})
    assert long.status_code == 413
    many = await scene.come_back(scene.whole.asha, opened, {f"f{n}": "" for n in range(2000)})
    assert many.status_code == 400
    assert (await scene.status(scene.whole.asha))[0] == "pending_payment"
    after = await scene.whole.fingerprint()
    assert after["provider_events"] == before["provider_events"]
    assert after["payments"] == before["payments"]


async def test_a_return_pays_for_the_order_of_its_attempt_whatever_its_address_says(scene: Scene):
    asha, bina = scene.whole.asha, scene.whole.bina
    opened = await scene.open(asha, "payu")
    genuine = scene.pay_payu(opened)
    for attempt in (ids.new(), "nonsense", "..", "%00"):
        path = f"/checkout/return/{asha.ids['number']}/{attempt}"
        answer = await scene.whole.client.post(path, data=genuine)
        assert answer.status_code == 404, attempt
    assert await scene.status(asha) == WAITING
    path = f"/checkout/return/{bina.ids['number']}/{opened['id']}"  # her attempt, his number
    answer = await scene.whole.client.post(path, data=genuine)
    assert answer.status_code == 303
    assert (await scene.status(asha), await scene.status(bina)) == (PAID, WAITING)
