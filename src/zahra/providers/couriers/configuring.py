"""The couriers that the settings describe."""

from dataclasses import replace

from zahra.providers.couriers.manual import ManualCourier
from zahra.providers.couriers.shiprocket import Shiprocket, ShiprocketAccount
from zahra.settings import Settings, listed
from zahra.shop.shipping import Courier, Couriers

_SIMULATED_EMAIL = "api@zahra.example"
_SIMULATED_PASSWORD = "simulated-password"
_SIMULATED_TOKEN = "simulated-courier-token"


def couriers_of(settings: Settings) -> Couriers:
    """Shiprocket where an account is set up, or its simulator in development; and always the one
    that staff write down."""
    account = shiprocket_account(settings)
    found: list[Courier] = [Shiprocket(account)] if account else []
    return Couriers([*found, ManualCourier()])


def shiprocket_account(settings: Settings) -> ShiprocketAccount | None:
    """The account, the simulator's in development without one; None where there is none."""
    if settings.in_development and not settings.shiprocket_email:
        return ShiprocketAccount(
            _SIMULATED_EMAIL,
            _SIMULATED_PASSWORD,
            (_SIMULATED_TOKEN,),
            pickup_pincode=settings.seller_pincode,
            api_base=settings.simulator_url,
            tracking_page=f"{settings.simulator_url}/tracking/{{awb}}",
        )
    email, password = settings.shiprocket_email, settings.shiprocket_password.get_secret_value()
    if not email or not password:
        return None
    account = ShiprocketAccount(
        email,
        password,
        tuple(listed(settings.shiprocket_webhook_tokens.get_secret_value())),
        pickup_location=settings.shiprocket_pickup,
        pickup_pincode=settings.seller_pincode,
    )
    base = settings.shiprocket_api_base
    return replace(account, api_base=base) if base else account
