"""Where an installation is: its addresses, database, folders and secrets."""

from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from zahra.settings.lists import listed

DEVELOPMENT_KEY = "development-only-key-never-use-it-in-production"


class Installation(BaseSettings):
    """One running shop, as whoever runs its machines sees it."""

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

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, told: str) -> str:
        for each in listed(told):
            if each != "none":
                ip_network(each)
        return told

    @property
    def in_development(self) -> bool:
        """Whether conveniences that must never reach a real shop are on."""
        return self.env == "development"

    @cached_property
    def url(self) -> str:
        """The shop's own address, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    def master_keys(self) -> list[str]:
        """The secret keys, newest first."""
        return listed(self.secret_keys.get_secret_value())
