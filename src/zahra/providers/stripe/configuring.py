"""The Stripe account that the settings describe."""

from zahra.providers.stripe.account import StripeAccount
from zahra.settings import Settings, listed

_SIMULATED_KEY = "sk_test_simulated"
_SIMULATED_WEBHOOK = "whsec_simulated"


def account_of(settings: Settings) -> StripeAccount | None:
    """The account payments go to: the simulator's in development without keys of one's own, None
    where none is set up. Stripe takes payments only where ZAHRA_GATEWAYS names it as well."""
    if settings.uses_simulator:
        base = f"{settings.simulator_url}/stripe"
        return StripeAccount(_SIMULATED_KEY, (_SIMULATED_WEBHOOK,), base)
    key = settings.stripe_secret_key.get_secret_value()
    secrets = tuple(listed(settings.stripe_webhook_secrets.get_secret_value()))
    if not key or not secrets:
        return None
    if settings.stripe_api_base:
        return StripeAccount(key, secrets, settings.stripe_api_base)
    return StripeAccount(key, secrets)
