"""Which gateways a shop has by its settings, and which settings a real shop refuses."""

from pathlib import Path

import pytest

from zahra import production
from zahra.providers.gateways import gateways_of, withdrawn_from
from zahra.settings import Settings

NOTHING = {
    "razorpay_key_id": "",
    "razorpay_key_secret": "",
    "razorpay_webhook_secrets": "",
    "payu_key": "",
    "payu_salts": "",
    "stripe_secret_key": "",
    "stripe_webhook_secrets": "",
}
RAZORPAY = {
    "razorpay_key_id": "rzp_live_1",
    "razorpay_key_secret": "s",
    "razorpay_webhook_secrets": "w",
}
PAYU = {"payu_key": "key", "payu_salts": "salt,old"}
STRIPE = {"stripe_secret_key": "sk_live_1", "stripe_webhook_secrets": "whsec_1"}


def settings(**more: str) -> Settings:
    return Settings.model_validate(
        {"env": "production", "data_dir": Path("/nowhere"), **NOTHING, **more}
    )


async def names(told: Settings) -> list[str]:
    made = gateways_of(told)
    for gateway in made:
        await gateway.close()
    return [gateway.name for gateway in made]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({}, []),
        (RAZORPAY, ["razorpay"]),
        ({**RAZORPAY, **PAYU}, ["razorpay", "payu"]),
        ({**RAZORPAY, **PAYU, "gateways": "payu,razorpay"}, ["payu", "razorpay"]),
        ({**RAZORPAY, **STRIPE}, ["razorpay"]),
        ({**STRIPE, "gateways": "stripe"}, ["stripe"]),
        ({**RAZORPAY, "razorpay_webhook_secrets": ""}, []),
        ({**STRIPE, "stripe_webhook_secrets": "", "gateways": "stripe"}, []),
        ({**PAYU, "payu_salts": ""}, []),
    ],
)
async def test_a_gateway_is_there_when_it_is_named_and_has_all_its_secrets(told, wanted):
    assert await names(settings(**told)) == wanted


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({**RAZORPAY, **PAYU}, []),
        ({**RAZORPAY, **PAYU, "gateways": "razorpay"}, ["payu"]),
        ({**RAZORPAY, "gateways": "razorpay"}, []),
        ({**PAYU, **STRIPE, "gateways": ""}, ["payu", "stripe"]),
        ({"env": "development", "gateways": "razorpay"}, []),
    ],
)
async def test_one_that_is_not_named_any_more_finishes_what_it_began(told, wanted):
    made = withdrawn_from(settings(**told))
    for gateway in made:
        await gateway.close()
    assert [gateway.name for gateway in made] == wanted


def test_a_gateway_nobody_has_is_a_mistake():
    with pytest.raises(ValueError, match="paypal"):
        gateways_of(settings(gateways="razorpay,paypal"))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({**PAYU, "payu_base": "https://test.payu.in"}, "PAYU_BASE"),
        ({"payu_key": "key"}, "PAYU_SALTS"),
        ({**STRIPE, "stripe_secret_key": "sk_test_1"}, "test key"),
        ({**STRIPE, "stripe_webhook_secrets": ""}, "STRIPE_WEBHOOK_SECRETS"),
        ({**STRIPE, "stripe_api_base": "http://127.0.0.1:8001/stripe"}, "simulator"),
    ],
)
def test_a_real_shop_refuses_what_charges_nobody(told, says):
    assert any(says in sentence for sentence in production.refusals(settings(**told)))


def test_a_real_shop_takes_whole_accounts():
    said = production.refusals(settings(**RAZORPAY, **PAYU, **STRIPE))
    assert not [each for each in said if "PAYU" in each or "STRIPE" in each]


def test_no_secret_is_told_by_an_account():
    made = gateways_of(settings(**RAZORPAY, **PAYU, **STRIPE, gateways="razorpay,payu,stripe"))
    for gateway in made:
        told = repr(vars(gateway)["_account"])
        assert not any(secret in told for secret in ("salt", "whsec_1", "sk_live_1", "secret='s'"))
