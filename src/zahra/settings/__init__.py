"""Every knob of an installation: where things are, and its secrets. Read once, at start.

What the shop *is* (brand, rates, windows) lives in the database and is edited in the admin;
values here only fill an empty one. `zahra settings` prints this list.
"""

from pydantic_settings import SettingsConfigDict

from zahra.settings.accounts import Accounts
from zahra.settings.installation import DEVELOPMENT_KEY, Installation
from zahra.settings.lists import listed, pairs
from zahra.settings.terms import DEVELOPMENT_GSTIN, Terms

__all__ = ["DEVELOPMENT_GSTIN", "DEVELOPMENT_KEY", "CannotRun", "Settings", "listed", "pairs"]


class CannotRun(Exception):
    """Why a start cannot work, as one sentence for the terminal."""


class Settings(Terms, Accounts, Installation):
    """Settings from the environment or `.env`; names are upper-case with the prefix `ZAHRA_`."""

    model_config = SettingsConfigDict(
        env_prefix="ZAHRA_", env_file=".env", extra="ignore", populate_by_name=True
    )

    @property
    def uses_simulator(self) -> bool:
        """Whether payments go to our own simulator: in development, without a real key."""
        return self.in_development and not self.razorpay_key_id

    @property
    def simulator_url(self) -> str:
        """Where the simulator answers."""
        return f"http://127.0.0.1:{self.simulator_port}"
