"""The PayU account that the settings describe."""

from zahra.providers.payu.account import TEST_PAGE, PayuAccount
from zahra.settings import Settings, listed

_SIMULATED_KEY = "ZAHkey"
_SIMULATED_SALT = "simulated-salt"


def account_of(settings: Settings) -> PayuAccount | None:
    """The account payments go to: the simulator's in development without a key of one's own,
    None where none is set up, so that the method is not offered."""
    if settings.uses_simulator:
        base = f"{settings.simulator_url}/payu"
        return _at(base, _SIMULATED_KEY, (_SIMULATED_SALT,), settings.care_email)
    key, salts = settings.payu_key, tuple(listed(settings.payu_salts.get_secret_value()))
    if not key or not salts:
        return None
    if settings.payu_base:
        return _at(settings.payu_base, key, salts, settings.care_email)
    return PayuAccount(key, salts, settings.care_email)


def _at(base: str, key: str, salts: tuple[str, ...], care_email: str) -> PayuAccount:
    """An account at a server that takes no real money: PayU's own test one, or a simulator."""
    pages = ("https://apitest.payu.in",) if base == TEST_PAGE else ()
    return PayuAccount(key, salts, care_email, page_base=base, service_base=base, pages=pages)
