"""The carriers that the settings describe, the preferred ones first."""

from collections.abc import Sequence

from zahra.providers.carriers.dlt import Dlt
from zahra.providers.carriers.msg91 import Msg91, Msg91Account
from zahra.providers.carriers.resend import Resend, ResendAccount
from zahra.providers.carriers.smtp import Smtp, SmtpAccount
from zahra.providers.carriers.twilio import Twilio, TwilioAccount
from zahra.settings import Settings, listed, pairs
from zahra.shop.messaging import (
    SMS_TEXTS,
    Addressed,
    EmailCarrier,
    SmsCarrier,
    registered_text,
)

_REPORTS = "/api/v1/messaging/webhook"


def sms_carriers(settings: Settings, brand: Addressed) -> Sequence[SmsCarrier]:
    """Those who carry SMS. Raises ValueError for settings that cannot be right."""
    found: dict[str, SmsCarrier] = {}
    if key := settings.msg91_auth_key.get_secret_value():
        secrets = tuple(listed(settings.msg91_webhook_secrets.get_secret_value()))
        account = Msg91Account(key, pairs(settings.msg91_templates), secrets)
        found["msg91"] = Msg91(account, _dlt(settings, brand))
    if sid := settings.twilio_account_sid:
        tokens = tuple(listed(settings.twilio_auth_token.get_secret_value()))
        sender = settings.twilio_sender or settings.dlt_header
        account = TwilioAccount(sid, tokens, sender, f"{settings.url}{_REPORTS}/twilio")
        found["twilio"] = Twilio(account, _dlt(settings, brand))
    return [found[name] for name in listed(settings.sms_carriers) if name in found]


def email_carriers(settings: Settings) -> Sequence[EmailCarrier]:
    """Those who carry e-mail. Raises ValueError for settings that cannot be right."""
    found: dict[str, EmailCarrier] = {}
    sender = settings.mail_from or f"{settings.brand} <{settings.care_email}>"
    if key := settings.resend_api_key.get_secret_value():
        secrets = tuple(listed(settings.resend_webhook_secrets.get_secret_value()))
        found["resend"] = Resend(ResendAccount(key, sender, secrets))
    if url := settings.smtp_url.get_secret_value():
        found["smtp"] = Smtp(SmtpAccount.at(url, sender, bounces=settings.mail_bounces))
    return [found[name] for name in listed(settings.email_carriers) if name in found]


def _dlt(settings: Settings, brand: Addressed) -> Dlt:
    return Dlt(
        settings.dlt_entity_id,
        settings.dlt_header,
        template_ids=pairs(settings.dlt_templates),
        texts={template: registered_text(template, brand) for template in SMS_TEXTS},
    )
