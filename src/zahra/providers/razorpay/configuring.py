"""The Razorpay account that the settings describe."""

from zahra.providers.razorpay.account import RazorpayAccount
from zahra.settings import Settings, listed

_SIMULATED_KEY = "rzp_test_zahra0000000"
_SIMULATED_SECRET = "simulated-secret"
_SIMULATED_WEBHOOK = "simulated-webhook-secret"


def account_of(settings: Settings) -> RazorpayAccount | None:
    """The account payments go to: the simulator's in development without a key of one's own,
    None where none is set up, so that the method is not offered."""
    if settings.uses_simulator:
        return _on_other_ground(
            _SIMULATED_KEY, _SIMULATED_SECRET, (_SIMULATED_WEBHOOK,), settings.simulator_url
        )
    key_id, secret = settings.razorpay_key_id, settings.razorpay_key_secret.get_secret_value()
    webhook_secrets = tuple(listed(settings.razorpay_webhook_secrets.get_secret_value()))
    if not key_id or not secret or not webhook_secrets:
        return None
    if settings.razorpay_api_base:
        return _on_other_ground(key_id, secret, webhook_secrets, settings.razorpay_api_base)
    return RazorpayAccount(key_id, secret, webhook_secrets)


def _on_other_ground(
    key_id: str, secret: str, webhook_secrets: tuple[str, ...], base: str
) -> RazorpayAccount:
    """An account at a server that is not Razorpay's own."""
    script = f"{base}/v1/checkout.js"
    return RazorpayAccount(
        key_id, secret, webhook_secrets, api_base=base, checkout_js_url=script, telemetry=()
    )
