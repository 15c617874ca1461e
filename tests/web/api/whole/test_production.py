"""What must never run in production, and how the site behaves there."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import psycopg
import pytest
from pydantic import SecretStr, ValidationError

from tests.world.carriers import CARRIERS
from tests.world.gateway import KEY_SECRET
from tests.world.people import Door
from tests.world.whole import Whole, asking, settings_for
from zahra.migrations import migrate
from zahra.production import check
from zahra.running import refuse_old_database
from zahra.settings import DEVELOPMENT_GSTIN, CannotRun, Settings
from zahra.shop import identity
from zahra.web.site import create_site

pytestmark = pytest.mark.anyio
KEY = "9f2c6b1e7d3a4850" * 2
SAFE: dict[str, Any] = {
    "env": "production",
    "secret_keys": SecretStr(KEY),
    "razorpay_key_id": "rzp_live_ZahraTests0001",
    "public_url": "https://zahra.example",
    "trusted_proxies": "10.0.0.0/8, 2001:db8::1",
    "rate_limits": "on",
    "razorpay_api_base": "",
    "gstin": "08AABFB1234Q1ZF",
    **CARRIERS,
}
HOST = {"Host": "zahra.example"}
SECRETS = SecretStr("development-only-key-never-use-it-in-production")


def production(settings: Settings, **wishes: Any) -> Settings:
    """Settings a real shop could have, but for the wishes."""
    return settings_for(settings.database_url, settings.data_dir, **{**SAFE, **wishes})


@pytest.fixture
async def client(whole: Whole, settings: Settings) -> AsyncGenerator[httpx.AsyncClient, None]:
    """A stranger at the production site."""
    async with asking(create_site(whole.shop, production(settings))) as opened:
        yield opened


def test_a_safe_production_may_start(settings: Settings):
    check(production(settings))
    check(production(settings, trusted_proxies="none"))
    check(production(settings, razorpay_key_id=""))


def test_development_may_be_as_unsafe_as_it_likes(settings: Settings):
    check(production(settings, env="development", secret_keys=SECRETS, rate_limits="off"))


@pytest.mark.parametrize(
    ("wishes", "named"),
    [
        ({"secret_keys": SECRETS}, "ZAHRA_SECRET_KEYS"),
        ({"secret_keys": SecretStr("")}, "ZAHRA_SECRET_KEYS"),
        ({"secret_keys": SecretStr(" , ")}, "ZAHRA_SECRET_KEYS"),
        ({"secret_keys": SecretStr("short")}, "ZAHRA_SECRET_KEYS"),
        ({"secret_keys": SecretStr(f"{KEY},old")}, "ZAHRA_SECRET_KEYS"),
        ({"secret_keys": SecretStr(f"{KEY},{KEY}")}, "ZAHRA_SECRET_KEYS"),
        ({"secret_keys": SecretStr("k" * 32)}, "ZAHRA_SECRET_KEYS"),
        ({"razorpay_key_id": "rzp_test_ZahraTests0001"}, "RAZORPAY_KEY_ID"),
        ({"razorpay_webhook_secrets": SecretStr(f"x,{KEY_SECRET}")}, "RAZORPAY_WEBHOOK_SECRETS"),
        ({"trusted_proxies": "0.0.0.0/0"}, "ZAHRA_TRUSTED_PROXIES"),
        ({"trusted_proxies": "10.0.0.1, ::/0"}, "ZAHRA_TRUSTED_PROXIES"),
        ({"log_level": "debug"}, "ZAHRA_LOG_LEVEL"),
        ({"gstin": ""}, "ZAHRA_GSTIN"),
        ({"gstin": DEVELOPMENT_GSTIN}, "ZAHRA_GSTIN"),
        ({"gstin": "27AAPFU0939F1ZA"}, "ZAHRA_GSTIN"),
        ({"gstin": "27AAPFU0939F1ZV"}, "ZAHRA_SELLER_STATE"),
        ({"credit_note_series": "ZAH"}, "ZAHRA_CREDIT_NOTE_SERIES"),
        ({"credit_note_series": "FCN"}, "FCN"),
        ({"public_url": ""}, "ZAHRA_PUBLIC_URL"),
        ({"public_url": "http://zahra.example"}, "ZAHRA_PUBLIC_URL"),
        ({"razorpay_api_base": "http://127.0.0.1:8001"}, "RAZORPAY_API_BASE"),
        ({"razorpay_api_base": "https://localhost:8001"}, "RAZORPAY_API_BASE"),
        ({"razorpay_api_base": "https://[::1]:8001"}, "RAZORPAY_API_BASE"),
        ({"razorpay_api_base": "https://127.9.9.9"}, "RAZORPAY_API_BASE"),
        ({"razorpay_api_base": "http://simulator.internal"}, "RAZORPAY_API_BASE"),
        ({"razorpay_webhook_secrets": SecretStr("")}, "RAZORPAY_WEBHOOK_SECRETS"),
        ({"razorpay_key_secret": SecretStr("")}, "RAZORPAY_KEY_SECRET"),
        ({"rate_limits": "off"}, "ZAHRA_RATE_LIMITS"),
        ({"trusted_proxies": ""}, "ZAHRA_TRUSTED_PROXIES"),
        ({"smtp_url": SecretStr("")}, "SMTP_URL"),
        ({"msg91_auth_key": SecretStr("")}, "MSG91_AUTH_KEY"),
        ({"twilio_account_sid": "AC1"}, "TWILIO_AUTH_TOKEN"),
        ({"dlt_entity_id": ""}, "DLT_ENTITY_ID"),
        ({"dlt_header": ""}, "DLT_HEADER"),
        ({"dlt_templates": "login_code=1"}, "DLT_TEMPLATES lacks account_erased, account_needed"),
        ({"msg91_templates": ""}, "MSG91_TEMPLATES lacks account_erased"),
    ],
)
def test_what_is_unsafe_is_refused_by_name(settings: Settings, wishes: dict[str, Any], named: str):
    with pytest.raises(CannotRun, match=named):
        check(production(settings, **wishes))


def test_proxies_are_addresses(settings: Settings):
    with pytest.raises(ValidationError):
        production(settings, trusted_proxies="my-proxy")


def test_a_database_that_lacks_migrations_is_not_served(fresh_dsn: str, settings: Settings):
    told = production(settings, database_url=fresh_dsn)
    refuse_old_database(told)
    migrate(fresh_dsn, "-1")
    with pytest.raises(CannotRun, match="zahra migrate"):
        refuse_old_database(told)
    migrate(fresh_dsn)
    with psycopg.connect(fresh_dsn) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refuse_old_database(told)  # a newer version is being rolled out


async def test_nothing_runs_with_debug_on(whole: Whole):
    assert whole.site.debug is False


def test_a_refusal_tells_no_secret(settings: Settings):
    with pytest.raises(CannotRun) as refused:
        check(production(settings, secret_keys=SecretStr("hunter2")))
    assert "hunter2" not in str(refused.value)
    assert "hunter2" not in repr(production(settings, secret_keys=SecretStr("hunter2")))


async def test_pages_for_developers_do_not_exist(client: httpx.AsyncClient, whole: Whole):
    assert (await whole.client.get("/__dev/outbox")).status_code == 200
    for path in ("/__dev/outbox", "/__dev/", "/__dev", "/__sim", "/debug"):
        answer = await client.get(path, headers=HOST)
        assert answer.status_code == 404, path


@pytest.mark.parametrize(
    "host", ["evil.example", "zahra.example.evil.example", "127.0.0.1", "", "x" * 900]
)
async def test_only_our_own_host_is_answered(client: httpx.AsyncClient, host: str):
    answer = await client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "zahra" not in answer.text.lower()


async def test_a_second_host_is_no_way_around(client: httpx.AsyncClient):
    for hosts in (("evil.example", "zahra.example"), ("zahra.example", "evil.example")):
        answer = await client.get("/", headers=[("Host", host) for host in hosts])
        assert answer.status_code == 421


async def test_our_own_host_is_answered_with_any_port_and_case(client: httpx.AsyncClient):
    for host in ("zahra.example", "zahra.example:443", "ZAHRA.example"):
        assert (await client.get("/healthz", headers={"Host": host})).status_code == 200


async def test_cookies_carry_the_prefix_and_secure_and_are_cleared_alike(
    client: httpx.AsyncClient, whole: Whole
):
    answer = await client.post("/api/v1/auth/logout", headers=HOST)
    for set_cookie in answer.headers.get_list("set-cookie"):
        name, _, rest = set_cookie.partition("=")
        assert name.startswith("__Host-Http-")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(rest.split("; "))
        assert "Domain" not in rest
    door = Door(whole.shop.database, keys=whole.shop.keys)
    found = await door.sign_in("+919876577777", kind=identity.SessionKind.WEB)
    bare = await client.get("/api/v1/users/me", headers={**HOST, "Cookie": f"zsid={found.secret}"})
    assert bare.status_code == 401  # a cookie that any page of a neighbour could have set
    cookie = {"Cookie": f"__Host-Http-zsid={found.secret}"}
    assert (await client.get("/api/v1/users/me", headers={**HOST, **cookie})).status_code == 200


async def test_every_answer_asks_for_https_for_a_year(client: httpx.AsyncClient, whole: Whole):
    for path in ("/", "/api/v1/products", "/api/v1/nope", "/static/nope", "/healthz"):
        answer = await client.get(path, headers=HOST)
        told = answer.headers["strict-transport-security"]
        assert told == "max-age=31536000; includeSubDomains", path
    assert "strict-transport-security" not in (await whole.client.get("/healthz")).headers


async def test_an_incident_tells_a_number_and_nothing_else(
    whole: Whole, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    site = create_site(whole.shop, production(settings))
    monkeypatch.setattr(site.state, "settings", None)
    monkeypatch.setattr(site.state, "shop", "a secret in a wrong place")
    async with asking(site) as opened:
        answer = await opened.get("/api/v1/categories", headers=HOST)
    assert answer.status_code == 500
    told = answer.json()["error"]
    assert told["code"] == "internal_error"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
