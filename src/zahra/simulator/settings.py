"""What a simulator is told before it starts."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Merchant:
    """The same merchant's account at another gateway. Refuses live keys."""

    key: str
    salt: str = field(repr=False)  # PayU's; Stripe has none but its key
    webhook_secret: str = field(repr=False)
    webhook_url: str = ""

    def __post_init__(self) -> None:
        if self.key.startswith("sk_live_"):
            raise ValueError("the simulator refuses live keys: this one moves no real money")


@dataclass(frozen=True, slots=True)
class CourierAccount:
    """The merchant's API user at the courier, and where their webhook is told with which token."""

    email: str
    password: str = field(repr=False)
    webhook_url: str = ""
    webhook_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """One merchant's account at the simulated gateway. Refuses live keys."""

    data_dir: Path
    key_id: str
    key_secret: str = field(repr=False)
    webhook_url: str = ""  # empty: nobody is told
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)  # current, then previous
    payu: Merchant | None = None
    stripe: Merchant | None = None
    shiprocket: CourierAccount | None = None
    merchant: str = "Zahra"
    seed: int | None = None  # of ids and chances; None draws one and keeps it in the books
    refund_seconds: float = 5.0  # from asked to processed
    answer_minutes: int = 10  # a payment without the bank's answer fails after these
    manual_minutes: int = 4320  # an authorised payment nobody captures goes back after these

    def __post_init__(self) -> None:
        if self.key_id.startswith("rzp_live_"):
            raise ValueError("the simulator refuses live keys: this one moves no real money")
        if not self.key_id or not self.key_secret:
            raise ValueError("the simulator needs a key id and a key secret")
        if self.webhook_url and not all(self.webhook_secrets or ("",)):
            raise ValueError("a webhook needs a secret")
