"""Who we are at Stripe, and where it is."""

from dataclasses import dataclass, field

from zahra.providers.patience import Patience

LIVE_API = "https://api.stripe.com"


@dataclass(frozen=True, slots=True)
class StripeAccount:
    """One account: its key, the secrets its webhooks are signed with, its address."""

    secret_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)  # current, then previous
    api_base: str = LIVE_API
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        if not self.secret_key:
            raise ValueError("a Stripe account needs a secret key")
        if not self.webhook_secrets or not all(self.webhook_secrets):
            raise ValueError("an empty webhook secret would let anybody sign")
