"""Every knob of an installation: where things are, and its secrets. Read once, at start.

What the shop *is* (brand, rates, windows) lives in the database and is edited in the admin;
values here only fill an empty one. `zahra settings` prints this list.
"""

from datetime import date
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_KEY = "development-only-key-never-use-it-in-production"
DEVELOPMENT_GSTIN = "08AAEFZ2607Q1ZL"  # well-formed, and nobody's
SERIES = r"^[A-Z0-9]{1,3}$"


class CannotRun(Exception):
    """Why a start cannot work, as one sentence for the terminal."""


class Settings(BaseSettings):
    """Settings from the environment or `.env`; names are upper-case with the prefix `ZAHRA_`."""

    model_config = SettingsConfigDict(
        env_prefix="ZAHRA_", env_file=".env", extra="ignore", populate_by_name=True
    )

    env: Literal["development", "production"] = Field(
        "development", description="development brings a simulator, an outbox and demo people"
    )
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="port of the shop")
    workers: int = Field(1, ge=1, le=64, description="web processes")
    data_dir: Path = Field(Path(".zahra"), description="embedded database, media, outbox")
    public_url: str = Field("", description="the shop's address as browsers see it")
    database_url: str = Field(
        "", validation_alias="DATABASE_URL", description="a PostgreSQL server; empty: embedded"
    )
    database_pool: int = Field(8, ge=2, le=100, description="connections per web process and kind")
    secret_keys: SecretStr = Field(
        SecretStr(DEVELOPMENT_KEY), description="comma-separated, newest first, 32+ characters"
    )
    trusted_proxies: str = Field("", description="networks whose X-Forwarded-For is believed")
    allowed_hosts: str = Field("", description="host names answered; empty: that of public_url")
    rate_limits: Literal["on", "off"] = Field(
        "on", description="off for load tests only; refused in production"
    )
    memory_seconds: float = Field(
        5.0, ge=0, le=60, description="how long listings and products are shown from memory"
    )
    storage_url: str = Field(
        "", validation_alias="STORAGE_URL", description="file:… or s3:…; empty: data folder"
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    gateways: str = Field(
        "razorpay,payu", description="which take payments (razorpay, payu, stripe), the best first"
    )
    simulator_port: int = Field(8001, ge=1, le=65535, description="port of the gateway simulator")
    razorpay_key_id: str = Field("", validation_alias="RAZORPAY_KEY_ID", description="API key")
    razorpay_key_secret: SecretStr = Field(
        SecretStr(""), validation_alias="RAZORPAY_KEY_SECRET", description="API secret"
    )
    razorpay_webhook_secrets: SecretStr = Field(
        SecretStr(""),
        validation_alias="RAZORPAY_WEBHOOK_SECRETS",
        description="current and previous webhook secret, comma-separated",
    )
    razorpay_api_base: str = Field(
        "", validation_alias="RAZORPAY_API_BASE", description="only for a simulator"
    )
    payu_key: str = Field("", validation_alias="PAYU_KEY", description="merchant key")
    payu_salts: SecretStr = Field(
        SecretStr(""), validation_alias="PAYU_SALTS", description="current and previous salt"
    )
    payu_base: str = Field(
        "", validation_alias="PAYU_BASE", description="https://test.payu.in, or a simulator"
    )
    stripe_secret_key: SecretStr = Field(
        SecretStr(""), validation_alias="STRIPE_SECRET_KEY", description="sk_…; off by default"
    )
    stripe_webhook_secrets: SecretStr = Field(
        SecretStr(""),
        validation_alias="STRIPE_WEBHOOK_SECRETS",
        description="current and previous signing secret (whsec_…)",
    )
    stripe_api_base: str = Field(
        "", validation_alias="STRIPE_API_BASE", description="only for a simulator"
    )

    shiprocket_email: str = Field(
        "", validation_alias="SHIPROCKET_EMAIL", description="an API user's e-mail"
    )
    shiprocket_password: SecretStr = Field(
        SecretStr(""), validation_alias="SHIPROCKET_PASSWORD", description="their password"
    )
    shiprocket_webhook_tokens: SecretStr = Field(
        SecretStr(""),
        validation_alias="SHIPROCKET_WEBHOOK_TOKENS",
        description="what its webhook sends as x-api-key, current and previous",
    )
    shiprocket_pickup: str = Field(
        "Primary", validation_alias="SHIPROCKET_PICKUP", description="our address, as named there"
    )
    shiprocket_api_base: str = Field(
        "", validation_alias="SHIPROCKET_API_BASE", description="only for a simulator"
    )

    smtp_url: SecretStr = Field(
        SecretStr(""), validation_alias="SMTP_URL", description="smtp://user:password@host:587"
    )
    resend_api_key: SecretStr = Field(
        SecretStr(""), validation_alias="RESEND_API_KEY", description="e-mail by Resend"
    )
    resend_webhook_secrets: SecretStr = Field(
        SecretStr(""),
        validation_alias="RESEND_WEBHOOK_SECRETS",
        description="current and previous signing secret (whsec_…)",
    )
    mail_from: str = Field("", description="From of e-mail; empty: the brand at care_email")
    mail_bounces: str = Field("", description="where bounces go; empty: to mail_from")
    dkim_selector: str = Field("default", description="selector of the DKIM key in DNS")
    msg91_auth_key: SecretStr = Field(
        SecretStr(""), validation_alias="MSG91_AUTH_KEY", description="SMS by MSG91"
    )
    msg91_templates: str = Field(
        "", validation_alias="MSG91_TEMPLATES", description="name=MSG91's template id, …"
    )
    msg91_webhook_secrets: SecretStr = Field(
        SecretStr(""),
        validation_alias="MSG91_WEBHOOK_SECRETS",
        description="what its webhook sends as X-Zahra-Secret, current and previous",
    )
    twilio_account_sid: str = Field(
        "", validation_alias="TWILIO_ACCOUNT_SID", description="SMS by Twilio"
    )
    twilio_auth_token: SecretStr = Field(
        SecretStr(""), validation_alias="TWILIO_AUTH_TOKEN", description="current and previous"
    )
    twilio_sender: str = Field(
        "", validation_alias="TWILIO_SENDER", description="a number or MG…; empty: the DLT header"
    )
    dlt_entity_id: str = Field(
        "", validation_alias="DLT_ENTITY_ID", description="our 19 digits at the operators' DLT"
    )
    dlt_header: str = Field(
        "", validation_alias="DLT_HEADER", description="the sender name that SMS show"
    )
    dlt_templates: str = Field(
        "", validation_alias="DLT_TEMPLATES", description="name=DLT template id, …"
    )
    sms_carriers: str = Field("msg91,twilio", description="which carry SMS, the preferred first")
    email_carriers: str = Field("resend,smtp", description="which carry e-mail, likewise")

    brand: str = Field("Zahra", description="the shop's name, for an empty database")
    gstin: str = Field(DEVELOPMENT_GSTIN, description="the seller's GSTIN")
    invoice_series: str = Field(
        "ZAH", pattern=SERIES, description="how numbers of invoices begin: ZAH/26-27/000123"
    )
    credit_note_series: str = Field(
        "ZCN", pattern=SERIES, description="how numbers of credit notes begin"
    )
    hsn_digits: Literal[4, 6, 8] = Field(
        6, description="digits of HSN on invoices: 4 up to ₹5 crore of turnover, else 6"
    )
    dead_zone: Literal["bear", "lower"] = Field(
        "bear", description="prices that fit no GST rate: bear the higher one, or lower the price"
    )
    legal_name: str = Field("Zahra Textiles LLP", description="the seller, for an empty database")
    legal_address: str = Field(
        "14 Gangori Bazaar, Jaipur, Rajasthan 302001", description="the seller's address"
    )
    care_email: str = Field("care@zahra.example", description="customer care, by e-mail")
    care_phone: str = Field("+91 141 400 0000", description="customer care, by phone")
    grievance_officer: str = Field("Meera Joshi", description="named by law on every page")
    grievance_email: str = Field("grievance@zahra.example", description="the officer's address")
    seller_state: str = Field("08", description="GST code of the seller's state (08: Rajasthan)")
    seller_pincode: str = Field(
        "302001", pattern="^[1-9][0-9]{5}$", description="PIN code that parcels leave from"
    )
    cut_off_hour: int = Field(
        14, ge=0, le=24, description="Indian hour until which orders leave the same day"
    )
    holidays: str = Field(
        "", description="dates (2026-11-08, …) on which nothing leaves, besides national holidays"
    )
    cod_fee: int = Field(0, ge=0, description="cash-on-delivery fee in paise")
    cod_max: int = Field(1_000_000, ge=0, description="largest cash-on-delivery order in paise")
    cod_confirm_hours: int = Field(
        24, ge=1, le=168, description="how long a cash order waits for its code"
    )
    cod_link_hours: int = Field(
        12, ge=1, le=168, description="how long a link to pay a cash order online is good"
    )
    cod_link_reward: int = Field(0, ge=0, description="store credit in paise for using it")

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, told: str) -> str:
        for each in listed(told):
            if each != "none":
                ip_network(each)
        return told

    @field_validator("holidays")
    @classmethod
    def _are_dates(cls, told: str) -> str:
        for each in listed(told):
            date.fromisoformat(each)
        return told

    @property
    def days_off(self) -> frozenset[date]:
        """The shop's own holidays."""
        return frozenset(date.fromisoformat(each) for each in listed(self.holidays))

    @property
    def in_development(self) -> bool:
        """Whether conveniences that must never reach a real shop are on."""
        return self.env == "development"

    @cached_property
    def url(self) -> str:
        """The shop's own address, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def simulator_url(self) -> str:
        """Where the simulator answers."""
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def uses_simulator(self) -> bool:
        """Whether payments go to our own simulator: in development, without a real key."""
        return self.in_development and not self.razorpay_key_id

    def master_keys(self) -> list[str]:
        """The secret keys, newest first."""
        return listed(self.secret_keys.get_secret_value())


def listed(text: str) -> list[str]:
    """Comma-separated text as a list, blanks dropped.

    >>> listed("a, b,,")
    ['a', 'b']
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def pairs(text: str) -> dict[str, str]:
    """`name=value, …` as a table.

    >>> pairs("login_code=1107, order_placed=1108,")
    {'login_code': '1107', 'order_placed': '1108'}
    """
    parts = (part.partition("=") for part in listed(text))
    return {name.strip(): value.strip() for name, _, value in parts if value.strip()}
