"""Who carries parcels, by the settings."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.world.whole import settings_for
from zahra.production import refusals
from zahra.providers.couriers import couriers_of

ACCOUNT: dict[str, Any] = {
    "shiprocket_email": "api@zahra.example",
    "shiprocket_password": SecretStr("a password of theirs"),
    "shiprocket_webhook_tokens": SecretStr("9f2c6b1e7d3a48509f2c6b1e, 9f2c6b1e7d3a48509f2c6b1f"),
    "shiprocket_api_base": "",
}


def named(tmp_path: Path, **settings: Any) -> list[str]:
    told = settings_for("postgresql://nowhere/none", tmp_path, **settings)
    return [courier.name for courier in couriers_of(told).on_offer]


def test_development_sends_by_the_simulator(tmp_path: Path):
    assert named(tmp_path, env="development") == ["shiprocket", "manual"]


def test_without_an_account_parcels_are_written_down_by_hand(tmp_path: Path):
    assert named(tmp_path, env="production") == ["manual"]


def test_an_account_is_asked_first(tmp_path: Path):
    assert named(tmp_path, env="production", **ACCOUNT) == ["shiprocket", "manual"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"shiprocket_password": SecretStr("")}, "SHIPROCKET_PASSWORD"),
        ({"shiprocket_api_base": "http://127.0.0.1:8001"}, "SHIPROCKET_API_BASE"),
        ({"shiprocket_webhook_tokens": SecretStr("too-short")}, "SHIPROCKET_WEBHOOK_TOKENS"),
        ({"shiprocket_password": SecretStr("9f2c6b1e7d3a48509f2c6b1e")}, "not the password"),
    ],
)
def test_production_refuses_what_somebody_could_guess(
    tmp_path: Path, change: dict[str, Any], said: str
):
    told = settings_for(
        "postgresql://nowhere/none", tmp_path, env="production", **{**ACCOUNT, **change}
    )
    assert any(said in refusal for refusal in refusals(told))
    sound = settings_for("postgresql://nowhere/none", tmp_path, env="production", **ACCOUNT)
    assert not any("SHIPROCKET" in refusal for refusal in refusals(sound))
