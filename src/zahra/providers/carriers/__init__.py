"""Those who carry our SMS (Twilio, MSG91) and e-mail (Resend, any SMTP server)."""

from zahra.providers.carriers.configuring import email_carriers, sms_carriers

__all__ = ["email_carriers", "sms_carriers"]
