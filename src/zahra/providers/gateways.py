"""The gateways that the settings name and have secrets for, in the settings' order."""

from collections.abc import Callable, Mapping

from zahra.providers import payu, razorpay, stripe
from zahra.settings import Settings, listed
from zahra.shop.payments import Gateway


def gateways_of(settings: Settings) -> list[Gateway]:
    """One without secrets is left out: it is not offered, and its webhook is not there. Raises
    ValueError for a name nobody has."""
    wanted = listed(settings.gateways)
    if strangers := set(wanted) - _KNOWN.keys():
        raise ValueError(f"{', '.join(sorted(strangers))} is none of {', '.join(_KNOWN)}")
    made = (_KNOWN[name](settings) for name in dict.fromkeys(wanted))
    return [gateway for gateway in made if gateway is not None]


def withdrawn_from(settings: Settings) -> list[Gateway]:
    """Those that have secrets and are not named any more. They take no payment, and finish what
    was begun there. The simulator's accounts are nobody's to withdraw."""
    if settings.uses_simulator:
        return []
    named = set(listed(settings.gateways))
    made = (make(settings) for name, make in _KNOWN.items() if name not in named)
    return [gateway for gateway in made if gateway is not None]


def _razorpay(settings: Settings) -> Gateway | None:
    account = razorpay.account_of(settings)
    return razorpay.RazorpayGateway(account) if account else None


def _payu(settings: Settings) -> Gateway | None:
    account = payu.account_of(settings)
    return payu.PayuGateway(account) if account else None


def _stripe(settings: Settings) -> Gateway | None:
    account = stripe.account_of(settings)
    return stripe.gateway_at(account) if account else None


_KNOWN: Mapping[str, Callable[[Settings], Gateway | None]] = {
    "razorpay": _razorpay,
    "payu": _payu,
    "stripe": _stripe,
}
