"""What must be put right before a shop may serve real people."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from pydantic import ValidationError

from zahra.settings import (
    DEVELOPMENT_GSTIN,
    DEVELOPMENT_KEY,
    CannotRun,
    Settings,
    listed,
    pairs,
)

_LEAST_TOKEN = 24  # letters of a token that nobody signs with, but shows


def settings_of_this_start() -> Settings:
    """The environment's settings, fit to run with. Raises CannotRun."""
    try:
        found = Settings()  # pyright: ignore[reportCallIssue]
    except ValueError as why:
        raise CannotRun(f"A setting is wrong: {_first_line(why)}") from why
    check(found)
    return found


def check(settings: Settings) -> None:
    """Refuse what must never run in production. Raises CannotRun with the worst reason."""
    if not settings.in_development:
        for refusal in refusals(settings):
            raise CannotRun(refusal)


def refusals(settings: Settings) -> Iterator[str]:
    """Every reason, the worst first, as sentences that hold no secret."""
    yield from _of_secrets(settings)
    yield from _of_addresses(settings)
    yield from _of_payments(settings)
    yield from _of_other_gateways(settings)
    yield from _of_couriers(settings)
    yield from _of_invoices(settings)
    if settings.rate_limits == "off":
        yield "ZAHRA_RATE_LIMITS=off is for load tests; production refuses it."
    if settings.log_level.upper() == "DEBUG":
        yield "ZAHRA_LOG_LEVEL=DEBUG tells more than logs may keep; production refuses it."
    yield from _of_messages(settings)


def _of_secrets(settings: Settings) -> Iterator[str]:
    keys = settings.master_keys()
    if not keys or not all(map(_is_random, keys)) or len(set(keys)) < len(keys):
        yield "Production needs ZAHRA_SECRET_KEYS: random, each another, 32 characters or more."


def _of_addresses(settings: Settings) -> Iterator[str]:
    if not settings.public_url.startswith("https://"):
        yield "Production needs ZAHRA_PUBLIC_URL, starting with https://."
    if not settings.trusted_proxies:
        yield "Production needs ZAHRA_TRUSTED_PROXIES (or 'none') to know clients."
    if any(each.endswith("/0") for each in listed(settings.trusted_proxies)):
        yield "ZAHRA_TRUSTED_PROXIES trusts everybody: anybody could be anyone."


def _of_payments(settings: Settings) -> Iterator[str]:
    if settings.razorpay_api_base and not _is_elsewhere(settings.razorpay_api_base):
        yield "RAZORPAY_API_BASE points to a simulator; production refuses it."
    if not settings.razorpay_key_id:
        return
    key = settings.razorpay_key_secret.get_secret_value()
    webhook_secrets = listed(settings.razorpay_webhook_secrets.get_secret_value())
    if settings.razorpay_key_id.startswith("rzp_test_"):
        yield "RAZORPAY_KEY_ID is a test key: orders would be sent and nobody charged."
    if not key or not webhook_secrets:
        yield "Razorpay needs RAZORPAY_KEY_SECRET and RAZORPAY_WEBHOOK_SECRETS too."
    if key in webhook_secrets:
        yield "RAZORPAY_WEBHOOK_SECRETS must not hold RAZORPAY_KEY_SECRET."


def _of_other_gateways(settings: Settings) -> Iterator[str]:
    """PayU and Stripe: half of an account, or one that takes no money."""
    if settings.payu_base:
        yield "PAYU_BASE leads to a test server: orders would be sent and nobody charged."
    if bool(settings.payu_key) != bool(listed(settings.payu_salts.get_secret_value())):
        yield "PayU needs both PAYU_KEY and PAYU_SALTS."
    key = settings.stripe_secret_key.get_secret_value()
    if settings.stripe_api_base and not _is_elsewhere(settings.stripe_api_base):
        yield "STRIPE_API_BASE points to a simulator; production refuses it."
    if key.startswith(("sk_test_", "rk_test_")):
        yield "STRIPE_SECRET_KEY is a test key: orders would be sent and nobody charged."
    if key and not listed(settings.stripe_webhook_secrets.get_secret_value()):
        yield "Stripe needs STRIPE_WEBHOOK_SECRETS too."


def _of_couriers(settings: Settings) -> Iterator[str]:
    """Half of an account, or a token that somebody could guess: whoever shows it tells us which
    parcels were paid for at the door."""
    if settings.shiprocket_api_base and not _is_elsewhere(settings.shiprocket_api_base):
        yield "SHIPROCKET_API_BASE points to a simulator; production refuses it."
    password = settings.shiprocket_password.get_secret_value()
    if bool(settings.shiprocket_email) != bool(password):
        yield "Shiprocket needs both SHIPROCKET_EMAIL and SHIPROCKET_PASSWORD."
    tokens = listed(settings.shiprocket_webhook_tokens.get_secret_value())
    if any(len(token) < _LEAST_TOKEN or token == password for token in tokens):
        yield "SHIPROCKET_WEBHOOK_TOKENS need 24 random characters or more each, not the password."


def _of_invoices(settings: Settings) -> Iterator[str]:
    """A GSTIN that is none makes every invoice void."""
    # These load the database driver: not in every start.
    from zahra.shop.invoices import COMMERCIAL_SERIES
    from zahra.shop.places import is_gstin

    if settings.gstin == DEVELOPMENT_GSTIN or not is_gstin(settings.gstin):
        yield "Production needs ZAHRA_GSTIN, the seller's own."
    elif settings.gstin[:2] != settings.seller_state:
        yield "ZAHRA_GSTIN is not of the state that ZAHRA_SELLER_STATE names."
    if settings.invoice_series == settings.credit_note_series:
        yield "ZAHRA_INVOICE_SERIES and ZAHRA_CREDIT_NOTE_SERIES must differ."
    if COMMERCIAL_SERIES in (settings.invoice_series, settings.credit_note_series):
        yield f"{COMMERCIAL_SERIES} begins the numbers of notes that come too late for GST."


def _of_messages(settings: Settings) -> Iterator[str]:
    """What is missing for codes and letters to leave."""
    from zahra.shop.messaging import SMS_TEXTS  # loads the database driver: not in every start

    if not settings.smtp_url.get_secret_value() and not settings.resend_api_key.get_secret_value():
        yield "Production needs SMTP_URL or RESEND_API_KEY, or no e-mail leaves."
    has_msg91 = bool(settings.msg91_auth_key.get_secret_value())
    if not has_msg91 and not settings.twilio_account_sid:
        yield "Production needs MSG91_AUTH_KEY or TWILIO_ACCOUNT_SID, or no SMS leaves."
    if settings.twilio_account_sid and not listed(settings.twilio_auth_token.get_secret_value()):
        yield "Twilio needs TWILIO_AUTH_TOKEN too."
    if not settings.dlt_entity_id or not settings.dlt_header:
        yield "SMS need DLT_ENTITY_ID and DLT_HEADER, or Indian operators drop them."
    if missing := SMS_TEXTS.keys() - pairs(settings.dlt_templates).keys():
        yield f"DLT_TEMPLATES lacks {', '.join(sorted(missing))}."
    if has_msg91 and (missing := SMS_TEXTS.keys() - pairs(settings.msg91_templates).keys()):
        yield f"MSG91_TEMPLATES lacks {', '.join(sorted(missing))}."


def _is_random(key: str) -> bool:
    """Whether a key could be one: long enough, not ours, and no single letter over and over."""
    return len(key) >= 32 and len(set(key)) >= 8 and key != DEVELOPMENT_KEY


def _is_elsewhere(address: str) -> bool:
    """Whether an address is reached by https and not on this machine."""
    told = urlsplit(address)
    is_here = told.hostname in ("localhost", "::1") or (told.hostname or "").startswith("127.")
    return told.scheme == "https" and not is_here


def _first_line(why: ValueError) -> str:
    if isinstance(why, ValidationError):
        wrong = why.errors()[0]
        return f"{wrong['loc'][0]}: {wrong['msg']}"
    return str(why).splitlines()[0]
