"""A real shop: production settings, processes of their own, and a mail server that is not ours."""

import asyncio
import re
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from tests.world.carriers import CARRIERS, SmtpStandIn, smtp_stand_in
from tests.world.living import LivingShop
from zahra.settings import Settings

pytestmark = pytest.mark.anyio

BINA = "bina@example.com"


def environment(smtp: SmtpStandIn) -> dict[str, str]:
    """What the owner of a shop sets."""
    carriers = {
        str(Settings.model_fields[name].validation_alias): getattr(
            value, "get_secret_value", lambda value=value: value
        )()
        for name, value in CARRIERS.items()
    }
    return {
        **carriers,
        "SMTP_URL": f"smtp://zahra:secret@127.0.0.1:{smtp.port}",
        "ZAHRA_ENV": "production",
        "ZAHRA_SECRET_KEYS": "9f2c6b1e7d3a48509f2c6b1e7d3a4850",
        "ZAHRA_PUBLIC_URL": "https://zahra.example",
        "ZAHRA_ALLOWED_HOSTS": "zahra.example, 127.0.0.1",
        "ZAHRA_TRUSTED_PROXIES": "none",
        "ZAHRA_GSTIN": "08AABFB1234Q1ZF",
    }


@pytest.fixture
async def smtp() -> AsyncGenerator[SmtpStandIn, None]:
    async with smtp_stand_in() as running:
        yield running


async def test_a_shop_in_production_logs_somebody_in_by_a_code_it_mailed(
    fresh_dsn: str, tmp_path: Path, smtp: SmtpStandIn
):
    shop = LivingShop(fresh_dsn, tmp_path, environment(smtp))
    try:
        await asyncio.to_thread(shop.start, "work", "web")
        async with httpx.AsyncClient(base_url=f"{shop.url}/api/v1") as program:
            sent = await program.post("/auth/otp/send", json={"identifier": BINA})
            assert sent.status_code == 202, sent.text
            code = await _code_in(smtp)
            typed = {"identifier": BINA, "otp": code}
            answer = await program.post("/auth/otp/verify", json=typed)
        assert answer.status_code == 200, answer.text
    finally:
        await asyncio.to_thread(shop.stop)
    assert not (tmp_path / "outbox").exists()
    assert code not in shop.log()
    assert BINA not in shop.log()


async def _code_in(smtp: SmtpStandIn) -> str:
    for _ in range(1_200):
        if smtp.letters:
            found = re.search(r"Subject: (\d{6}) is your Zahra code", smtp.letters[0])
            assert found, smtp.letters[0]
            return found[1]
        await asyncio.sleep(0.05)
    raise AssertionError("no letter came")
